import { checkRange, lengthMismatch, zeroDenominator } from '../input-checks';
import type { PairMoments } from '../moments/pair-moments';
import type { VectorMoments } from '../moments/vector-moments';
import { transformedVectorMoments } from '../moments/combined-moments';
import {
  EMPTY_VECTOR_MOMENTS,
  mergeVectorMoments,
  pairMomentsAt,
} from '../moments/vector-moments';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { checkVectors } from './covariate-slopes';
import type { CupedInput, CupedTest } from './cuped';
import { cupedTest } from './cuped';

const checkRatioColumns = (
  variants: readonly VectorMoments[],
): readonly StatsProblem[] => {
  const problems = checkVectors(
    variants.map((v, i) => ({ v, path: `variants[${i}]` })),
    2,
  );
  if (problems.length > 0) return problems;
  const columns = variants[0]?.means.length ?? 0;
  if (columns !== 3 && columns !== 4) {
    const wanted = `${columns}; 3 or 4 are needed: numerator, denominator, pre-period numerator and, for a pre-period ratio, its denominator`;
    return [lengthMismatch('columns', wanted)];
  }
  const all = variants.reduce(mergeVectorMoments, EMPTY_VECTOR_MOMENTS);
  return [
    ...variants.flatMap((v, i) =>
      v.means[1] === 0 ? [zeroDenominator(`variants[${i}].means[1]`)] : [],
    ),
    ...(columns === 4 && all.means[3] === 0
      ? [zeroDenominator('means[3]')]
      : []),
  ];
};

// The weights of the pre-period covariate: the numerator itself, or the ratio
// linearised around its pooled value, the same function for every variant.
const covariateRow = (all: VectorMoments) => {
  const [, , numerator = NaN, denominator] = all.means;
  if (denominator === undefined) return { weights: [0, 0, 1] };
  const ratio = numerator / denominator;
  return {
    weights: [0, 0, 1 / denominator, -ratio / denominator],
    constant: ratio,
  };
};

const outcomeRow = (v: VectorMoments) => {
  const [numerator = NaN, denominator = NaN] = v.means;
  const ratio = numerator / denominator;
  const weights = v.means.map(() => 0);
  weights[0] = 1 / denominator;
  weights[1] = -ratio / denominator;
  return { weights, constant: ratio };
};

const pairOf = (
  v: VectorMoments,
  covariate: ReturnType<typeof covariateRow>,
): PairMoments =>
  pairMomentsAt(transformedVectorMoments(v, [covariate, outcomeRow(v)]), 0, 1);

// Moments that no data have give NaN.
const checkMoments = (pair: PairMoments, path: string) =>
  checkRange(
    Object.fromEntries(
      Object.entries(pair).map(([key, value]) => [`${path}.${key}`, value]),
    ),
  );

/**
 * A ratio metric and its pre-period as pairs that every adjustment takes: y
 * the linearised ratio, x the covariate.
 *
 * Columns: numerator Y, denominator X, pre-period numerator and, optionally,
 * pre-period denominator. `y_i = R_g + (Y_i − R_g X_i)/X̄_g` with the ratio
 * and mean of the variant g, so that its mean is R_g and its variance the
 * delta-method one; `x_i = R₀ + (Y⁰_i − R₀ X⁰_i)/X̄⁰` with the pre-period ratio
 * of all variants pooled, or Y⁰_i itself without a pre-period denominator.
 * Source: Deng, Knoblich & Lu 2018 (KDD), linearisation.
 *
 * Refuses a denominator that sums to 0, other numbers of columns, and moments
 * that no data have.
 */
export const linearisedRatioPairs = (
  variants: readonly VectorMoments[],
): StatsResult<readonly PairMoments[]> => {
  const refusal = refusalOf(checkRatioColumns(variants));
  if (refusal) return refusal;
  const covariate = covariateRow(
    variants.reduce(mergeVectorMoments, EMPTY_VECTOR_MOMENTS),
  );
  const pairs = variants.map(v => pairOf(v, covariate));
  return (
    refusalOf(pairs.flatMap((pair, i) => checkMoments(pair, `pairs[${i}]`))) ??
    computed(pairs)
  );
};

/** Two variants of a ratio metric with its pre-period. */
export type RatioCupedInput = Omit<CupedInput, 'control' | 'treatment'> & {
  /** Numerator, denominator, pre-period numerator[, pre-period denominator]. */
  readonly control: VectorMoments;
  readonly treatment: VectorMoments;
};

/**
 * Tests the difference of two ratios after CUPED on their linearisation.
 *
 * {@link linearisedRatioPairs}, then {@link cupedTest}; with a covariate that
 * explains nothing it equals {@link ratioMetricTest}.
 */
export const ratioCupedTest = (
  input: RatioCupedInput,
): StatsResult<CupedTest> => {
  const variants = [input.control, input.treatment];
  const refusal = refusalOf(checkRatioColumns(variants));
  if (refusal) return refusal;
  const covariate = covariateRow(
    mergeVectorMoments(input.control, input.treatment),
  );
  return cupedTest({
    ...input,
    control: pairOf(input.control, covariate),
    treatment: pairOf(input.treatment, covariate),
  });
};
