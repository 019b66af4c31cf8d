import { checkCount } from '../input-checks';
import type { VectorMoments } from '../moments/vector-moments';
import { combinedSumOfSquares } from '../moments/combined-moments';
import { comomentAt, mergeVectorMoments } from '../moments/vector-moments';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { asVector, covariateFit, sharedCovariates } from './covariate-slopes';
import type { CupedInput } from './cuped';
import { adjustedMean, checkCovariates, droppedOf } from './cuped';
import type { EffectTest } from './effect-test';
import { testEffect } from './effect-test';

/** The regression-adjusted test, with the slopes of each variant. */
export type RegressionAdjustedTest = EffectTest & {
  /** One slope per covariate; 0 for one that was dropped. */
  readonly slopesControl: readonly number[];
  readonly slopesTreatment: readonly number[];
  /** Covariates, counted from 0, without use in one variant or over all. */
  readonly droppedCovariates: readonly number[];
  readonly adjustedMeanControl: number;
  readonly adjustedMeanTreatment: number;
  /** 1 − (adjusted / raw standard error)². */
  readonly varianceReduction: number;
};

// Variance of the residuals of y on the covariates within one variant, with
// n − 1 − (number of slopes) degrees of freedom.
const residualVariance = (
  v: VectorMoments,
  slopes: readonly number[],
  used: number,
): number =>
  combinedSumOfSquares(v, [1, ...slopes.map(slope => -slope)]) /
  (v.n - 1 - used);

type Fit = {
  readonly control: VectorMoments;
  readonly treatment: VectorMoments;
  readonly all: VectorMoments;
  readonly slopesControl: readonly number[];
  readonly slopesTreatment: readonly number[];
  readonly used: number;
};

// 0 when the covariates determine the outcome: a difference of slopes alone,
// down to its rounding, is no measure of uncertainty.
const squaredStdErrOf = (fit: Fit): number => {
  const { control, treatment, all, used } = fit;
  const c = residualVariance(control, fit.slopesControl, used);
  const t = residualVariance(treatment, fit.slopesTreatment, used);
  if (c === 0 && t === 0) return 0;
  const apart = fit.slopesTreatment.map(
    (slope, i) => slope - (fit.slopesControl[i] ?? NaN),
  );
  const ofSlopes = combinedSumOfSquares(all, [0, ...apart]) / (all.n - 1);
  return c / control.n + t / treatment.n + ofSlopes / all.n;
};

const rawSquaredStdErr = (variants: readonly VectorMoments[]): number =>
  variants.reduce((sum, v) => sum + comomentAt(v, 0, 0) / (v.n - 1) / v.n, 0);

/**
 * Tests the difference of means after a regression with slopes per variant.
 *
 * `d = (ȳ_T − g_T·(x̄_T − x̄)) − (ȳ_C − g_C·(x̄_C − x̄))`,
 * `se² = Σ e_g²/n_g + (g_T − g_C)ᵀ S_X (g_T − g_C)/n` with e² the residual
 * variances (n − 1 − number of covariates) and S_X the covariance of the
 * covariates over all units. Source: Negi & Wooldridge 2021, *Econometric
 * Reviews* 40, 504–534; Lin 2013, *Annals of Applied Statistics* 7, 295–318.
 * Never less precise than no adjustment in large samples. z-test; `test` is
 * not used.
 *
 * Refuses a variant with fewer units than its regression has parameters plus
 * one, and an outcome that the covariates determine. From raw values
 * {@link linRegressionTest} gives the HC2 error.
 */
export const regressionAdjustedTest = (
  input: Omit<CupedInput, 'test'>,
): StatsResult<RegressionAdjustedTest> => {
  const refusal = refusalOf(checkCovariates(input, 2));
  if (refusal) return refusal;
  const control = asVector(input.control);
  const treatment = asVector(input.treatment);
  const all = mergeVectorMoments(control, treatment);
  const kept = sharedCovariates(control, treatment);
  const tooFew = refusalOf([
    ...checkCount(control.n, 'control.n', kept.length + 2),
    ...checkCount(treatment.n, 'treatment.n', kept.length + 2),
  ]);
  if (tooFew) return tooFew;
  const slopesControl = covariateFit(control, kept).slopes;
  const slopesTreatment = covariateFit(treatment, kept).slopes;
  const used = kept.length;
  const slopes = { slopesControl, slopesTreatment };
  const squared = squaredStdErrOf({ control, treatment, all, ...slopes, used });
  const means = {
    adjustedMeanControl: adjustedMean(control, slopesControl, all),
    adjustedMeanTreatment: adjustedMean(treatment, slopesTreatment, all),
  };
  const test = testEffect({
    difference: means.adjustedMeanTreatment - means.adjustedMeanControl,
    stdErr: Math.sqrt(squared),
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  });
  return test.ok
    ? computed({
        ...test.value,
        ...slopes,
        droppedCovariates: droppedOf(slopesControl.length, kept),
        ...means,
        varianceReduction: 1 - squared / rawSquaredStdErr([control, treatment]),
      })
    : test;
};
