/** n, mean and M2 = Σ(x − mean)² of a set of numbers. */
export type Moments = {
  readonly n: number;
  readonly mean: number;
  readonly m2: number;
};

/**
 * The moments of two disjoint sets together, without squares of raw numbers
 * and so without cancellation: Chan, Golub and LeVeque (1983), "Algorithms for
 * Computing the Sample Variance", eq. 1.5. Associative up to rounding; an
 * empty set (n = 0) changes nothing.
 */
export const mergeMoments = (left: Moments, right: Moments): Moments => {
  if (left.n === 0) return right;
  if (right.n === 0) return left;
  const n = left.n + right.n;
  const delta = right.mean - left.mean;
  return {
    n,
    mean: left.mean + delta * (right.n / n),
    m2: left.m2 + right.m2 + delta * delta * left.n * (right.n / n),
  };
};
