import { checkCount, checkFinite } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import type { Moments } from './moments';
import { EMPTY_MOMENTS } from './moments';

/** What a source without centred variances returns for one variable. */
export type RawSums = {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /**
   * Relative error of each of the two sums as delivered; default 2⁻⁵²·√n, or
   * 0 when both are whole numbers below 2⁵³ (counts, 0/1 outcomes).
   */
  readonly sumError?: number;
};

/** Moments from raw sums, with what cancellation has cost. */
export type MomentsFromSums = {
  readonly moments: Moments;
  /** Bound of the relative error of the variance: 1e-6 keeps six digits. */
  readonly relativeError: number;
};

const isExactCount = (value: number): boolean => Number.isSafeInteger(value);

// Rounding of partial sums behaves like a random walk: √n ulp rather than the
// worst case of n (Higham & Mary 2019, SIAM J. Sci. Comput. 41).
const sumErrorOf = (sums: RawSums): number => {
  if (sums.sumError !== undefined) return sums.sumError;
  return isExactCount(sums.sum) && isExactCount(sums.sumOfSquares)
    ? 0
    : Number.EPSILON * Math.sqrt(sums.n);
};

const SPLIT = 134_217_729; // 2²⁷ + 1

const half = (a: number): number => {
  const t = SPLIT * a;
  return t - (t - a);
};

// a·b as an unevaluated sum of two doubles (Dekker 1971), without which the
// subtraction below would add a rounding error of its own.
const exactProduct = (
  a: number,
  b: number,
): { readonly high: number; readonly low: number } => {
  const high = a * b;
  const [ah, bh] = [half(a), half(b)];
  const [al, bl] = [a - ah, b - bh];
  return { high, low: al * bl - (high - ah * bh - al * bh - ah * bl) };
};

// n·Q − S² with one rounding at the end.
const scaledSquares = ({ n, sum, sumOfSquares }: RawSums): number => {
  const left = exactProduct(n, sumOfSquares);
  const right = exactProduct(sum, sum);
  return left.high - right.high + (left.low - right.low);
};

/**
 * Moments from `n`, `Σx` and `Σx²`, for sources that return nothing better,
 * with a bound of what was lost.
 *
 * `m2 = (n Σx² − (Σx)²)/n`, evaluated without an error of its own; the sums
 * themselves carry rounding errors that the subtraction magnifies:
 * `relativeError = u (Σx² + 2 (Σx)²/n) / m2 + 2⁻⁵²`. Source: Chan, Golub &
 * LeVeque 1983 (the textbook algorithm and its error). Prefer
 * {@link momentsFromVariance}.
 *
 * Refuses a count that is not whole, sums that are not finite, sums no values
 * can have (Σx² below (Σx)²/n beyond rounding, anything but 0 of no unit), and
 * a variance of which no digit is left (relativeError of 1 or more).
 */
export const momentsFromSums = (
  sums: RawSums,
): StatsResult<MomentsFromSums> => {
  const { n, sum, sumOfSquares } = sums;
  const refusal = refusalOf([
    ...checkCount(n, 'n'),
    ...checkFinite(sum, 'sum'),
    ...checkFinite(sumOfSquares, 'sumOfSquares'),
    ...checkFinite(sumErrorOf(sums), 'sumError'),
  ]);
  if (refusal) return refusal;
  if (n === 0)
    return sum === 0 && sumOfSquares === 0
      ? computed({ moments: EMPTY_MOMENTS, relativeError: 0 })
      : refusedWith(impossible(sums));
  const mean = sum / n;
  if (n === 1)
    return computed({ moments: { n, mean, m2: 0 }, relativeError: 0 });
  const m2 = scaledSquares(sums) / n;
  const uncertainty = sumErrorOf(sums) * (sumOfSquares + 2 * sum * mean);
  if (m2 < -uncertainty || sumOfSquares < 0)
    return refusedWith(impossible(sums));
  if (m2 === 0 && uncertainty === 0) {
    return computed({ moments: { n, mean, m2 }, relativeError: 0 });
  }
  const relativeError = uncertainty / m2 + Number.EPSILON;
  return m2 > 0 && relativeError < 1
    ? computed({ moments: { n, mean, m2 }, relativeError })
    : refusedWith(nothingLeft(sums));
};

const impossible = ({ n, sum, sumOfSquares }: RawSums) => ({
  code: 'ETUDE_STATS_INVALID_VARIANCE' as const,
  path: 'sumOfSquares',
  message: `sumOfSquares is ${sumOfSquares}, which no ${n} values with sum ${sum} can have. Check that both sums count the same units.`,
});

const nothingLeft = ({ n, sum, sumOfSquares }: RawSums) => ({
  code: 'ETUDE_STATS_PRECISION_LOST' as const,
  path: 'sumOfSquares',
  message: `sumOfSquares is ${sumOfSquares} for ${n} units with sum ${sum}: rounding has used up all digits of the variance. Return VAR_SAMP instead of a raw sum of squares.`,
});
