import {
  checkCount,
  checkFinite,
  checkVariance,
  lengthMismatch,
} from '../input-checks';
import type { PairMoments } from '../moments/pair-moments';
import type { VectorMoments } from '../moments/vector-moments';
import {
  comomentAt,
  mergeVectorMoments,
  vectorMomentsOfPair,
} from '../moments/vector-moments';
import type { StatsProblem } from '../result';

/**
 * An outcome with covariates from before exposure: a pair (x the covariate, y
 * the outcome), or vector moments with the outcome first.
 */
export type CovariateMoments = PairMoments | VectorMoments;

/** The vector form, outcome first. */
export const asVector = (moments: CovariateMoments): VectorMoments =>
  'comoments' in moments ? moments : vectorMomentsOfPair(moments);

// The common case, without building a list of no problems.
const isSound = (v: VectorMoments, least: number): boolean => {
  const k = v.means.length;
  if (!Number.isInteger(v.n) || v.n < least || k === 0) return false;
  if (v.comoments.length !== (k * (k + 1)) / 2) return false;
  for (let i = 0; i < k; i += 1) if (comomentAt(v, i, i) < 0) return false;
  return v.means.every(Number.isFinite) && v.comoments.every(Number.isFinite);
};

const checkVector = (
  v: VectorMoments,
  path: string,
  least: number,
): readonly StatsProblem[] => {
  if (isSound(v, least)) return [];
  const k = v.means.length;
  const count = checkCount(v.n, `${path}.n`, least);
  if (v.n === 0) return count;
  if (k === 0 || v.comoments.length !== (k * (k + 1)) / 2) {
    const lengths = `${k} means, ${v.comoments.length} comoments`;
    return [...count, lengthMismatch(`${path}.means and comoments`, lengths)];
  }
  return [
    ...count,
    ...v.means.flatMap((mean, i) => checkFinite(mean, `${path}.means[${i}]`)),
    ...v.comoments.flatMap((c, i) => checkFinite(c, `${path}.comoments[${i}]`)),
    ...v.means.flatMap((_, i) =>
      comomentAt(v, i, i) < 0
        ? checkVariance(comomentAt(v, i, i), `${path}.comoments[${i},${i}]`)
        : [],
    ),
  ];
};

// Variants must measure the same variables.
const checkSameVariables = (
  variants: readonly VectorMoments[],
): readonly StatsProblem[] => {
  const first = variants[0]?.means.length;
  if (variants.every(v => v.means.length === first)) return [];
  const lengths = variants.map(v => v.means.length).join(', ');
  return [lengthMismatch('variants', lengths)];
};

/**
 * Problems of variants with vector moments: each by itself, and if there are
 * none, that all measure the same variables.
 */
export const checkVectors = (
  variants: readonly {
    readonly v: VectorMoments;
    readonly path: string;
  }[],
  least: number,
): readonly StatsProblem[] => {
  const problems = variants.flatMap(({ v, path }) =>
    checkVector(v, path, least),
  );
  return problems.length > 0
    ? problems
    : checkSameVariables(variants.map(({ v }) => v));
};

// Squares below this have lost digits to underflow.
const SMALLEST_SQUARE = 2 ** -1000;

/** Whether a variable's spread is only the rounding of its mean. */
const isConstant = (v: VectorMoments, i: number): boolean => {
  const noise = Number.EPSILON * (v.means[i] ?? 0);
  return comomentAt(v, i, i) <= Math.max(v.n * noise * noise, SMALLEST_SQUARE);
};

// A covariate with less than this share of its variance left after those
// before it only repeats them (R's lm: 1e-7 of the norm, 1e-14 of its square;
// moments resolve less than columns do).
const COLLINEARITY_TOLERANCE = 1e-10;

// Cholesky factor of the correlation matrix of the usable covariates, row by
// row; a row that depends on those before it is left out.
type Factor = {
  readonly kept: readonly number[];
  readonly rows: readonly (readonly number[])[];
};

const correlation = (v: VectorMoments, i: number, j: number): number =>
  comomentAt(v, i, j) /
  (Math.sqrt(comomentAt(v, i, i)) * Math.sqrt(comomentAt(v, j, j)));

