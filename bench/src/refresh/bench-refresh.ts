import { LAKE_TABLES } from '@etude/events';
import {
  computationQuery,
  planComputation,
  readComputationRows,
} from '@etude/metrics';
import type { Metric } from '@etude/metrics';
import { printSql } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import { join } from 'node:path';
import type { Benchmark, Figure } from '../figure';
import { ROUNDS, costOf, medianRound } from '../measure';
import type { Cost } from '../measure';
import { EXPOSURES, FACTS, generateLake } from './generate-lake';
import { METRICS, refreshRequest } from './refresh-request';

/** Reads every column that the metrics need, and does nothing with them. */
const SCAN = `
  SELECT sum(strlen(unit)), sum(strlen(event)), max(event_time), sum(value)
  FROM events
  UNION ALL
  SELECT sum(strlen(unit)), sum(strlen(flag) + strlen(rule)),
    max(assigned_at), sum(strlen(variant))
  FROM assignments`;

/** A refresh as the portal does it: plan, SQL, engine, rows read back. */
const refresh = async (
  driver: WarehouseDriver,
  metrics: readonly Metric[],
): Promise<void> => {
  const plan = planComputation(refreshRequest(metrics));
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const sql = printSql(computationQuery(plan.value), driver.dialect);
  const { rows } = await driver.query(sql);
  const { moments } = readComputationRows(rows, sql);
  for (const { id } of metrics) {
    if (moments.some(row => row.metricId === id && row.n > 0)) continue;
    throw new Error(`The refresh gave nothing for metric '${id}'.`);
  }
};

const medianOf = async (work: () => Promise<unknown>): Promise<Cost> => {
  const rounds: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(
      await costOf(async () => {
        await work();
        return 1;
      }),
    );
  }
  return medianRound(rounds);
};

const measure = async (driver: WarehouseDriver): Promise<Figure> => {
  const scan = await medianOf(() => driver.query(SCAN));
  const together = await medianOf(() => refresh(driver, METRICS));
  const oneByOne = await medianOf(async () => {
    for (const metric of METRICS) await refresh(driver, [metric]);
  });
  return {
    name: `refresh ${METRICS.length} metrics over ${EXPOSURES / 1e6} M exposures × ${FACTS / 1e6} M facts`,
    unit: 'refreshes',
    cost: together,
    references: [
      { name: 'a plain scan of the same columns', cost: scan, by: 'cpu' },
      { name: 'one query per metric', cost: oneByOne, by: 'cpu' },
    ],
  };
};

/**
 * The shipped path from metric definitions to moments over a generated lake,
 * beside reading the columns and beside asking for each metric on its own.
 */
export const refreshBenchmark: Benchmark = {
  name: 'refresh results',
  run: async folder => {
    const lakeDir = join(folder, 'lake');
    const { wallSeconds } = await costOf(async () => {
      await generateLake(lakeDir);
      return 1;
    });
    const driver = createDuckDbDriver({ lakeDir, tables: LAKE_TABLES });
    try {
      const figure = await measure(driver);
      const note = `the lake was generated in ${wallSeconds.toFixed(0)} s`;
      return [{ ...figure, notes: [note] }];
    } finally {
      await driver.close();
    }
  },
};
