import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LAKE_TABLES } from '@etude/events';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import type { Figure } from '../figure';
import { withHttpBench } from '../http/http-bench';
import { CLIENT_SECRET, workloadState } from '../resolve/resolve-workload';

const COMPACTOR = join(
  __dirname,
  '..',
  '..',
  '..',
  'apps/edge/src/compactor-main.ts',
);
const EVENTS = 24;
const PAUSE_MS = 500;
const LOOK_EVERY_MS = 100;
const LIMIT_MS = 60_000;
/** What is asked of an acknowledged event. */
const ASKED_SECONDS = 10;

const startCompactor = (edgeDir: string, lakeDir: string) => {
  const child = spawn(
    process.execPath,
    [
      '--no-node-snapshot',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      COMPACTOR,
    ],
    {
      env: {
        ...process.env,
        ETUDE_EDGE_DIR: edgeDir,
        ETUDE_LAKE_DIR: lakeDir,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  return async () => {
    child.kill('SIGTERM');
    await ended;
  };
};

/** Sends an event and waits for its acknowledgement. */
const publish = async (port: number, eventId: string): Promise<void> => {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/events:publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      clientSecret: CLIENT_SECRET,
      events: [
        {
          eventDefinition: 'eventDefinitions/visit',
          eventTime: new Date().toISOString(),
          eventId,
          payload: {},
        },
      ],
    }),
  });
  if (!answer.ok) throw new Error(`The edge answered ${answer.status}.`);
};

const ROWS = "SELECT event_id FROM events WHERE event = 'visit'";

/** Seconds from each acknowledgement to the row, by event. */
const watch = async (
  lakeDir: string,
  acknowledgedAt: ReadonlyMap<string, number>,
): Promise<number[]> => {
  const seconds = new Map<string, number>();
  const driver = createDuckDbDriver({ lakeDir, tables: LAKE_TABLES });
  const deadline = performance.now() + LIMIT_MS;
  try {
    while (seconds.size < EVENTS) {
      if (performance.now() > deadline) {
        throw new Error(`${EVENTS - seconds.size} events are in no row yet.`);
      }
      const { rows } = await driver.query(ROWS);
      const now = performance.now();
      for (const id of rows.map(row => String(row['event_id']))) {
        const from = acknowledgedAt.get(id);
        if (from === undefined || seconds.has(id)) continue;
        seconds.set(id, (now - from) / 1_000);
      }
      await delay(LOOK_EVERY_MS);
    }
    return [...seconds.values()].sort((a, b) => a - b);
  } finally {
    await driver.close();
  }
};

const publishAll = async (
  port: number,
  acknowledgedAt: Map<string, number>,
): Promise<void> => {
  for (let index = 0; index < EVENTS; index++) {
    const id = `fresh-${index}`;
    await publish(port, id);
    acknowledgedAt.set(id, performance.now());
    await delay(PAUSE_MS);
  }
};

/**
 * How long an event that was acknowledged takes to be in a row that queries
 * see: a real edge and a real compactor, with their defaults.
 */
export const measureEventToRow = async (folder: string): Promise<Figure> => {
  const dir = await mkdtemp(join(folder, 'fresh-'));
  const edgeDir = join(dir, 'edge');
  const lakeDir = join(dir, 'lake');
  const setup = {
    folder,
    state: workloadState(1),
    env: { ETUDE_EDGE_DIR: edgeDir },
  };
  try {
    const seconds = await withHttpBench(setup, async ({ edge }) => {
      const stop = startCompactor(edgeDir, lakeDir);
      try {
        // One event before the others: the compactor takes a second to start.
        await publish(edge.port, 'first');
        await delay(2_000);
        const acknowledgedAt = new Map<string, number>();
        const sending = publishAll(edge.port, acknowledgedAt);
        const found = await watch(lakeDir, acknowledgedAt);
        await sending;
        return found;
      } finally {
        await stop();
      }
    });
    const middle = seconds[seconds.length >> 1] ?? NaN;
    const longest = seconds.at(-1) ?? NaN;
    return {
      name: 'acknowledged event to queryable row',
      unit: 'events',
      cost: {
        count: seconds.length,
        wallSeconds: seconds.reduce((sum, each) => sum + each, 0),
        cpuSeconds: null,
      },
      references: [],
      notes: [
        `median ${middle.toFixed(1)} s, longest ${longest.toFixed(1)} s of ${seconds.length}; at most ${ASKED_SECONDS} s asked`,
      ],
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};
