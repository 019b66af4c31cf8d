import {
  normalCdf,
  normalSf,
  normalUpperQuantile,
} from '../distributions/normal';
import {
  studentTCdf,
  studentTSf,
  studentTUpperQuantile,
} from '../distributions/student-t';
import {
  checkAlpha,
  checkFinite,
  checkRange,
  zeroVariance,
} from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** The side of the null an effect (treatment − control) is tested for. */
export type Alternative = 'two-sided' | 'larger' | 'smaller';

/** A confidence interval; an open end is −Infinity or Infinity. */
export type Interval = readonly [lower: number, upper: number];

/** What every test of one effect reports, on the scale of the effect. */
export type EffectTest = {
  /** Treatment − control, on the scale of the metric. */
  readonly difference: number;
  /** Standard error of `difference`. */
  readonly stdErr: number;
  /** `(difference − null) / stdErr`. */
  readonly statistic: number;
  /** Degrees of freedom of the t distribution; Infinity for a z-test. */
  readonly df: number;
  readonly pValue: number;
  /** At level 1 − alpha; one-sided tests have one finite end. */
  readonly ci: Interval;
};

/** An estimated effect with its standard error and how to test it. */
export type EffectTestInput = {
  readonly difference: number;
  readonly stdErr: number;
  /** Infinity (the default) asks for the normal distribution. */
  readonly df?: number;
  readonly alternative: Alternative;
  readonly null?: number;
  readonly alpha: number;
};

const tail = (x: number, df: number): number =>
  df === Infinity ? normalSf(x) : studentTSf(x, df);

const head = (x: number, df: number): number =>
  df === Infinity ? normalCdf(x) : studentTCdf(x, df);

// An analysis asks for the same few levels for every metric and every value of
// a dimension, and a quantile costs more than all the rest of a test: 1.9 µs
// against 1.2.
const MAX_KNOWN_LEVELS = 64;
const knownQuantiles = new Map<number, number>();

const normalCriticalValue = (p: number): number => {
  const known = knownQuantiles.get(p);
  if (known !== undefined) return known;
  if (knownQuantiles.size >= MAX_KNOWN_LEVELS) knownQuantiles.clear();
  const value = normalUpperQuantile(p);
  knownQuantiles.set(p, value);
  return value;
};

const criticalValue = (p: number, df: number): number =>
  df === Infinity ? normalCriticalValue(p) : studentTUpperQuantile(p, df);

const pValueOf = (
  statistic: number,
  df: number,
  alternative: Alternative,
): number => {
  switch (alternative) {
    case 'larger':
      return tail(statistic, df);
    case 'smaller':
      return head(statistic, df);
    default:
      return 2 * tail(Math.abs(statistic), df);
  }
};

const intervalOf = (input: EffectTestInput, df: number): Interval => {
  const { difference, stdErr, alpha } = input;
  if (input.alternative === 'two-sided') {
    const half = criticalValue(alpha / 2, df) * stdErr;
    return [difference - half, difference + half];
  }
  const reach = criticalValue(alpha, df) * stdErr;
  return input.alternative === 'larger'
    ? [difference - reach, Infinity]
    : [-Infinity, difference + reach];
};

/**
 * The Wald test of one estimated effect, for every metric whose effect and
 * standard error are known.
 *
 * Statistic `(d − null)/se`; p-value `2 sf(|z|)`, `sf(z)` or `cdf(z)`;
 * interval `d ± q se`, one-sided `d − q se` or `d + q se`. Source: Wasserman,
 * *All of Statistics* (2004), section 10.1. Tails are computed directly, so
 * p-values keep ten digits down to 1e-120.
 *
 * Refuses numbers that are not finite, a zero standard error, an alpha
 * outside (0, 1), and a statistic or interval beyond the range of doubles.
 */
export const testEffect = (input: EffectTestInput): StatsResult<EffectTest> => {
  const df = input.df ?? Infinity;
  const hypothesis = input.null ?? 0;
  const refusal = refusalOf([
    ...checkFinite(input.difference, 'difference'),
    ...checkFinite(input.stdErr, 'stdErr'),
    ...checkFinite(hypothesis, 'null'),
    ...checkAlpha(input.alpha),
    ...(input.stdErr <= 0 ? [zeroVariance('stdErr')] : []),
    ...(df > 0 ? [] : checkFinite(Number.NaN, 'df')),
  ]);
  if (refusal) return refusal;
  const statistic = (input.difference - hypothesis) / input.stdErr;
  const pValue = pValueOf(statistic, df, input.alternative);
  const ci = intervalOf(input, df);
  const { difference, stdErr, alternative } = input;
  // Each alternative has one finite end at least; both are as far off.
  const end = alternative === 'larger' ? ci[0] : ci[1];
  const isSound = Number.isFinite(statistic + pValue + end);
  const outside = isSound
    ? undefined
    : refusalOf(checkRange({ statistic, pValue, 'end of ci': end }));
  return outside ?? computed({ difference, stdErr, statistic, df, pValue, ci });
};
