import {
  binomialCdf,
  binomialPmf,
  binomialQuantile,
} from '../distributions/binomial';
import type { Alternative, Interval } from '../fixed-horizon/effect-test';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { checkQuantileValues } from './quantile-checks';
import { ascending, sampleQuantile } from './sample-quantile';

/** One variant's quantile with its order-statistic interval. */
export type QuantileInterval = {
  /** Ranks, counted from 1, of the interval's ends. */
  readonly lowerRank: number;
  readonly upperRank: number;
  /** The type-7 sample quantile. */
  readonly estimate: number;
  /** At level 1 − alpha; a one-sided interval has one finite end. */
  readonly ci: Interval;
};

const perSideOf = (alternative: Alternative, alpha: number): number =>
  alternative === 'two-sided' ? alpha / 2 : alpha;

const openedInterval = (
  [lower, upper]: Interval,
  alternative: Alternative,
): Interval => [
  alternative === 'smaller' ? -Infinity : lower,
  alternative === 'larger' ? Infinity : upper,
];

/**
 * Distribution-free interval of a quantile from independent units.
 *
 * Ranks are the alpha/2 and 1 − alpha/2 quantiles of Binomial(n + 1, q); the
 * interval is the values at those ranks. Source: Schultzberg & Ankargren 2022,
 * "Resampling-free bootstrap inference for quantiles", arXiv 2202.10992;
 * David & Nagaraja, *Order Statistics* (3rd ed.), chapter 7.
 *
 * One-sided: the rank at alpha on the finite side. Refuses n ≤ z² q/(1−q) or
 * ≤ z² (1−q)/q, where the interval leaves the data.
 */
export const quantileInterval = (input: {
  readonly values: readonly number[];
  readonly quantile: number;
  /** Default `two-sided`; `larger` leaves the upper end open. */
  readonly alternative?: Alternative;
  readonly alpha: number;
}): StatsResult<QuantileInterval> => {
  const { values, quantile, alternative = 'two-sided' } = input;
  const refusal = refusalOf(checkQuantileValues(values, 'values', input));
  if (refusal) return refusal;
  const n = values.length;
  const rank = (p: number): number =>
    Math.min(Math.max(binomialQuantile(p, n + 1, quantile), 1), n);
  const perSide = perSideOf(alternative, input.alpha);
  const lowerRank = rank(perSide);
  const upperRank = rank(1 - perSide);
  const sorted = ascending(values);
  return computed({
    lowerRank,
    upperRank,
    estimate: sampleQuantile(sorted, quantile),
    ci: openedInterval(
      [sorted[lowerRank - 1] ?? NaN, sorted[upperRank - 1] ?? NaN],
      alternative,
    ),
  });
};

type RankDistribution = {
  readonly sorted: readonly number[];
  /** Probability of the value with this index. */
  readonly pmf: readonly number[];
  /** Probability of an index below this one; one entry more. */
  readonly below: readonly number[];
};

// Ranks 0 and n + 1 fall outside the data; their probability is given to the
// extreme values.
const rankDistribution = (
  values: readonly number[],
  quantile: number,
): RankDistribution => {
  const n = values.length;
  const pmf = values.map((_, i) => binomialPmf(i + 1, n + 1, quantile));
  pmf[0] = binomialCdf(1, n + 1, quantile);
  pmf[n - 1] = (pmf[n - 1] ?? 0) + binomialPmf(n + 1, n + 1, quantile);
  let sum = 0;
  const below = [0, ...pmf.map(probability => (sum += probability))];
  return { sorted: ascending(values), pmf, below };
};

// P(Y − X ≤ d): one pass with a pointer into the treatment's values.
const differenceCdf = (
  control: RankDistribution,
  treatment: RankDistribution,
  d: number,
): number => {
  const n = treatment.sorted.length;
  let [sum, j] = [0, 0];
  control.sorted.forEach((x, i) => {
    while (j < n && (treatment.sorted[j] ?? NaN) - x <= d) j += 1;
    sum += (control.pmf[i] ?? 0) * (treatment.below[j] ?? 0);
  });
  return sum;
};

// Doubles in their order as whole numbers: halving them finds the very
// difference in 64 steps, however far out the outliers are.
const BITS = new DataView(new ArrayBuffer(8));

const orderOf = (value: number): bigint => {
  BITS.setFloat64(0, value);
  const bits = BITS.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits;
};

const valueAtOrder = (order: bigint): number => {
  BITS.setBigInt64(0, order < 0n ? -order : order);
  return order < 0n ? -BITS.getFloat64(0) : BITS.getFloat64(0);
};

const differenceQuantile = (
  control: RankDistribution,
  treatment: RankDistribution,
  p: number,
): number => {
  const [c, t] = [control.sorted, treatment.sorted];
  const least = (t[0] ?? NaN) - (c.at(-1) ?? NaN);
  if (differenceCdf(control, treatment, least) >= p) return least;
  let low = orderOf(least);
  let high = orderOf((t.at(-1) ?? NaN) - (c[0] ?? NaN));
  while (high - low > 1n) {
    const middle = low + (high - low) / 2n;
    const isReached =
      differenceCdf(control, treatment, valueAtOrder(middle)) >= p;
    if (isReached) high = middle;
    else low = middle;
  }
  return valueAtOrder(high);
};

/** Difference of a quantile between two variants. */
export type QuantileDifferenceInput = {
  readonly control: readonly number[];
  readonly treatment: readonly number[];
  readonly quantile: number;
  /** Default `two-sided`; `larger` leaves the upper end open. */
  readonly alternative?: Alternative;
  readonly alpha: number;
};

/** A difference of quantiles with its interval. */
export type QuantileDifference = {
  /** Of the type-7 sample quantiles, treatment − control. */
  readonly difference: number;
  readonly ci: Interval;
};

/**
 * Interval of a difference of quantiles, treatment − control, for independent
 * units.
 *
 * The percentile interval that the Poisson bootstrap tends to: the
 * distribution of `y_(J) − x_(I)` with I ~ Binomial(n_C + 1, q) and J ~
 * Binomial(n_T + 1, q), here computed exactly instead of drawn. Source:
 * Schultzberg & Ankargren 2022, arXiv 2202.10992. Needs
 * O(n log n) steps; the ends are differences of observed values.
 */
export const quantileDifferenceInterval = (
  input: QuantileDifferenceInput,
): StatsResult<QuantileDifference> => {
  const { quantile, alternative = 'two-sided' } = input;
  const refusal = refusalOf([
    ...checkQuantileValues(input.control, 'control', input),
    ...checkQuantileValues(input.treatment, 'treatment', input),
  ]);
  if (refusal) return refusal;
  const control = rankDistribution(input.control, quantile);
  const treatment = rankDistribution(input.treatment, quantile);
  const perSide = perSideOf(alternative, input.alpha);
  const end = (p: number): number => differenceQuantile(control, treatment, p);
  return computed({
    difference:
      sampleQuantile(treatment.sorted, quantile) -
      sampleQuantile(control.sorted, quantile),
    ci: [
      alternative === 'smaller' ? -Infinity : end(perSide),
      alternative === 'larger' ? Infinity : end(1 - perSide),
    ],
  });
};
