import type { PairMoments } from '../moments/pair-moments';
import { mergePairMoments } from '../moments/pair-moments';
import { checkCount } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { EffectTest } from './effect-test';
import { testEffect } from './effect-test';
import type { CupedInput } from './cuped';
import { checkPair } from './ratio-metric';

/** The regression-adjusted test, with the slope of each variant. */
export type RegressionAdjustedTest = EffectTest & {
  readonly slopeControl: number;
  readonly slopeTreatment: number;
  readonly adjustedMeanControl: number;
  readonly adjustedMeanTreatment: number;
};

const slopeOf = (pair: PairMoments): number =>
  pair.m2X === 0 ? 0 : pair.cXY / pair.m2X;

// Variance of the residuals of y on x within one variant, n − 2 degrees of
// freedom.
const residualVariance = (pair: PairMoments): number =>
  Math.max(pair.m2Y - slopeOf(pair) * pair.cXY, 0) / (pair.n - 2);

/**
 * Tests the difference of means after a regression with a slope per variant.
 *
 * `d = (ȳ_T − g_T(x̄_T − x̄)) − (ȳ_C − g_C(x̄_C − x̄))`,
 * `se² = Σ e_g²/n_g + (g_T − g_C)² s_X²/n` with e² the residual variances
 * (n − 2) and s_X² the variance of the covariate over all units. Source: Negi
 * & Wooldridge 2021, *Econometric Reviews* 40, 504–534; Lin 2013, *Annals of
 * Applied Statistics* 7, 295–318. Never less precise than no adjustment in
 * large samples. z-test; `test` is not used.
 *
 * Refuses fewer than three units in a variant.
 */
export const regressionAdjustedTest = (
  input: Omit<CupedInput, 'test'>,
): StatsResult<RegressionAdjustedTest> => {
  const { control, treatment } = input;
  const refusal = refusalOf([
    ...checkPair(control, 'control'),
    ...checkPair(treatment, 'treatment'),
    ...(control.n === 2 ? checkCount(2, 'control.n', 3) : []),
    ...(treatment.n === 2 ? checkCount(2, 'treatment.n', 3) : []),
  ]);
  if (refusal) return refusal;
  const all = mergePairMoments(control, treatment);
  const slopeControl = slopeOf(control);
  const slopeTreatment = slopeOf(treatment);
  const adjustedMeanControl =
    control.meanY - slopeControl * (control.meanX - all.meanX);
  const adjustedMeanTreatment =
    treatment.meanY - slopeTreatment * (treatment.meanX - all.meanX);
  const varianceX = all.m2X / (all.n - 1);
  const squaredStdErr =
    residualVariance(control) / control.n +
    residualVariance(treatment) / treatment.n +
    ((slopeTreatment - slopeControl) ** 2 * varianceX) / all.n;
  const test = testEffect({
    difference: adjustedMeanTreatment - adjustedMeanControl,
    stdErr: Math.sqrt(squaredStdErr),
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  });
  return test.ok
    ? computed({
        ...test.value,
        slopeControl,
        slopeTreatment,
        adjustedMeanControl,
        adjustedMeanTreatment,
      })
    : test;
};
