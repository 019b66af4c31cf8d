import type { MomentsRow, TrafficRow } from './computation-result';
import type { ComputationRow } from './answer-row';
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
  /**
   * Distinct units first seen up to each calendar day, the last, unfinished one
   * left out; null without time or with fewer than two whole days.
   */
  readonly cumulativeUnits: readonly number[] | null;
  readonly sql: string;
};

const MS_PER_DAY = 86_400_000;
const MIN_WHOLE_DAYS = 2;

const cumulativeUnits = (traffic: readonly TrafficRow[]): number[] | null => {
  const byDay = new Map<number, number>();
  for (const { exposureDate, units } of traffic) {
    if (exposureDate === null) return null;
    const day = Date.parse(exposureDate) / MS_PER_DAY;
    byDay.set(day, (byDay.get(day) ?? 0) + units);
  }
  const first = Math.min(...byDay.keys());
  const wholeDays = Math.max(...byDay.keys()) - first;
  if (!(wholeDays >= MIN_WHOLE_DAYS)) return null;
  let units = 0;
  return Array.from({ length: wholeDays }, (_, day) => {
    units += byDay.get(first + day) ?? 0;
    return units;
  });
};

const EMPTY: Moments = { n: 0, mean: 0, m2: 0 };

/** The baselines from the rows of the query of {@link planBaseline}. */
export const readBaselineRows = (
  rows: readonly ComputationRow[],
  options: { readonly days: number; readonly sql: string },
): BaselineResult => {
  const { moments, traffic, totalUnits, sql } = readComputationRows(
    rows,
    options.sql,
  );
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
    cumulativeUnits: cumulativeUnits(traffic),
    sql,
  };
};
