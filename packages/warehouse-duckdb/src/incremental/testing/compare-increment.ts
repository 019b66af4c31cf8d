import {
  computationQuery,
  mergeComputations,
  planComputation,
  planIncrement,
  readComputationRows,
  slicedPlans,
} from '@etude/metrics';
import type {
  ComputationPlan,
  ComputationRequest,
  ComputationResult,
} from '@etude/metrics';
import { printSql } from '@etude/sql';
import { runIncrement } from '@etude/warehouse';
import type { IncrementResult } from '@etude/warehouse';
import type { LakeDriver } from '../../duckdb-driver';

const planned = (request: ComputationRequest) => {
  const plan = planComputation(request, 'duckdb');
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
};

type Incremental = {
  readonly result: ComputationResult;
  readonly increment: IncrementResult;
};

type IncrementOptions = { readonly keepFromBytes?: number | undefined };

const planIncrementally = async (
  driver: LakeDriver,
  plan: ComputationPlan,
  options: IncrementOptions,
): Promise<Incremental> => {
  const increment = planIncrement(plan, options);
  if (!increment.ok) throw new Error(JSON.stringify(increment.wholeMetrics));
  const answer = await runIncrement(driver.increments, increment.value);
  return { result: readComputationRows(answer.rows, ''), increment: answer };
};

/** The answer by what is kept, as the portal reads it. */
export const incrementally = (
  driver: LakeDriver,
  request: ComputationRequest,
  // However little there is.
  options: IncrementOptions = { keepFromBytes: 0 },
): Promise<Incremental> => planIncrementally(driver, planned(request), options);

/** The same from slices of units that keep their days each, where they can. */
export const incrementallySliced = async (
  driver: LakeDriver,
  request: ComputationRequest,
  { count, ...options }: IncrementOptions & { readonly count: number },
): Promise<ComputationResult> => {
  const plan = planned(request);
  const slices = slicedPlans(plan, count);
  const results: ComputationResult[] = [];
  for (const one of slices.ok ? slices.value : [plan]) {
    results.push((await planIncrementally(driver, one, options)).result);
  }
  const [first, ...others] = results;
  if (first === undefined) throw new RangeError(`${count} slices are none.`);
  return mergeComputations(first, ...others);
};

/** The answer of one query over everything. */
export const wholly = async (
  driver: LakeDriver,
  request: ComputationRequest,
): Promise<ComputationResult> => {
  const sql = printSql(computationQuery(planned(request)), 'duckdb');
  const { rows } = await driver.query(sql);
  return readComputationRows(rows, '');
};

const RELATIVE = 1e-12;

const isClose = (left: unknown, right: unknown, scale: number): boolean => {
  if (typeof left === 'number' && typeof right === 'number') {
    const size = Math.max(Math.abs(left), Math.abs(right), scale);
    // Of a single unit there is no variance: not a number on both sides.
    return Object.is(left, right) || Math.abs(left - right) <= RELATIVE * size;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((one, index) => isClose(one, right[index], scale))
    );
  }
  if (
    typeof left === 'object' &&
    typeof right === 'object' &&
    left !== null &&
    right !== null
  ) {
    const [a, b] = [Object.entries(left), new Map(Object.entries(right))];
    return (
      a.length === b.size &&
      a.every(([key, value]) => b.has(key) && isClose(value, b.get(key), scale))
    );
  }
  return left === right;
};

const keyed = (result: ComputationResult): Map<string, unknown> => {
  const rows = (name: string, list: readonly object[]) =>
    list.map((row): [string, unknown] => {
      const { metricId, variant, exposureDate, dimension, step } = {
        metricId: null,
        variant: null,
        exposureDate: null,
        dimension: null,
        step: null,
        ...row,
      };
      return [
        JSON.stringify([
          name,
          metricId,
          variant,
          exposureDate,
          dimension,
          step,
        ]),
        row,
      ];
    });
  const { moments, uncapped, quantiles, funnelSteps, traffic, ...rest } =
    result;
  return new Map([
    ...rows('moments', moments),
    ...rows('uncapped', uncapped),
    ...rows('quantiles', quantiles),
    ...rows('steps', funnelSteps),
    ...rows('traffic', traffic),
    ['rest', rest] as [string, unknown],
  ]);
};

/** Where two results differ; sums of squares are compared to the largest. */
export const differences = (
  incremental: ComputationResult,
  whole: ComputationResult,
): string[] => {
  const [left, right] = [keyed(incremental), keyed(whole)];
  const scale = Math.max(1, ...whole.moments.map(({ mean }) => mean * mean));
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(key =>
    isClose(left.get(key), right.get(key), scale)
      ? []
      : [
          `${key}: ${JSON.stringify(left.get(key))} instead of ${JSON.stringify(right.get(key))}`,
        ],
  );
};
