import { ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type { ComputationPlan } from './computation-plan';
import { metricsOf } from './computation-plan';

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

/** What a unit takes up in a join and an aggregation, measured on DuckDB. */
const BYTES_PER_UNIT = 700;
const BYTES_PER_VALUE = 26;

/** How many slices keep a computation over so many units within `bytes`. */
export const sliceCount = (
  plan: ComputationPlan,
  { units, bytes }: { readonly units: number; readonly bytes: number },
): number => {
  const perUnit = BYTES_PER_UNIT + BYTES_PER_VALUE * metricsOf(plan).length;
  return Math.max(1, Math.ceil((units * perUnit) / bytes));
};