const factorOf = (v: VectorMoments, candidates: readonly number[]): Factor => {
  const kept: number[] = [];
  const rows: (readonly number[])[] = [];
  for (const i of candidates) {
    if (isConstant(v, i)) continue;
    const row: number[] = [];
    let left = 1;
    kept.forEach((j, column) => {
      const other = rows[column] ?? [];
      const done = row.reduce((s, value, k) => s + value * (other[k] ?? 0), 0);
      const entry = (correlation(v, i, j) - done) / (other[column] ?? 1);
      row.push(entry);
      left -= entry * entry;
    });
    if (left <= COLLINEARITY_TOLERANCE) continue;
    rows.push([...row, Math.sqrt(left)]);
    kept.push(i);
  }
  return { kept, rows };
};

const forwardSubstituted = (
  rows: Factor['rows'],
  right: readonly number[],
): readonly number[] => {
  const solution: number[] = [];
  rows.forEach((row, i) => {
    const done = solution.reduce((s, value, k) => s + value * (row[k] ?? 0), 0);
    solution.push(((right[i] ?? 0) - done) / (row[i] ?? 1));
  });
  return solution;
};

const backSubstituted = (
  rows: Factor['rows'],
  right: readonly number[],
): readonly number[] => {
  const solution = right.map(() => 0);
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    let value = right[i] ?? 0;
    for (let k = i + 1; k < rows.length; k += 1) {
      value -= (rows[k]?.[i] ?? 0) * (solution[k] ?? 0);
    }
    solution[i] = value / (rows[i]?.[i] ?? 1);
  }
  return solution;
};

// The places (0 is the outcome) of covariates that add something.
const usableCovariates = (
  v: VectorMoments,
  candidates: readonly number[] = v.means.slice(1).map((_, i) => i + 1),
): readonly number[] => factorOf(v, candidates).kept;

/**
 * The places of covariates that add something over all units and within each
 * variant, for a regression with slopes per variant.
 */
export const sharedCovariates = (
  control: VectorMoments,
  treatment: VectorMoments,
): readonly number[] =>
  [mergeVectorMoments(control, treatment), control, treatment].reduce<
    readonly number[] | undefined
  >((kept, v) => usableCovariates(v, kept), undefined) ?? [];

/** Slopes of the outcome and the places of covariates they belong to. */
export type CovariateFit = {
  readonly slopes: readonly number[];
  readonly kept: readonly number[];
};

const fitOfOne = (v: VectorMoments): CovariateFit =>
  isConstant(v, 1)
    ? { slopes: [0], kept: [] }
    : { slopes: [comomentAt(v, 1, 0) / comomentAt(v, 1, 1)], kept: [1] };

/**
 * Least-squares slopes of the outcome on its covariates,
 * `θ = S_XX⁻¹ S_XY`, one per covariate; 0 for one that is constant, repeats
 * those before it or is not among the `candidates`.
 */
export const covariateFit = (
  v: VectorMoments,
  candidates?: readonly number[],
): CovariateFit => {
  if (v.means.length === 2 && candidates === undefined) return fitOfOne(v);
  const all = v.means.slice(1).map((_, i) => i + 1);
  const { kept, rows } = factorOf(v, candidates ?? all);
  const scale = (i: number): number => Math.sqrt(comomentAt(v, i, i));
  const right = kept.map(i => comomentAt(v, i, 0) / scale(i));
  const standardised = backSubstituted(rows, forwardSubstituted(rows, right));
  const slopes = all.map(i => {
    const place = kept.indexOf(i);
    return place < 0 ? 0 : (standardised[place] ?? 0) / scale(i);
  });
  return { slopes, kept };
};

/**
 * A map of covariate deviations u (by place, outcome included) to w(u) with
 * `w(u)·w(v) = uᵀ C_XX⁻¹ v` over the candidates, C_XX the comoments.
 */
export const whitenerOf = (
  v: VectorMoments,
  candidates: readonly number[],
): ((deviations: readonly number[]) => readonly number[]) => {
  const { kept, rows } = factorOf(v, candidates);
  const scales = kept.map(i => Math.sqrt(comomentAt(v, i, i)));
  return deviations =>
    forwardSubstituted(
      rows,
      kept.map((i, k) => (deviations[i] ?? NaN) / (scales[k] ?? NaN)),
    );
};
