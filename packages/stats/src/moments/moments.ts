/**
 * Moments of one variable over a set of units.
 *
 * `n` counts units, `mean` is their mean and `m2` the sum of squared
 * deviations from that mean. The raw sum of squares is never carried: with a
 * mean of 1e9 and a standard deviation of 1 it has no correct digit left.
 */
export type Moments = {
  readonly n: number;
  readonly mean: number;
  readonly m2: number;
};

/** The moments of no unit: the neutral element of {@link mergeMoments}. */
export const EMPTY_MOMENTS: Moments = { n: 0, mean: 0, m2: 0 };

// Below this size Welford's recursion is used; above it halves are merged, so
// that rounding grows with log n instead of n.
const PAIRWISE_BLOCK = 64;

// Values are taken relative to `shift`.
const welford = (
  values: ArrayLike<number>,
  range: { readonly from: number; readonly to: number; readonly shift: number },
): Moments => {
  const { from, to, shift } = range;
  let mean = 0;
  let m2 = 0;
  for (let i = from; i < to; i += 1) {
    const value = (values[i] ?? Number.NaN) - shift;
    const delta = value - mean;
    mean += delta / (i - from + 1);
    m2 += delta * (value - mean);
  }
  return { n: to - from, mean, m2 };
};

/**
 * Merges the moments of two disjoint sets of units.
 *
 * `mean = mean_a + δ n_b/n`, `m2 = m2_a + m2_b + δ² n_a n_b / n`.
 * Source: Chan, Golub & LeVeque 1983, *The American Statistician* 37(3),
 * 242–247. Associative and commutative up to rounding (a few ulp;
 * checked by property tests); {@link EMPTY_MOMENTS} is neutral. A mean is one
 * double: parts whose spread is near its last digit (1e12 ± 1e-3) lose digits
 * when merged that {@link momentsOf} the whole keeps.
 */
export const mergeMoments = (a: Moments, b: Moments): Moments => {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const delta = b.mean - a.mean;
  return {
    n,
    mean: a.mean + delta * (b.n / n),
    m2: a.m2 + b.m2 + delta * delta * ((a.n * b.n) / n),
  };
};

const pairwise = (
  values: ArrayLike<number>,
  range: { readonly from: number; readonly to: number; readonly shift: number },
): Moments => {
  const { from, to } = range;
  if (to - from <= PAIRWISE_BLOCK) return welford(values, range);
  const middle = from + Math.floor((to - from) / 2);
  return mergeMoments(
    pairwise(values, { ...range, to: middle }),
    pairwise(values, { ...range, from: middle }),
  );
};

/**
 * A value near the middle of `values`, from which deviations are taken: the
 * mean of the first block. It is at most √(n/64) standard deviations from the
 * mean of all, so that deviations keep the digits a large mean would eat.
 */
export const centreOf = (values: ArrayLike<number>): number =>
  welford(values, {
    from: 0,
    to: Math.min(values.length, PAIRWISE_BLOCK),
    shift: 0,
  }).mean;

/**
 * Moments of raw values: deviations from a central value, Welford's recursion
 * in blocks, merged pairwise.
 *
 * Source: Welford 1962, *Technometrics* 4(3), 419–420; shifting: Chan, Golub &
 * LeVeque 1983. The variance keeps about 14 digits whatever the mean (1e12 ±
 * 1e-3 included), the mean is rounded once. No values give
 * {@link EMPTY_MOMENTS}; a NaN among the values gives NaN.
 */
export const momentsOf = (values: ArrayLike<number>): Moments => {
  if (values.length === 0) return EMPTY_MOMENTS;
  const shift = centreOf(values);
  const range = { from: 0, to: values.length, shift };
  const { n, mean, m2 } = pairwise(values, range);
  return { n, mean: shift + mean, m2 };
};

/**
 * Moments from what SQL engines return: the count, `AVG` and `VAR_SAMP`.
 *
 * Domain: n ≥ 0; for n < 2 the variance carries no information and m2 is 0.
 */
export const momentsFromVariance = (
  n: number,
  mean: number,
  variance: number,
): Moments =>
  n === 0 ? EMPTY_MOMENTS : { n, mean, m2: n < 2 ? 0 : variance * (n - 1) };

/**
 * Variance of one unit, `m2 / (n − 1)`. NaN with fewer than two units,
 * because then the data say nothing about spread.
 */
export const sampleVariance = (moments: Moments): number =>
  moments.n < 2 ? Number.NaN : moments.m2 / (moments.n - 1);
