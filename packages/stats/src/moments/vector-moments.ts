import type { Moments } from './moments';
import { centreOf } from './moments';
import type { PairMoments } from './pair-moments';

/**
 * Moments of several variables measured on the same units: an outcome with
 * its covariates from before exposure, or a ratio with both of its parts.
 *
 * `comoments` is the lower triangle, by rows and with the diagonal, of the
 * centred sums of products `c_ij = Σ(x_i − x̄_i)(x_j − x̄_j)`: for three
 * variables `[c00, c10, c11, c20, c21, c22]`. Divide by n − 1 for covariances.
 */
export type VectorMoments = {
  readonly n: number;
  readonly means: readonly number[];
  readonly comoments: readonly number[];
};

/** The moments of no unit: neutral in {@link mergeVectorMoments}. */
export const EMPTY_VECTOR_MOMENTS: VectorMoments = {
  n: 0,
  means: [],
  comoments: [],
};

/** The place of entry (i, j) in a lower triangle by rows. */
const triangleIndex = (i: number, j: number): number => {
  const [row, column] = i < j ? [j, i] : [i, j];
  return (row * (row + 1)) / 2 + column;
};

/**
 * `Σ(x_i − x̄_i)(x_j − x̄_j)` of variables i and j, counted from 0; NaN for a
 * variable that is not there.
 */
export const comomentAt = (v: VectorMoments, i: number, j: number): number =>
  v.comoments[triangleIndex(i, j)] ?? Number.NaN;

/** The mean of variable i, counted from 0; NaN for one that is not there. */
export const meanAt = (v: VectorMoments, i: number): number =>
  v.means[i] ?? Number.NaN;

/** The moments of variable i, counted from 0. */
export const momentsAt = (v: VectorMoments, i: number): Moments => ({
  n: v.n,
  mean: meanAt(v, i),
  m2: comomentAt(v, i, i),
});

/** The moments of the pair (variable ix as x, variable iy as y). */
export const pairMomentsAt = (
  v: VectorMoments,
  ix: number,
  iy: number,
): PairMoments => ({
  n: v.n,
  meanX: meanAt(v, ix),
  meanY: meanAt(v, iy),
  m2X: comomentAt(v, ix, ix),
  m2Y: comomentAt(v, iy, iy),
  cXY: comomentAt(v, ix, iy),
});

/** A pair as a vector in the order (y, x): the outcome first. */
export const vectorMomentsOfPair = (pair: PairMoments): VectorMoments => ({
  n: pair.n,
  means: [pair.meanY, pair.meanX],
  comoments: [pair.m2Y, pair.cXY, pair.m2X],
});

/**
 * Merges the vector moments of two disjoint sets of units, days or values of
 * a dimension.
 *
 * `c = c_a + c_b + δ_i δ_j n_a n_b / n`. Source: Chan, Golub & LeVeque 1983;
 * Pébay 2008 (SAND2008-6212). Associative and commutative up to rounding;
 * {@link EMPTY_VECTOR_MOMENTS} is neutral; different numbers of variables
 * give NaN, which every test refuses.
 */
export const mergeVectorMoments = (
  a: VectorMoments,
  b: VectorMoments,
): VectorMoments => {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const weight = (a.n * b.n) / n;
  const [longer, shorter] = a.means.length < b.means.length ? [b, a] : [a, b];
  const deltas = longer.means.map(
    (mean, i) => (shorter.means[i] ?? Number.NaN) - mean,
  );
  const share = shorter.n / n;
  const comoments = longer.comoments.map(
    (c, place) => c + (shorter.comoments[place] ?? Number.NaN),
  );
  let place = 0;
  for (let i = 0; i < deltas.length; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const between = (deltas[i] ?? 0) * (deltas[j] ?? 0) * weight;
      comoments[place] = (comoments[place] ?? Number.NaN) + between;
      place += 1;
    }
  }
  return {
    n,
    means: longer.means.map((mean, i) => mean + (deltas[i] ?? 0) * share),
    comoments,
  };
};

const VECTOR_BLOCK = 64;

type Rows = {
  readonly columns: readonly ArrayLike<number>[];
  readonly shifts: readonly number[];
};

const shiftedBlock = (
  column: ArrayLike<number>,
  range: { readonly from: number; readonly n: number; readonly shift: number },
): { readonly mean: number; readonly deviations: Float64Array } => {
  const { from, n, shift } = range;
  const deviations = new Float64Array(n);
  let sum = 0;
  for (let k = 0; k < n; k += 1) {
    const value = (column[from + k] ?? Number.NaN) - shift;
    deviations[k] = value;
    sum += value;
  }
  const mean = sum / n;
  for (let k = 0; k < n; k += 1) deviations[k] = (deviations[k] ?? 0) - mean;
  return { mean, deviations };
};

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
};

// Two passes over a block of shifted values: the mean, then products of
// deviations.
const blockMoments = (
  { columns, shifts }: Rows,
  from: number,
  to: number,
): VectorMoments => {
  const n = to - from;
  const blocks = columns.map((column, c) =>
    shiftedBlock(column, { from, n, shift: shifts[c] ?? 0 }),
  );
  const comoments: number[] = [];
  blocks.forEach((block, i) => {
    for (let j = 0; j <= i; j += 1) {
      const other = blocks[j] ?? block;
      comoments.push(dot(block.deviations, other.deviations));
    }
  });
  return { n, means: blocks.map(block => block.mean), comoments };
};

const pairwise = (rows: Rows, from: number, to: number): VectorMoments => {
  if (to - from <= VECTOR_BLOCK) return blockMoments(rows, from, to);
  const middle = from + Math.floor((to - from) / 2);
  return mergeVectorMoments(
    pairwise(rows, from, middle),
    pairwise(rows, middle, to),
  );
};

/**
 * Vector moments of columns, one entry per unit in each.
 *
 * Deviations from central values, in blocks merged pairwise: large means cost
 * no digits. Columns of different length give NaN moments.
 */
export const vectorMomentsOf = (
  columns: readonly ArrayLike<number>[],
): VectorMoments => {
  const n = Math.max(0, ...columns.map(column => column.length));
  if (n === 0) return EMPTY_VECTOR_MOMENTS;
  const shifts = columns.map(centreOf);
  const shifted = pairwise({ columns, shifts }, 0, n);
  return {
    ...shifted,
    means: shifted.means.map((mean, i) => mean + (shifts[i] ?? 0)),
  };
};

/** What SQL engines return for several columns of the same units. */
export type VectorSummary = {
  readonly n: number;
  readonly means: readonly number[];
  /** Lower triangle by rows of `VAR_SAMP` and `COVAR_SAMP` (n − 1). */
  readonly covariances: readonly number[];
};

/**
 * Vector moments from an engine's means and covariances. With fewer than two
 * units the covariances carry no information and comoments are 0.
 */
export const vectorMomentsFromSummary = (
  summary: VectorSummary,
): VectorMoments => {
  const { n, means, covariances } = summary;
  if (n === 0) return EMPTY_VECTOR_MOMENTS;
  return {
    n,
    means,
    comoments: covariances.map(value => (n < 2 ? 0 : value * (n - 1))),
  };
};
