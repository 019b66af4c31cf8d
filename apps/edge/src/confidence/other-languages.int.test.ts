import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseJsonBody } from '../parse-json-body';
import { startTestEdge } from '../testing/running-edge';
import type { RunningTestEdge } from '../testing/running-edge';
import { CLIENTS_DIR, install, outputOf } from './testing/foreign-program';
import type { Installed } from './testing/foreign-program';
import { APP_SECRET, wireState } from './testing/wire-state';

// The first run on a machine downloads the clients.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

let edge: RunningTestEdge;
let python: Installed;
let java: Installed;
let go: Installed;

const venvPython = (dir: string) => join(dir, 'bin', 'python');

beforeAll(async () => {
  edge = await startTestEdge(wireState());
  [python, java, go] = await Promise.all([
    install('python-3.0.3', dir => [
      ...(existsSync(venvPython(dir))
        ? []
        : [['python3', '-m', 'venv', dir] satisfies [string, ...string[]]]),
      [
        venvPython(dir),
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        'spotify-confidence-sdk==3.0.3',
      ],
    ]),
    install('java-0.1.7', dir =>
      existsSync(join(dir, 'sdk-java-0.1.7.jar'))
        ? [['java', '-version']]
        : [
            [
              'mvn',
              '--quiet',
              '--batch-mode',
              `--file=${join(CLIENTS_DIR, 'java', 'pom.xml')}`,
              'dependency:copy-dependencies',
              `-DoutputDirectory=${dir}`,
            ],
          ],
    ),
    install('go-0.4.6', dir =>
      existsSync(join(dir, 'client'))
        ? []
        : [
            [
              'go',
              'build',
              '-C',
              join(CLIENTS_DIR, 'go'),
              '-mod=mod',
              '-o',
              join(dir, 'client'),
              '.',
            ],
          ],
    ),
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
    const program = join(CLIENTS_DIR, 'python', 'client.py');
    const answers = readJson(
      await outputOf(venvPython(python.dir), [program, edge.url, APP_SECRET]),
    );
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
    const output = await outputOf('java', [
      '-cp',
      join(java.dir, '*'),
      join(CLIENTS_DIR, 'java', 'Client.java'),
      '127.0.0.1',
      String(edge.grpcPort),
      APP_SECRET,
    ]);
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
    const answers = readJson(
      await outputOf(join(go.dir, 'client'), [edge.url, APP_SECRET]),
    );
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
