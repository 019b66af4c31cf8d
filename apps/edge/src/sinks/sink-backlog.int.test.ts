import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SHOP_SECRET, exampleState } from '../testing/example-state';
import { NO_BACKEND, placeState, spawnEdge } from '../testing/spawned-edge';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-backlog-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const publish = (url: string): Promise<Response> =>
  fetch(`${url}/v1/events:publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      clientSecret: SHOP_SECRET,
      events: [
        {
          eventDefinition: 'eventDefinitions/visit',
          eventTime: new Date().toISOString(),
          payload: { note: 'x'.repeat(1_000) },
        },
      ],
    }),
  });

const untilTrue = (check: () => Promise<boolean>) =>
  vi.waitFor(
    async () => {
      if (!(await check())) throw new Error('not yet');
    },
    { timeout: 20_000, interval: 200 },
  );

it('takes nothing while more waits for sinks than may, and says which one is behind', async () => {
  const sealed = join(dir, 'log', 'sealed');
  await mkdir(sealed, { recursive: true });
  await placeState(dir, exampleState());
  const waiting = join(sealed, 'waiting.ndjson');
  await writeFile(waiting, `${'x'.repeat(1_200_000)}\n`);
  await writeFile(
    join(dir, 'compactor.json'),
    JSON.stringify({
      lastPassAt: '2026-03-01T10:00:00.000Z',
      sinks: [
        {
          name: 'kafka',
          state: 'unreachable',
          reason: 'nobody answers',
          failingSince: '2026-03-01T09:00:00.000Z',
          failedTries: 7,
          segments: 3,
          records: 30,
          rejectedLines: 1,
          waitingSegments: 1,
          waitingBytes: 1_200_001,
          waitingSince: '2026-03-01T09:00:00.000Z',
        },
      ],
    }),
  );
  const edge = await spawnEdge({
    ETUDE_EDGE_DIR: dir,
    ETUDE_BACKEND_URL: NO_BACKEND,
    ETUDE_SINK_BACKLOG_MB: '1',
  });
  try {
    const refused = await publish(edge.url);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    const status = await fetch(`${edge.url}/v1/edge:status`);
    expect(await status.json()).toMatchObject({
      backlog: {
        segments: 1,
        bytes: 1_200_001,
        maxBytes: 1_000_000,
        compactor: { sinks: [{ name: 'kafka', state: 'unreachable' }] },
      },
    });
    const metrics = await (await fetch(`${edge.url}/metrics`)).text();
    expect(metrics).toContain('etude_edge_backlog_bytes 1200001');
    expect(metrics).toContain('etude_edge_sink_up{sink="kafka"} 0');
    expect(metrics).toContain(
      'etude_edge_sink_waiting_segments{sink="kafka"} 1',
    );
    expect(metrics).toContain('etude_edge_sink_records_total{sink="kafka"} 30');
    await rm(waiting);
    await untilTrue(async () => (await publish(edge.url)).status === 200);
  } finally {
    await edge.end('SIGTERM');
  }
});
