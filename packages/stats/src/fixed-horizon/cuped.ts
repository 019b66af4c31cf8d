import { checkFinite, checkVariance } from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import { summaryOf, varianceOfMean } from '../moments/sample-summary';
import type { VectorMoments } from '../moments/vector-moments';
import { combinedSumOfSquares } from '../moments/combined-moments';
import {
  EMPTY_VECTOR_MOMENTS,
  mergeVectorMoments,
  momentsAt,
} from '../moments/vector-moments';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { CovariateMoments } from './covariate-slopes';
import { asVector, checkVectors, covariateFit } from './covariate-slopes';
import type { EffectTest } from './effect-test';
import type { MeanDifferenceInput } from './mean-difference';
import { meanDifferenceTest } from './mean-difference';

/** Adjusted summaries in the order of the variants given. */
export type CupedAdjustment = {
  /** Slope of the outcome on each covariate over all units; 0 if dropped. */
  readonly thetas: readonly number[];
  /** Covariates, counted from 0, that are constant or repeat others. */
  readonly droppedCovariates: readonly number[];
  readonly adjusted: readonly SampleSummary[];
};

/** Covariates, counted from 0, that are not among the places kept. */
export const droppedOf = (
  count: number,
  kept: readonly number[],
): readonly number[] => {
  const dropped: number[] = [];
  for (let i = 0; i < count; i += 1) if (!kept.includes(i + 1)) dropped.push(i);
  return dropped;
};

/** A mean moved to where the covariates have their pooled means. */
export const adjustedMean = (
  v: VectorMoments,
  thetas: readonly number[],
  all: VectorMoments,
): number =>
  thetas.reduce(
    (mean, theta, i) =>
      theta === 0
        ? mean
        : mean - theta * ((v.means[i + 1] ?? NaN) - (all.means[i + 1] ?? NaN)),
    v.means[0] ?? NaN,
  );

type PooledFit = {
  readonly all: VectorMoments;
  readonly thetas: readonly number[];
  readonly droppedCovariates: readonly number[];
};

const pooledFit = (variants: readonly VectorMoments[]): PooledFit => {
  const all = variants.reduce(mergeVectorMoments, EMPTY_VECTOR_MOMENTS);
  const { slopes, kept } = covariateFit(all);
  const droppedCovariates = droppedOf(slopes.length, kept);
  return { all, thetas: slopes, droppedCovariates };
};

const adjustedSummary = (
  v: VectorMoments,
  { all, thetas }: PooledFit,
): SampleSummary => ({
  n: v.n,
  mean: adjustedMean(v, thetas, all),
  variance:
    combinedSumOfSquares(v, [1, ...thetas.map(theta => -theta)]) / (v.n - 1),
});

/**
 * Removes from the outcome y what covariates from before exposure explain,
 * for any number of compared variants.
 *
 * `θ = S_XX⁻¹ S_XY` (one covariate: `Cov(y, x)/Var(x)`) over all units of all
 * variants, ignoring the variant; mean `ȳ − θ·(x̄ − x̄_all)`, variance of one
 * unit `s_Y² − 2θ·s_XY + θᵀS_X θ`, both n − 1. A covariate that is constant,
 * or that those before it determine, is dropped. Source: Deng, Xu, Kohavi &
 * Walker 2013 (WSDM). The results are summaries: every test takes them.
 *
 * Refuses fewer than two units, numbers that are not finite, variants with
 * different covariates, and moments that no data have.
 */
export const cupedAdjust = (
  variants: readonly CovariateMoments[],
): StatsResult<CupedAdjustment> => {
  const vectors = variants.map(asVector);
  const refusal = refusalOf(
    checkVectors(
      vectors.map((v, index) => ({ v, path: `variants[${index}]` })),
      2,
    ),
  );
  if (refusal) return refusal;
  const { thetas, droppedCovariates, ...fit } = pooledFit(vectors);
  const adjusted = vectors.map(v =>
    adjustedSummary(v, { ...fit, thetas, droppedCovariates }),
  );
  return (
    refusalOf(
      adjusted.flatMap(({ mean, variance }, i) => [
        ...checkFinite(mean, `variants[${i}].mean`),
        ...checkVariance(variance, `variants[${i}].variance`),
      ]),
    ) ?? computed({ thetas, droppedCovariates, adjusted })
  );
};

/** Two variants with covariates and how to compare them. */
export type CupedInput = Omit<MeanDifferenceInput, 'control' | 'treatment'> & {
  /** A pair (x covariate, y outcome) or a vector with the outcome first. */
  readonly control: CovariateMoments;
  readonly treatment: CovariateMoments;
};

/** Problems of two variants with covariates. */
export const checkCovariates = (
  input: Pick<CupedInput, 'control' | 'treatment'>,
  least: number,
): readonly StatsProblem[] =>
  checkVectors(
    [
      { v: asVector(input.control), path: 'control' },
      { v: asVector(input.treatment), path: 'treatment' },
    ],
    least,
  );

/** The adjusted test, with what the adjustment did. */
export type CupedTest = EffectTest & {
  /** Slope of each covariate; 0 for one that was dropped. */
  readonly thetas: readonly number[];
  /** Covariates, counted from 0, that are constant or repeat others. */
  readonly droppedCovariates: readonly number[];
  readonly adjustedMeanControl: number;
  readonly adjustedMeanTreatment: number;
  /** 1 − (adjusted / raw standard error)²: 0.4 saves 40 % of the units. */
  readonly varianceReduction: number;
};

/**
 * Tests the difference of means after the pooled CUPED adjustment.
 *
 * {@link cupedAdjust}, then {@link meanDifferenceTest} (z by default).
 * Refuses what they refuse, among it an outcome that the covariates determine
 * (no variance is left).
 */
export const cupedTest = (input: CupedInput): StatsResult<CupedTest> => {
  const refusal = refusalOf(checkCovariates(input, 2));
  if (refusal) return refusal;
  const rawControl = asVector(input.control);
  const rawTreatment = asVector(input.treatment);
  const fit = pooledFit([rawControl, rawTreatment]);
  const control = adjustedSummary(rawControl, fit);
  const treatment = adjustedSummary(rawTreatment, fit);
  const test = meanDifferenceTest({
    control,
    treatment,
    test: input.test ?? 'z',
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  });
  if (!test.ok) return test;
  const raw =
    varianceOfMean(summaryOf(momentsAt(rawControl, 0))) +
    varianceOfMean(summaryOf(momentsAt(rawTreatment, 0)));
  return computed({
    ...test.value,
    thetas: fit.thetas,
    droppedCovariates: fit.droppedCovariates,
    adjustedMeanControl: control.mean,
    adjustedMeanTreatment: treatment.mean,
    varianceReduction:
      1 - (varianceOfMean(control) + varianceOfMean(treatment)) / raw,
  });
};
