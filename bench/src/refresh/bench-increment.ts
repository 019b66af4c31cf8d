import { LAKE_TABLES } from '@etude/events';
import {
  computationQuery,
  planComputation,
  planIncrement,
  readComputationRows,
} from '@etude/metrics';
import type {
  ComputationPlan,
  ComputationResult,
  Metric,
} from '@etude/metrics';
import { printSql } from '@etude/sql';
import { runIncrement } from '@etude/warehouse';
import type { IncrementResult } from '@etude/warehouse';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import type { LakeDriver } from '@etude/warehouse-duckdb';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Benchmark, Figure } from '../figure';
import { ROUNDS, costOf, medianRound, secondsEach } from '../measure';
import type { Cost } from '../measure';
import { FROM, generateLake, lakeSize } from './generate-lake';
import type { LakeSize } from './generate-lake';
import { METRICS, refreshRequest } from './refresh-request';

const MS_PER_DAY = 86_400_000;
const LOOK_BACK_DAYS = 14;
const EXPERIMENT_DAYS = 30;

const dayAt = (index: number): string =>
  new Date(Date.parse(FROM) + index * MS_PER_DAY).toISOString();

/** The same metrics, each with what it was in the two weeks before. */
const WITH_COVARIATES: readonly Metric[] = METRICS.map(metric => ({
  ...metric,
  covariate: { lengthHours: 0, lengthDays: LOOK_BACK_DAYS },
}));

const planOf = (metrics: readonly Metric[], days: number): ComputationPlan => {
  const plan = planComputation(
    {
      ...refreshRequest(metrics),
      from: dayAt(LOOK_BACK_DAYS),
      until: dayAt(LOOK_BACK_DAYS + days),
    },
    'duckdb',
  );
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
};

const wholly = async (
  driver: LakeDriver,
  plan: ComputationPlan,
): Promise<ComputationResult> => {
  const sql = printSql(computationQuery(plan), driver.dialect);
  const { rows } = await driver.query(sql);
  return readComputationRows(rows, sql);
};

const incrementally = async (
  driver: LakeDriver,
  plan: ComputationPlan,
): Promise<{ result: ComputationResult; increment: IncrementResult }> => {
  const planned = planIncrement(plan);
  if (!planned.ok) throw new Error(JSON.stringify(planned.wholeMetrics));
  const increment = await runIncrement(driver.increments, planned.value);
  return { result: readComputationRows(increment.rows, ''), increment };
};

const SAME = 1e-9;

const totalOf = ({ moments }: ComputationResult, id: string) =>
  moments
    .filter(({ metricId }) => metricId === id)
    .reduce(
      (sum, { n, mean, m2 }) => ({
        n: sum.n + n,
        total: sum.total + n * mean,
        m2: sum.m2 + m2,
      }),
      { n: 0, total: 0, m2: 0 },
    );

const requireSame = (
  one: ComputationResult,
  other: ComputationResult,
  metrics: readonly Metric[],
): void => {
  for (const { id } of metrics) {
    const [left, right] = [totalOf(one, id), totalOf(other, id)];
    const differs = (a: number, b: number) =>
      Math.abs(a - b) > SAME * Math.abs(b);
    if (
      left.n !== right.n ||
      left.n === 0 ||
      differs(left.total, right.total) ||
      differs(left.m2, right.m2)
    ) {
      throw new Error(
        `Metric '${id}' is ${JSON.stringify(left)} by increments and ${JSON.stringify(right)} at once.`,
      );
    }
  }
};

const costOfOne = (work: () => Promise<unknown>): Promise<Cost> =>
  costOf(async () => {
    await work();
    return 1;
  });

const percent = (part: number, whole: number): string =>
  `${((100 * part) / whole).toFixed(0)} %`;

/** The last day of an experiment, onto what was kept the day before. */
const measure = async (
  lakeDir: string,
  {
    name,
    metrics,
  }: { readonly name: string; readonly metrics: readonly Metric[] },
): Promise<Figure> => {
  const driver = createDuckDbDriver({ lakeDir, tables: LAKE_TABLES });
  const state = join(lakeDir, 'state');
  const before = join(lakeDir, '.state-of-the-day-before');
  try {
    const first = await costOfOne(() =>
      incrementally(driver, planOf(metrics, EXPERIMENT_DAYS - 1)),
    );
    await cp(state, before, { recursive: true });
    const plan = planOf(metrics, EXPERIMENT_DAYS);
    const expected = await wholly(driver, plan);
    const increments: Cost[] = [];
    const wholes: Cost[] = [];
    let kept = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await rm(state, { recursive: true });
      await cp(before, state, { recursive: true });
      increments.push(
        await costOfOne(async () => {
          const { result, increment } = await incrementally(driver, plan);
          requireSame(result, expected, metrics);
          kept = increment.bytesKept;
        }),
      );
      wholes.push(await costOfOne(() => wholly(driver, plan)));
    }
    const cost = medianRound(increments);
    const whole = medianRound(wholes);
    const ofWall = percent(cost.wallSeconds, whole.wallSeconds);
    return {
      name,
      unit: 'refreshes',
      cost,
      references: [
        { name: 'a full refresh of the same days', cost: whole, by: 'cpu' },
      ],
      notes: [
        `a day more takes ${percent(secondsEach(cost), secondsEach(whole))} of the CPU time of a full refresh, ${ofWall} of its time`,
        `the first refresh, which keeps everything, took ${percent(secondsEach(first), secondsEach(whole))} of a full one`,
        `${(kept / 1e6).toFixed(0)} MB are kept`,
      ],
    };
  } finally {
    await driver.close();
    await rm(state, { recursive: true, force: true });
    await rm(before, { recursive: true, force: true });
  }
};

/** What one day more of an experiment of 30 days costs. */
export const incrementBenchmark: Benchmark = {
  name: 'refresh a day more',
  run: async (folder, { scale }) => {
    const lakeDir = join(folder, 'month');
    const size: LakeSize = {
      ...lakeSize(scale),
      days: LOOK_BACK_DAYS + EXPERIMENT_DAYS,
    };
    await generateLake(lakeDir, size);
    const data = `${size.exposures / 1e6} M exposures × ${size.facts / 1e6} M facts in ${size.days} days`;
    return [
      await measure(lakeDir, {
        name: `day ${EXPERIMENT_DAYS}, ${METRICS.length} metrics, ${data}`,
        metrics: METRICS,
      }),
      await measure(lakeDir, {
        name: `the same with covariates of ${LOOK_BACK_DAYS} days`,
        metrics: WITH_COVARIATES,
      }),
    ];
  },
};
