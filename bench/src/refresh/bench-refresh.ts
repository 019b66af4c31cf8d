import { LAKE_TABLES } from '@etude/events';
import type { WarehouseDriver } from '@etude/warehouse';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import { join } from 'node:path';
import type { Benchmark, Figure } from '../figure';
import { ROUNDS, costOf, medianRound, secondsEach } from '../measure';
import type { Cost } from '../measure';
import { generateLake, lakeSize } from './generate-lake';
import type { LakeSize } from './generate-lake';
import { METRICS, manyMetrics } from './refresh-request';
import { RIVAL_METRICS, rivalSql } from './rival-sql';
import { checkRival, refresh } from './run-refresh';

/** Reads every column that the metrics need, and does nothing with them. */
const SCAN = `
  SELECT sum(strlen(unit)), sum(strlen(event)), max(event_time), sum(value)
  FROM events
  UNION ALL
  SELECT sum(strlen(unit)), sum(strlen(flag) + strlen(rule)),
    max(assigned_at), sum(strlen(variant))
  FROM assignments`;

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
