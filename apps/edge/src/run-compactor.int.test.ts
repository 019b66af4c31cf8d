import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DurableLog } from '@etude/events';
import { expect, it, vi } from 'vitest';
import { openCompactionEngine } from './compaction-engine';
import { readEdgeConfig } from './edge-config';
import { runCompactor } from './run-compactor';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

it('tells in its status file what it moved, set aside and could not do', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'etude-compactor-'));
  const log = await DurableLog.open(join(dir, 'log'), { sealAfterMs: 60_000 });
  await log.append(['{"type":"unknown"}']);
  await log.close();
  const stop = new AbortController();
  const { query, close } = await openCompactionEngine();
  const reported: string[] = [];
  await runCompactor(
    readEdgeConfig({
      ETUDE_EDGE_DIR: dir,
      ETUDE_LAKE_DIR: join(dir, 'lake'),
      ETUDE_COMPACT_MS: '50',
    }),
    {
      query,
      signal: stop.signal,
      report: event => {
        reported.push(event);
        if (event === 'lines-rejected') stop.abort();
      },
    },
  );
  close();
  const status: unknown = JSON.parse(
    await readFile(join(dir, 'compactor.json'), 'utf8'),
  );
  expect(status).toMatchObject({
    rows: { assignments: 0, events: 0 },
    sinks: [
      {
        name: 'lake',
        state: 'ok',
        segments: 1,
        rejectedLines: 1,
        waitingSegments: 0,
      },
    ],
  });
  expect(reported).toEqual([
    'compactor-started',
    'lines-rejected',
    'compactor-stopped',
  ]);
  await rm(dir, { recursive: true, force: true });
});
