import type { Moments } from './moments';
import { centreOf } from './moments';

/**
 * Moments of two variables measured on the same units: the second variable
 * is a denominator (ratio metrics) or a covariate from before exposure
 * (CUPED).
 *
 * `n` counts units; `m2X`, `m2Y` are sums of squared deviations and `cXY` the
 * sum of products of deviations.
 */
export type PairMoments = {
  readonly n: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly m2X: number;
  readonly m2Y: number;
  readonly cXY: number;
};

/** The pair moments of no unit: neutral in {@link mergePairMoments}. */
export const EMPTY_PAIR_MOMENTS: PairMoments = {
  n: 0,
  meanX: 0,
  meanY: 0,
  m2X: 0,
  m2Y: 0,
  cXY: 0,
};

const PAIRWISE_BLOCK = 64;

/** Two columns of the same length, one entry per unit. */
export type PairColumns = {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
};

type PairRange = {
  readonly from: number;
  readonly to: number;
  readonly shiftX: number;
  readonly shiftY: number;
};

const welfordPair = (columns: PairColumns, range: PairRange): PairMoments => {
  const { from, to, shiftX, shiftY } = range;
  let [meanX, meanY, m2X, m2Y, cXY] = [0, 0, 0, 0, 0];
  for (let i = from; i < to; i += 1) {
    const count = i - from + 1;
    const x = (columns.x[i] ?? Number.NaN) - shiftX;
    const y = (columns.y[i] ?? Number.NaN) - shiftY;
    const deltaX = x - meanX;
    const deltaY = y - meanY;
    meanX += deltaX / count;
    meanY += deltaY / count;
    m2X += deltaX * (x - meanX);
    m2Y += deltaY * (y - meanY);
    cXY += deltaX * (y - meanY);
  }
  return { n: to - from, meanX, meanY, m2X, m2Y, cXY };
};

/**
 * Merges the pair moments of two disjoint sets of units.
 *
 * Source: Chan, Golub & LeVeque 1983, and its co-moment form
 * `c = c_a + c_b + δx δy n_a n_b / n` (Pébay 2008, SAND2008-6212).
 * Associative and commutative up to rounding.
 */
export const mergePairMoments = (
  a: PairMoments,
  b: PairMoments,
): PairMoments => {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const weight = (a.n * b.n) / n;
  const deltaX = b.meanX - a.meanX;
  const deltaY = b.meanY - a.meanY;
  return {
    n,
    meanX: a.meanX + deltaX * (b.n / n),
    meanY: a.meanY + deltaY * (b.n / n),
    m2X: a.m2X + b.m2X + deltaX * deltaX * weight,
    m2Y: a.m2Y + b.m2Y + deltaY * deltaY * weight,
    cXY: a.cXY + b.cXY + deltaX * deltaY * weight,
  };
};

const pairwise = (columns: PairColumns, range: PairRange): PairMoments => {
  const { from, to } = range;
  if (to - from <= PAIRWISE_BLOCK) return welfordPair(columns, range);
  const middle = from + Math.floor((to - from) / 2);
  return mergePairMoments(
    pairwise(columns, { ...range, to: middle }),
    pairwise(columns, { ...range, from: middle }),
  );
};

/**
 * Pair moments of two columns: deviations from central values, in blocks
 * merged pairwise, so that large means cost no digits.
 *
 * Columns of different length give NaN moments, which every test refuses.
 */
export const pairMomentsOf = (columns: PairColumns): PairMoments => {
  const to = Math.max(columns.x.length, columns.y.length);
  if (to === 0) return EMPTY_PAIR_MOMENTS;
  const shiftX = centreOf(columns.x);
  const shiftY = centreOf(columns.y);
  const pair = pairwise(columns, { from: 0, to, shiftX, shiftY });
  return {
    ...pair,
    meanX: shiftX + pair.meanX,
    meanY: shiftY + pair.meanY,
  };
};

/** The moments of the first variable (denominator or covariate). */
export const momentsOfX = (pair: PairMoments): Moments => ({
  n: pair.n,
  mean: pair.meanX,
  m2: pair.m2X,
});

/** The moments of the second variable (the outcome). */
export const momentsOfY = (pair: PairMoments): Moments => ({
  n: pair.n,
  mean: pair.meanY,
  m2: pair.m2Y,
});

/**
 * What SQL engines return for two columns of the same units: `AVG`,
 * `VAR_SAMP` and `COVAR_SAMP`.
 */
export type PairSummary = {
  readonly n: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly varianceX: number;
  readonly varianceY: number;
  readonly covariance: number;
};

/** Pair moments from an engine's means, variances and covariance (n − 1). */
export const pairMomentsFromSummary = (summary: PairSummary): PairMoments => {
  const { n, meanX, meanY } = summary;
  if (n === 0) return EMPTY_PAIR_MOMENTS;
  const weight = n - 1;
  return n < 2
    ? { n, meanX, meanY, m2X: 0, m2Y: 0, cXY: 0 }
    : {
        n,
        meanX,
        meanY,
        m2X: summary.varianceX * weight,
        m2Y: summary.varianceY * weight,
        cXY: summary.covariance * weight,
      };
};

/** Sample covariance, `cXY / (n − 1)`; NaN with fewer than two units. */
export const sampleCovariance = (pair: PairMoments): number =>
  pair.n < 2 ? Number.NaN : pair.cXY / (pair.n - 1);
