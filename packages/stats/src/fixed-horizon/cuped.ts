import type { PairMoments } from '../moments/pair-moments';
import {
  EMPTY_PAIR_MOMENTS,
  mergePairMoments,
  momentsOfY,
} from '../moments/pair-moments';
import type { SampleSummary } from '../moments/sample-summary';
import { summaryOf, varianceOfMean } from '../moments/sample-summary';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { EffectTest } from './effect-test';
import type { MeanDifferenceInput } from './mean-difference';
import { meanDifferenceTest } from './mean-difference';
import { checkPair } from './ratio-metric';

/** Adjusted summaries in the order of the variants given. */
export type CupedAdjustment = {
  /** Slope of the outcome on the covariate over all units. */
  readonly theta: number;
  readonly adjusted: readonly SampleSummary[];
};

const adjustedSummary = (
  pair: PairMoments,
  theta: number,
  grandMeanX: number,
): SampleSummary => {
  const m2 = pair.m2Y - 2 * theta * pair.cXY + theta * theta * pair.m2X;
  return {
    n: pair.n,
    mean: pair.meanY - theta * (pair.meanX - grandMeanX),
    variance: Math.max(m2, 0) / (pair.n - 1),
  };
};

const pooledSlope = (
  variants: readonly PairMoments[],
): { readonly theta: number; readonly grandMeanX: number } => {
  const all = variants.reduce(mergePairMoments, EMPTY_PAIR_MOMENTS);
  return {
    theta: all.m2X === 0 ? 0 : all.cXY / all.m2X,
    grandMeanX: all.meanX,
  };
};

/**
 * Removes from the outcome y what the covariate x from before exposure
 * explains, for any number of compared variants.
 *
 * `θ = Cov(y, x)/Var(x)` over all units of all variants, ignoring the variant;
 * mean `ȳ − θ(x̄ − x̄_all)`, variance of one unit `s_Y² − 2θ s_XY + θ² s_X²`.
 * θ is 0 when x is constant. Source: Deng, Xu, Kohavi & Walker 2013 (WSDM). The result are summaries: every test takes them.
 */
export const cupedAdjust = (
  variants: readonly PairMoments[],
): StatsResult<CupedAdjustment> => {
  const refusal = refusalOf(
    variants.flatMap((pair, index) => checkPair(pair, `variants[${index}]`)),
  );
  if (refusal) return refusal;
  const { theta, grandMeanX } = pooledSlope(variants);
  return computed({
    theta,
    adjusted: variants.map(pair => adjustedSummary(pair, theta, grandMeanX)),
  });
};

/** Two variants with a covariate and how to compare them. */
export type CupedInput = Omit<MeanDifferenceInput, 'control' | 'treatment'> & {
  /** x is the covariate from before exposure, y the outcome. */
  readonly control: PairMoments;
  readonly treatment: PairMoments;
};

/** The adjusted test, with what the adjustment did. */
export type CupedTest = EffectTest & {
  readonly theta: number;
  readonly adjustedMeanControl: number;
  readonly adjustedMeanTreatment: number;
  /** 1 − (adjusted / raw standard error)²: 0.4 saves 40 % of the units. */
  readonly varianceReduction: number;
};

/**
 * Tests the difference of means after the pooled CUPED adjustment.
 *
 * {@link cupedAdjust}, then {@link meanDifferenceTest} (z by default).
 */
export const cupedTest = (input: CupedInput): StatsResult<CupedTest> => {
  const refusal = refusalOf([
    ...checkPair(input.control, 'control'),
    ...checkPair(input.treatment, 'treatment'),
  ]);
  if (refusal) return refusal;
  const { theta, grandMeanX } = pooledSlope([input.control, input.treatment]);
  const control = adjustedSummary(input.control, theta, grandMeanX);
  const treatment = adjustedSummary(input.treatment, theta, grandMeanX);
  const test = meanDifferenceTest({ ...input, control, treatment });
  if (!test.ok) return test;
  const raw =
    varianceOfMean(summaryOf(momentsOfY(input.control))) +
    varianceOfMean(summaryOf(momentsOfY(input.treatment)));
  return computed({
    ...test.value,
    theta,
    adjustedMeanControl: control.mean,
    adjustedMeanTreatment: treatment.mean,
    varianceReduction:
      1 - (varianceOfMean(control) + varianceOfMean(treatment)) / raw,
  });
};
