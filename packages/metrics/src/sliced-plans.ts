import { ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type { Query } from '@etude/sql';
import type { ComputationPlan, MetricPlan } from './computation-plan';
import { metricsOf } from './computation-plan';
import { assignedUnitsQuery } from './exposures-cte';

/** Why a metric needs all units at once. */
const sliceProblems = ({ scans, funnels }: ComputationPlan): Problem[] => {
  const problem = (metricId: string, why: string): Problem => ({
    code: 'ETUDE_METRIC_SLICES',
    path: `metrics.${metricId}`,
    message: `Metric '${metricId}' cannot be computed in slices of units: ${why}, and slices know a part of them each. Compute it over all units at once.`,
  });
  const metrics = [
    ...scans.flatMap(scan => scan.metrics),
    ...funnels.map(({ metric }) => metric),
  ];
  return [
    ...scans.flatMap(({ quantiles }) =>
      quantiles.map(({ metric }) =>
        problem(metric.metricId, 'a quantile ranks all values'),
      ),
    ),
    ...metrics.flatMap(({ metricId, cap }) =>
      cap?.kind === 'percentile'
        ? [problem(metricId, 'its cap is a percentile of all values')]
        : [],
    ),
  ];
};

/**
 * The same computation as one plan per slice of the units, cut by a hash of
 * their ids: each needs a part of the memory and reads all facts. What they
 * answer is put together by `mergeComputations`. Or every metric that needs
 * all units at once: then only the whole plan will do.
 *
 * @throws ETUDE_SQL_SLICE_COUNT when its query is built with a count that is
 * not a whole number from 1 on
 */
export const slicedPlans = (
  plan: ComputationPlan,
  count: number,
): Result<readonly ComputationPlan[]> => {
  const [first, ...rest] = sliceProblems(plan);
  if (first !== undefined) return refused(first, ...rest);
  return ok(
    Array.from({ length: count }, (_, index) => ({
      ...plan,
      slice: { index, count },
    })),
  );
};

/** Of so many slices of the units, one is counted to know how many there are. */
export const UNIT_SAMPLE_SLICES = 64;

/**
 * Counts the units of one of {@link UNIT_SAMPLE_SLICES} slices, as `units`: a
 * sample that takes no memory worth speaking of.
 */
export const unitSampleQuery = (plan: ComputationPlan): Query =>
  assignedUnitsQuery({
    ...plan,
    slice: { index: 0, count: UNIT_SAMPLE_SLICES },
  });

/**
 * What a unit takes up in a join and an aggregation of DuckDB, and each of its
 * values. Measured as peak memory of the process above that of a scan, over
 * 0.36 M to 3.7 M units with ids of 16 characters and 1, 4, 10, 20 and 40
 * metrics: the lakes and metrics of `bench --only refresh`.
 */
const BYTES_PER_UNIT = 400;
const BYTES_PER_VALUE = 26;

const valuesOf = ({ denominator, preExposure }: MetricPlan): number =>
  (denominator === null ? 1 : 2) * (preExposure === null ? 1 : 2);

/** A third more, then a half more: 1, 2, 3, 4, 6, 8, 12 … */
const roundedUp = (count: number): number => {
  const power = 2 ** Math.ceil(Math.log2(count));
  return count <= 0.75 * power && power > 2 ? 0.75 * power : power;
};

/**
 * The least number of slices that keeps a computation over so many units
 * within `bytes`; 1 for what fits. Few numbers are used, so that what is kept
 * of slices from day to day is of use while units become more.
 */
export const sliceCount = (
  plan: ComputationPlan,
  { units, bytes }: { readonly units: number; readonly bytes: number },
): number => {
  const values = metricsOf(plan).reduce((sum, one) => sum + valuesOf(one), 0);
  const perUnit = BYTES_PER_UNIT + BYTES_PER_VALUE * values;
  return roundedUp(Math.max(1, Math.ceil((units * perUnit) / bytes)));
};
