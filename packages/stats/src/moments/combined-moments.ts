import type { VectorMoments } from './vector-moments';
import { comomentAt, meanAt } from './vector-moments';

// Rounding of a difference of sums of squares, as a share of its terms.
const ROUNDING = 64 * Number.EPSILON;

// The terms of the combination's sum of squares: what they add up to, and how
// large they are together.
const combinedTerms = (
  v: VectorMoments,
  weights: readonly number[],
): { readonly sum: number; readonly size: number } => {
  let [sum, size, place] = [0, 0, 0];
  for (let i = 0; i < weights.length; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const weight = (weights[i] ?? 0) * (weights[j] ?? 0);
      const c = v.comoments[place] ?? Number.NaN;
      place += 1;
      if (weight === 0) continue;
      const term = (i === j ? 1 : 2) * weight * c;
      sum += term;
      size += Math.abs(term);
    }
  }
  return { sum, size };
};

/**
 * `Σ(w·(x − x̄))²`, the sum of squares of a combination of the variables.
 *
 * A result within rounding of 0 is 0 (an outcome that the others determine
 * has no variance left, and no test); one that is clearly negative is NaN,
 * because no data have such moments.
 */
export const combinedSumOfSquares = (
  v: VectorMoments,
  weights: readonly number[],
): number => {
  const { sum, size } = combinedTerms(v, weights);
  if (Math.abs(sum) <= ROUNDING * size) return 0;
  return sum < 0 ? Number.NaN : sum;
};

// An exact 0, as of a numerator that equals the denominator, comes out within
// this of it.
const EXACT = 4 * Number.EPSILON;
// Two digits of the variance, nearly three of the standard error.
const LEAST_DIGITS = 100 * Number.EPSILON;

/**
 * Whether cancellation has left less than about two digits of
 * {@link combinedSumOfSquares}, and it is not 0 either.
 */
export const isCombinationLost = (
  v: VectorMoments,
  weights: readonly number[],
): boolean => {
  const { sum, size } = combinedTerms(v, weights);
  return Math.abs(sum) > EXACT * size && Math.abs(sum) < LEAST_DIGITS * size;
};

// 0 with a combination that has no spread: |c_ab|² ≤ c_aa c_bb.
const combinedProducts = (
  v: VectorMoments,
  a: readonly number[],
  b: readonly number[],
): number => {
  if (combinedSumOfSquares(v, a) === 0 || combinedSumOfSquares(v, b) === 0) {
    return 0;
  }
  let sum = 0;
  a.forEach((wi, i) =>
    b.forEach((wj, j) => {
      sum += wi === 0 || wj === 0 ? 0 : wi * wj * comomentAt(v, i, j);
    }),
  );
  return sum;
};

/**
 * The moments of new variables, each a linear combination of the old ones
 * plus a constant: `means = A·x̄ + b`, `comoments = A·C·Aᵀ`.
 */
export const transformedVectorMoments = (
  v: VectorMoments,
  rows: readonly {
    /** One weight per old variable. */
    readonly weights: readonly number[];
    readonly constant?: number;
  }[],
): VectorMoments => {
  return {
    n: v.n,
    means: rows.map(row =>
      row.weights.reduce(
        (sum, weight, i) => (weight === 0 ? sum : sum + weight * meanAt(v, i)),
        row.constant ?? 0,
      ),
    ),
    comoments: rows.flatMap((row, i) =>
      rows
        .slice(0, i + 1)
        .map((other, j) =>
          i === j
            ? combinedSumOfSquares(v, row.weights)
            : combinedProducts(v, row.weights, other.weights),
        ),
    ),
  };
};
