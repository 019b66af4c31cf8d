import type { MomentsRow } from './computation-result';
import type { ComputationRow } from './read-computation-rows';
import { readComputationRows } from './read-computation-rows';
import { mergeMoments } from './merge-moments';
import type { Moments } from './merge-moments';

/**
 * What planning needs of a metric: mean and sample variance of one unit over
 * the `units` that enter it. Variance is null for fewer than two units.
 */
export type MetricBaseline = {
  readonly metricId: string;
  readonly mean: number;
  readonly variance: number | null;
  readonly units: number;
  /** Ratios: the moments to be merged, of which `mean` is the numerator. */
  readonly moments?: readonly MomentsRow[];
};

/** Baselines by metric; a metric without any unit is missing from the list. */
export type BaselineResult = {
  readonly metrics: readonly MetricBaseline[];
  /** Units of the population in the period. */
  readonly populationUnits: number;
  /** Population units per day of the period. */
  readonly unitsPerDay: number;
  readonly sql: string;
};

const EMPTY: Moments = { n: 0, mean: 0, m2: 0 };

/** The baselines from the rows of the query of {@link planBaseline}. */
export const readBaselineRows = (
  rows: readonly ComputationRow[],
  options: { readonly days: number; readonly sql: string },
): BaselineResult => {
  const { moments, totalUnits, sql } = readComputationRows(rows, options.sql);
  const byMetric = Map.groupBy(moments, ({ metricId }) => metricId);
  return {
    metrics: [...byMetric].map(([metricId, rows]) => {
      const { n, mean, m2 } = rows.reduce(mergeMoments, EMPTY);
      const hasCompanions = rows.some(({ companions }) => companions);
      return {
        metricId,
        mean,
        variance: n > 1 ? m2 / (n - 1) : null,
        units: n,
        ...(hasCompanions ? { moments: rows } : {}),
      };
    }),
    populationUnits: totalUnits,
    unitsPerDay: totalUnits / options.days,
    sql,
  };
};
