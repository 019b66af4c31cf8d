import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ResolverState } from '@etude/flags';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runEdge } from './run-edge';
import type { RunningEdge } from './run-edge';
import { edgeConfigOf } from './testing/edge-config-of';
import { SHOP_SECRET } from './testing/example-state';
import { fakePortal } from './testing/fake-portal';
import { stickyState } from './testing/sticky-state';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const UNITS = Array.from({ length: 30 }, (_, index) => `user-${index}`);

let state: ResolverState = stickyState({ blue: 50 });
const materializations = fakePortal();
let portal: Server;
let dir: string;
let edges: RunningEdge[];

const startPortal = async (): Promise<string> => {
  portal = createServer(async (request, response) => {
    const body = await text(request);
    const { url = '' } = request;
    if (url === '/api/flags/v1/state') {
      const etag = `"${state.version}"`;
      response.writeHead(200, { etag }).end(JSON.stringify(state));
      return;
    }
    const answer = await materializations.answer(url, body);
    response.writeHead(answer?.status ?? 404);
    response.end(answer ? await answer.text() : '');
  });
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  const address = portal.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};

const evaluate = async (
  { port }: RunningEdge,
  unit: string,
): Promise<unknown> => {
  const url = `http://127.0.0.1:${port}/ofrep/v1/evaluate/flags/sticky`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${SHOP_SECRET}` },
    body: JSON.stringify({ context: { targetingKey: unit } }),
  });
  const { variant } = (await response.json()) as { variant?: unknown };
  return variant;
};

const variantsAt = (edge: RunningEdge) =>
  Promise.all(UNITS.map(unit => evaluate(edge, unit)));

const untilAllHave = async (version: string): Promise<void> => {
  for (const { port } of edges) {
    await vi.waitFor(
      async () => {
        const response = await fetch(`http://127.0.0.1:${port}/v1/edge:status`);
        expect(await response.json()).toMatchObject({ state: { version } });
      },
      { timeout: 10_000 },
    );
  }
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-sticky-edges-'));
  const backendUrl = await startPortal();
  edges = await Promise.all(
    ['one', 'two'].map(name =>
      runEdge(
        edgeConfigOf(join(dir, name), {
          backendUrl,
          // Generous, as the machine may be busy; nothing here is slow.
          materializations: { kept: 'portal', waitMs: 2_000 },
        }),
        () => undefined,
      ),
    ),
  );
  await untilAllHave('1');
});

afterAll(async () => {
  await Promise.all(edges.map(edge => edge.stop()));
  portal.closeAllConnections();
  portal.close();
  await rm(dir, { recursive: true, force: true });
});

describe('two edges of one portal', () => {
  it('keep a unit where the other one put it, after another split', async () => {
    const [one, two] = edges;
    if (!one || !two) throw new Error('Both edges run.');
    const before = await variantsAt(one);
    expect(new Set(before)).toEqual(new Set(['blue', 'green']));
    state = stickyState({ version: '2', blue: 100 });
    await untilAllHave('2');
    expect(await variantsAt(two)).toEqual(before);
    expect(await evaluate(two, 'somebody-new')).toBe('blue');
    state = stickyState({ version: '3', blue: 0, isIntakePaused: true });
    await untilAllHave('3');
    expect(await evaluate(one, 'somebody-new')).toBe('blue');
    expect(await evaluate(one, 'a-stranger')).toBeUndefined();
  });
});
