import {
  checkPositive,
  checkVariance,
  zeroVariance,
  checkRange,
} from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { DesignTarget } from './required-sample-size';
import {
  checkEffect,
  checkTarget,
  designDistance,
} from './required-sample-size';

/** Several variants compared with one control. */
export type VariantsSampleSizeInput = DesignTarget & {
  /** Weights, the control first. */
  readonly weights: readonly number[];
  /** Variance of one unit, alike in all variants. */
  readonly variance: number;
  /** Absolute effect to detect in every comparison. */
  readonly effect: number;
  /** `bonferroni` (default) divides alpha by the number of comparisons. */
  readonly correction?: 'bonferroni' | 'none';
};

/** Units needed over the whole experiment. */
export type VariantsSampleSize = {
  readonly alphaPerComparison: number;
  /** Over all variants, one entry per comparison with the control. */
  readonly totalExactPerComparison: readonly number[];
  /** The largest of them. */
  readonly totalExact: number;
  /** Per variant, rounded up, the control first. */
  readonly perVariant: readonly number[];
};

const checkWeights = (weights: readonly number[]): readonly StatsProblem[] =>
  weights.length < 2
    ? [
        {
          code: 'ETUDE_STATS_INVALID_WEIGHTS',
          path: 'weights',
          message: `weights has ${weights.length} entries: a control and at least one treatment are needed.`,
        },
      ]
    : weights.flatMap((weight, i) => checkPositive(weight, `weights[${i}]`));

/**
 * Units needed by an experiment with several variants against one control.
 *
 * Comparison j: `N_j = (z_a + z_b)² (v W/w_0 + v W/w_j) / Δ²` with W the sum
 * of weights and alpha divided by the number of comparisons; the largest N_j
 * counts. Source: the two-sample formula of Chow, Shao & Wang (2nd ed.), chapter 3,
 * scaled to the pair's share. With equal variances the most precise
 * weight of the control is √C for C treatments of weight 1 (Dunnett 1955).
 */
export const requiredSampleSizeForVariants = (
  input: VariantsSampleSizeInput,
): StatsResult<VariantsSampleSize> => {
  const [control = Number.NaN, ...treatments] = input.weights;
  const refusal = refusalOf([
    ...checkWeights(input.weights),
    ...checkTarget(input),
    ...checkVariance(input.variance, 'variance'),
    ...(input.variance === 0 ? [zeroVariance('variance')] : []),
    ...checkEffect(input.effect),
  ]);
  if (refusal) return refusal;
  const alphaPerComparison =
    input.correction === 'none' ? input.alpha : input.alpha / treatments.length;
  const distance = designDistance({ ...input, alpha: alphaPerComparison });
  const scale = (distance / input.effect) ** 2 * input.variance;
  const sum = input.weights.reduce((total, weight) => total + weight, 0);
  const totals = treatments.map(
    weight => scale * (sum / control + sum / weight),
  );
  const totalExact = Math.max(...totals);
  const outside = refusalOf(checkRange({ totalExact }));
  if (outside) return outside;
  return computed({
    alphaPerComparison,
    totalExactPerComparison: totals,
    totalExact,
    perVariant: input.weights.map(weight =>
      Math.ceil(totalExact * (weight / sum)),
    ),
  });
};
