import { EtudeWebProvider } from '@etude/openfeature-provider/web';
import { OpenFeature } from '@openfeature/web-sdk';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runEdge } from '../run-edge';
import type { RunningEdge } from '../run-edge';
import { edgeConfigOf } from '../testing/edge-config-of';
import { SHOP_SECRET, exampleState } from '../testing/example-state';
import { placeState } from '../testing/spawned-edge';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let dir: string;
let edge: RunningEdge;

const logged = async (): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${edge.port}/v1/edge:status`);
  const status = (await response.json()) as {
    log: { acknowledgedLines: number };
  };
  return status.log.acknowledgedLines;
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-web-provider-'));
  await placeState(dir, exampleState());
  edge = await runEdge(edgeConfigOf(dir), () => undefined);
});

afterAll(async () => {
  await OpenFeature.close();
  await edge.stop();
  await rm(dir, { recursive: true, force: true });
});

describe('a browser with the provider of this repository', () => {
  it('logs the flag it reads, and none of those it fetched', async () => {
    const problems: string[] = [];
    await OpenFeature.setContext({ targetingKey: 'user-1', country: 'SE' });
    await OpenFeature.setProviderAndWait(
      new EtudeWebProvider({
        edgeUrl: `http://127.0.0.1:${edge.port}`,
        clientSecret: SHOP_SECRET,
        flushMs: 5,
        onProblem: message => problems.push(message),
      }),
    );
    expect(await logged()).toBe(0);
    const client = OpenFeature.getClient();
    expect(client.getStringValue('banner.color', '-')).toBe('green');
    await vi.waitFor(async () => {
      expect(await logged()).toBe(1);
    }, 20_000);
    client.track('signup', { value: 1 });
    await vi.waitFor(async () => {
      expect(await logged()).toBe(2);
    }, 20_000);
    expect(problems).toEqual([]);
  });
});
