import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseJsonBody } from '../parse-json-body';
import {
  goProgram,
  javaProgram,
  pythonProgram,
} from '../testing/foreign-program';
import type { ForeignProgram } from '../testing/foreign-program';
import { startTestEdge } from '../testing/running-edge';
import type { RunningTestEdge } from '../testing/running-edge';
import { APP_SECRET, wireState } from './testing/wire-state';

// The first run on a machine downloads the clients.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

let edge: RunningTestEdge;
let python: ForeignProgram;
let java: ForeignProgram;
let go: ForeignProgram;

beforeAll(async () => {
  edge = await startTestEdge(wireState());
  [python, java, go] = await Promise.all([
    pythonProgram('python-3.0.3', {
      program: 'python/client.py',
      packages: ['spotify-confidence-sdk==3.0.3'],
    }),
    javaProgram('java-0.1.7', { project: 'java', jar: 'sdk-java-0.1.7.jar' }),
    goProgram('go-0.4.6', { project: 'go' }),
  ]);
});
afterAll(() => edge.stop());

const readJson = (text: string): unknown => {
  const parsed = parseJsonBody(text);
  return parsed.ok ? parsed.value : text;
};

const isPublished = (event: string) => (line: Record<string, unknown>) =>
  line['event'] === event;

describe('the Confidence SDK for Python 3.0.3', () => {
  it('resolves, applies and publishes', async ({ skip }) => {
    if (!python.isReady) return skip(python.reason);
    const answers = readJson(await python.outputOf(edge.url, APP_SECRET));
    expect(answers).toMatchObject({
      match: { value: 'green', variant: 'on', reason: 'TARGETING_MATCH' },
      integer: { value: 4 },
      struct: { value: 2 },
      silent: { value: true, variant: 'on' },
      noMatch: { value: 'code', reason: 'DEFAULT', error: null },
      missing: { value: 'code', error: 'FLAG_NOT_FOUND' },
      refused: { value: 'code', error: 'GENERAL' },
      openFeature: 'green',
      published: [200],
    });
    const logged = await edge.untilLogged(({ unit }) => unit === 'python-2');
    expect(logged).toMatchObject({ flag: 'plain', variant: 'on' });
    const event = await edge.untilLogged(isPublished('python-event'));
    expect(event).toMatchObject({ unit: 'python-1', value: 3 });
  });
});

describe('the Confidence SDK for Java 0.1.7, over gRPC', () => {
  it('resolves, applies and publishes', async ({ skip }) => {
    if (!java.isReady) return skip(java.reason);
    const grpcPort = String(edge.grpcPort);
    const output = await java.outputOf('127.0.0.1', grpcPort, APP_SECRET);
    expect(output.trim().split('\n')).toEqual([
      'match=green flags/plain/variants/on',
      'integer=4 flags/plain/variants/on',
      'struct=2 flags/plain/variants/on',
      'silent=true flags/plain/variants/on',
      'noMatch=code ',
      'missing=code ',
      'publishErrors=0',
    ]);
    const logged = await edge.untilLogged(({ unit }) => unit === 'java-1');
    expect(logged).toMatchObject({ flag: 'plain', variant: 'on' });
    await edge.untilLogged(isPublished('java-event'));
  });
});

describe('the Confidence SDK for Go 0.4.6', () => {
  it('resolves, applies and publishes', async ({ skip }) => {
    if (!go.isReady) return skip(go.reason);
    const answers = readJson(await go.outputOf(edge.url, APP_SECRET));
    expect(answers).toMatchObject({
      match: { value: 'green', variant: 'flags/plain/variants/on' },
      integer: { value: 4 },
      struct: { value: 2 },
      silent: { value: true },
      noMatch: { value: 'code' },
      missing: { value: 'code', error: 'FLAG_NOT_FOUND' },
      published: [200],
    });
    const logged = await edge.untilLogged(({ unit }) => unit === 'go-1');
    expect(logged).toMatchObject({ flag: 'plain', variant: 'on' });
    await edge.untilLogged(isPublished('go-event'));
  });
});
