import { fSf } from '../distributions/f';

/** How much new units per day vary around their trend. */
export type ArrivalVariation = {
  /** Variance over mean of a day's new units; 1 for a Poisson process. */
  readonly dispersion: number;
  readonly degreesOfFreedom: number;
  /**
   * New units of day 1, 8, 15… to day 7, 14, 21… over the mean of a week;
   * left out when weekdays do not differ more than chance allows.
   */
  readonly weekdays?: readonly number[];
};

// Five degrees of freedom are the least that say anything of a variance.
const MIN_DAYS = 7;
const MIN_DAYS_FOR_WEEKDAYS = 14;
// Strict, because a trend that is not quite a power looks like weekdays.
const WEEKDAY_LEVEL = 0.01;
const WEEK = 7;
const ITERATION_CAP = 200;
const TOLERANCE = 1e-10;

type Trend = { readonly level: number; readonly slope: number };

// One Newton step of a Poisson regression on a centred log day.
const improved = (
  { level, slope }: Trend,
  days: readonly {
    readonly x: number;
    readonly d: number;
    readonly w: number;
  }[],
): Trend => {
  let [s0, s1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (const { x, d, w } of days) {
    const mu = w * Math.exp(level + slope * x);
    s0 += d - mu;
    s1 += x * (d - mu);
    h00 += mu;
    h01 += mu * x;
    h11 += mu * x * x;
  }
  const determinant = h00 * h11 - h01 * h01;
  return {
    level: level + (h11 * s0 - h01 * s1) / determinant,
    slope: slope + (h00 * s1 - h01 * s0) / determinant,
  };
};

// Iterative proportional fitting: each weekday's total is reproduced.
const weekdayFactors = (
  arrivals: readonly number[],
  fitted: readonly number[],
): readonly number[] =>
  Array.from({ length: WEEK }, (_, weekday) => {
    const sumOf = (values: readonly number[]): number =>
      values.reduce(
        (sum, value, k) => (k % WEEK === weekday ? sum + value : sum),
        0,
      );
    return sumOf(arrivals) / sumOf(fitted);
  });

type Fit = {
  /** Pearson's sum `Σ (d − μ)²/μ`. */
  readonly pearson: number;
  readonly factors: readonly number[];
};

const pearsonOf = (
  arrivals: readonly number[],
  shape: readonly number[],
  factors: readonly number[],
): number =>
  arrivals.reduce((sum, d, k) => {
    const mu = (shape[k] ?? 0) * (factors[k % WEEK] ?? 1);
    return mu > 0 ? sum + (d - mu) ** 2 / mu : sum;
  }, 0);

const fitOf = (
  arrivals: readonly number[],
  model: 'weekdays' | 'trend-only',
): Fit | undefined => {
  const mean = arrivals.reduce((sum, d) => sum + d, 0) / arrivals.length;
  const logDays = arrivals.map((_, k) => Math.log(k + 1));
  const centre = logDays.reduce((sum, x) => sum + x, 0) / arrivals.length;
  let trend: Trend = { level: Math.log(mean), slope: 0 };
  let weights: readonly number[] = Array.from({ length: WEEK }, () => 1);
  for (let i = 0; i < ITERATION_CAP; i += 1) {
    const next = improved(
      trend,
      arrivals.map((d, k) => ({
        x: (logDays[k] ?? 0) - centre,
        d,
        w: weights[k % WEEK] ?? 1,
      })),
    );
    const step =
      Math.abs(next.level - trend.level) + Math.abs(next.slope - trend.slope);
    if (!Number.isFinite(step)) return undefined;
    const shape = logDays.map(x =>
      Math.exp(next.level + next.slope * (x - centre)),
    );
    const factors =
      model === 'weekdays' ? weekdayFactors(arrivals, shape) : weights;
    const moved = factors.some(
      (factor, k) => Math.abs(factor - (weights[k] ?? 1)) > TOLERANCE,
    );
    [trend, weights] = [next, factors];
    if (step < TOLERANCE && !moved) {
      return { pearson: pearsonOf(arrivals, shape, factors), factors };
    }
  }
  return undefined;
};

// Distinct units cannot arrive more regularly than independent ones.
const dispersionOf = ({ pearson }: Fit, degreesOfFreedom: number): number =>
  Math.max(1, pearson / degreesOfFreedom);

const relativeTo = (factors: readonly number[]): readonly number[] => {
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / WEEK;
  return factors.map(factor => factor / mean);
};

/**
 * Variation of new units from day to day, from the new units of each past day.
 *
 * Quasi-Poisson regression (log link) on the logarithm of the day, since fewer
 * and fewer units are new, and from two weeks on with one factor per weekday
 * if an F test at 0.01 tells weekdays apart; dispersion `Σ (d − μ)²/μ / df`, at
 * least 1. Source: McCullagh & Nelder 1989, *Generalized Linear Models*,
 * chapters 4, 6 and 9; checked against R's `glm(family = quasipoisson)`.
 * `undefined` with fewer than seven days and where no trend can be fitted
 * (nearly all units on one day).
 */
export const arrivalVariation = (
  arrivals: readonly number[],
): ArrivalVariation | undefined => {
  if (arrivals.length < MIN_DAYS) return undefined;
  const trend = fitOf(arrivals, 'trend-only');
  if (trend === undefined) return undefined;
  const df = arrivals.length - 2;
  const plain = { dispersion: dispersionOf(trend, df), degreesOfFreedom: df };
  if (arrivals.length < MIN_DAYS_FOR_WEEKDAYS) return plain;
  const weekly = fitOf(arrivals, 'weekdays');
  if (weekly === undefined) return plain;
  const [gained, dfLeft] = [WEEK - 1, df - (WEEK - 1)];
  const dispersion = dispersionOf(weekly, dfLeft);
  const statistic = (trend.pearson - weekly.pearson) / gained / dispersion;
  return statistic > 0 && fSf(statistic, gained, dfLeft) < WEEKDAY_LEVEL
    ? {
        dispersion,
        degreesOfFreedom: dfLeft,
        weekdays: relativeTo(weekly.factors),
      }
    : plain;
};
