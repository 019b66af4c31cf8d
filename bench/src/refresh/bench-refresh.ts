import { LAKE_TABLES } from '@etude/events';
import {
  computationQuery,
  planComputation,
  readComputationRows,
} from '@etude/metrics';
import type { Metric, MomentsRow } from '@etude/metrics';
import { printSql } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import { join } from 'node:path';
import type { Benchmark, Figure } from '../figure';
import { ROUNDS, costOf, medianRound, secondsEach } from '../measure';
import type { Cost } from '../measure';
import { generateLake, lakeSize } from './generate-lake';
import type { LakeSize } from './generate-lake';
import { METRICS, manyMetrics, refreshRequest } from './refresh-request';
import { RIVAL_METRICS, rivalSql } from './rival-sql';

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
): Promise<readonly MomentsRow[]> => {
  const plan = planComputation(refreshRequest(metrics), driver.dialect);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const sql = printSql(computationQuery(plan.value), driver.dialect);
  const { rows } = await driver.query(sql);
  const { moments } = readComputationRows(rows, sql);
  for (const { id } of metrics) {
    if (moments.some(row => row.metricId === id && row.n > 0)) continue;
    throw new Error(`The refresh gave nothing for metric '${id}'.`);
  }
  return moments;
};

const SAME = 1e-9;

/** Both ways have to mean the same, or their speeds cannot be compared. */
const checkRival = async (driver: WarehouseDriver): Promise<void> => {
  const moments = await refresh(driver, METRICS);
  const { rows } = await driver.query(rivalSql(RIVAL_METRICS));
  for (const [index, { name }] of RIVAL_METRICS.entries()) {
    for (const row of rows) {
      const ours = moments.filter(
        ({ metricId, variant }) =>
          metricId === name && variant === row['variant'],
      );
      const n = ours.reduce((sum, cell) => sum + cell.n, 0);
      const total = ours.reduce((sum, cell) => sum + cell.n * cell.mean, 0);
      const theirs = Number(row[`sum${index}`]);
      const differs = Math.abs(total - theirs) > SAME * Math.abs(theirs);
      if (n !== Number(row[`n${index}`]) || differs) {
        throw new Error(
          `Metric '${name}' of '${String(row['variant'])}' is ${n} units with ${total}; the rival's SQL says ${String(row[`n${index}`])} with ${theirs}.`,
        );
      }
    }
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

const MANY = 50;

const measure = async (
  driver: WarehouseDriver,
  { exposures, facts }: LakeSize,
): Promise<Figure[]> => {
  await checkRival(driver);
  const scan = await medianOf(() => driver.query(SCAN));
  const together = await medianOf(() => refresh(driver, METRICS));
  const rival = await medianOf(() => driver.query(rivalSql(RIVAL_METRICS)));
  const rivalOneByOne = await medianOf(async () => {
    for (const metric of RIVAL_METRICS) await driver.query(rivalSql([metric]));
  });
  const one = await medianOf(() => refresh(driver, manyMetrics(1)));
  const many = await medianOf(() => refresh(driver, manyMetrics(MANY)));
  const data = `${exposures / 1e6} M exposures × ${facts / 1e6} M facts`;
  return [
    {
      name: `refresh ${METRICS.length} metrics over ${data}`,
      unit: 'refreshes',
      cost: together,
      references: [
        { name: 'a plain scan of the same columns', cost: scan, by: 'cpu' },
        {
          name: "the nearest open platform's SQL for all of them",
          cost: rival,
          by: 'cpu',
        },
        {
          name: 'its SQL for one metric after the other',
          cost: rivalOneByOne,
          by: 'cpu',
        },
      ],
    },
    {
      name: `refresh ${MANY} metrics over ${data}`,
      unit: 'refreshes',
      cost: many,
      references: [{ name: 'a refresh of one metric', cost: one, by: 'cpu' }],
      notes: [
        `a further metric takes ${(((secondsEach(many) - secondsEach(one)) / (MANY - 1) / secondsEach(scan)) * 100).toFixed(1)} % of a scan's CPU time`,
      ],
    },
  ];
};

/**
 * The shipped path from metric definitions to moments over a generated lake,
 * beside reading the columns and beside how others ask for the same.
 */
export const refreshBenchmark: Benchmark = {
  name: 'refresh results',
  run: async (folder, { scale }) => {
    const lakeDir = join(folder, 'lake');
    const size = lakeSize(scale);
    const { wallSeconds } = await costOf(async () => {
      await generateLake(lakeDir, size);
      return 1;
    });
    const driver = createDuckDbDriver({ lakeDir, tables: LAKE_TABLES });
    try {
      const figures = await measure(driver, size);
      const note = `the lake was generated in ${wallSeconds.toFixed(0)} s`;
      return figures.map((figure, index) =>
        index === 0 ? { ...figure, notes: [note] } : figure,
      );
    } finally {
      await driver.close();
    }
  },
};
