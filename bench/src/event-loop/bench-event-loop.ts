import { LAKE_TABLES } from '@etude/events';
import { computationQuery, planComputation } from '@etude/metrics';
import { printSql } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';
import {
  createDuckDbDriver,
  createDuckDbProcessDriver,
} from '@etude/warehouse-duckdb';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark } from '../figure';
import { processWaitSeconds } from '../http/process-cpu';
import { costOf } from '../measure';
import type { Cost } from '../measure';
import { generateLake, lakeSize } from '../refresh/generate-lake';
import { METRICS, refreshRequest } from '../refresh/refresh-request';

const WATCHED_MS = 5_000;
const NS_PER_MS = 1e6;
/** A timer of 1 ms that is late by 1 ms was called after 2 ms. */
const RESOLUTION_MS = 1;

type Watched = {
  readonly cost: Cost;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Share of the time in which the loop ran code of its own. */
  readonly busy: number;
  /** And in which it could have, and had no core; null where nobody tells. */
  readonly starved: number | null;
};

/** How late this process's timers are while `work` goes on. */
const watchLoop = async (work: () => Promise<number>): Promise<Watched> => {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const before = performance.eventLoopUtilization();
  const waitedBefore = processWaitSeconds(process.pid);
  const cost = await costOf(work);
  delay.disable();
  const waited = processWaitSeconds(process.pid);
  const { utilization } = performance.eventLoopUtilization(before);
  const late = (ns: number) => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS);
  return {
    cost,
    p50: late(delay.percentile(50)),
    p99: late(delay.percentile(99)),
    max: late(delay.max),
    busy: utilization,
    starved:
      waited === null || waitedBefore === null
        ? null
        : (waited - waitedBefore) / cost.wallSeconds,
  };
};

const refreshesWith =
  (driver: WarehouseDriver) => async (): Promise<number> => {
    const plan = planComputation(refreshRequest(METRICS), driver.dialect);
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
    const sql = printSql(computationQuery(plan.value), driver.dialect);
    const end = performance.now() + WATCHED_MS;
    let count = 0;
    do {
      await driver.query(sql);
      count += 1;
    } while (performance.now() < end);
    return count;
  };

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const lateText = (
  what: string,
  { p50, p99, max, busy, starved }: Watched,
): string =>
  `${what}: timers are late by ${p50.toFixed(1)} ms (p50), ${p99.toFixed(1)} ms (p99), ${max.toFixed(0)} ms (longest); the loop ran code ${percent(busy)} of the time${starved === null ? '' : ` and had no core for ${percent(starved)}`}`;

const watched = async (driver: WarehouseDriver): Promise<Watched> => {
  try {
    // Starts the engine.
    await driver.query('SELECT 1 AS "one"');
    return await watchLoop(refreshesWith(driver));
  } finally {
    await driver.close();
  }
};

/** How long a process waits while the engine refreshes over a lake. */
export const eventLoopBenchmark: Benchmark = {
  name: 'the event loop during refreshes',
  run: async (folder, { scale }) => {
    const lakeDir = join(folder, 'loop');
    const size = lakeSize(scale);
    await generateLake(lakeDir, size);
    const options = { lakeDir, tables: LAKE_TABLES };
    const idle = await watchLoop(async () => {
      await wait(WATCHED_MS);
      return 1;
    });
    const apart = await watched(createDuckDbProcessDriver(options));
    const within = await watched(createDuckDbDriver(options));
    return [
      {
        name: `${METRICS.length} metrics, ${size.exposures / 1e6} M exposures × ${size.facts / 1e6} M facts, again and again, in a process of the engine's own`,
        unit: 'refreshes',
        cost: apart.cost,
        references: [
          {
            name: 'the engine in the process that waits',
            cost: within.cost,
            by: 'wall',
          },
        ],
        notes: [
          lateText('while refreshing', apart),
          lateText('with nothing to do', idle),
          lateText('with the engine in the same process', within),
        ],
      },
    ];
  },
};
