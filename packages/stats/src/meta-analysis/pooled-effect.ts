import {
  chiSquareQuantile,
  chiSquareSf,
  chiSquareUpperQuantile,
} from '../distributions/chi-square';
import { studentTUpperQuantile } from '../distributions/student-t';
import type { Interval } from '../fixed-horizon/effect-test';
import { testEffect } from '../fixed-horizon/effect-test';
import { checkAlpha, checkRange, zeroVariance } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import type { EstimatedEffect } from './estimated-effect';
import { checkEffects } from './estimated-effect';
import type { HeterogeneityMethod, WeightedSums } from './heterogeneity';
import { tauSquaredAtQ, tauSquaredOf, weightedSums } from './heterogeneity';

/** Effects of several experiments on one question, on one scale. */
export type PooledEffectInput = {
  readonly effects: readonly EstimatedEffect[];
  /** `fixed` assumes one true effect; default `reml`. */
  readonly method?: 'fixed' | HeterogeneityMethod;
  /**
   * Default `z`. `hartung-knapp` estimates the variance from the scatter and
   * uses t with k − 1 degrees of freedom; the standard error of its `-adhoc`
   * form is never below that of `z`.
   */
  readonly inference?: 'z' | 'hartung-knapp' | 'hartung-knapp-adhoc';
  /** Two-sided. */
  readonly alpha: number;
};

/** How much true effects differ between experiments. */
export type Heterogeneity = {
  /** Variance of the true effects; 0 for `fixed`. */
  readonly tauSquared: number;
  /** Q-profile interval of that variance at 1 − alpha. */
  readonly tauSquaredInterval: Interval;
  /** Cochran's Q, its degrees of freedom and the p-value of no difference. */
  readonly q: number;
  readonly qDf: number;
  readonly qPValue: number;
  /** Share of the scatter that is not sampling error, in 0–1. */
  readonly iSquared: number;
};

/** What several experiments say together. */
export type PooledEffect = {
  readonly estimate: number;
  readonly stdErr: number;
  readonly statistic: number;
  /** Infinity with `z`. */
  readonly df: number;
  readonly pValue: number;
  readonly ci: Interval;
  /** Share of each experiment, in the order of the input; they sum to 1. */
  readonly weights: readonly number[];
  readonly heterogeneity: Heterogeneity;
  /**
   * Where the true effect of one more experiment is expected; null for
   * `fixed` and below three experiments.
   */
  readonly predictionInterval: Interval | null;
};

const heterogeneityOf = (
  { effects, method = 'reml', alpha }: PooledEffectInput,
  tauSquared: number,
): Heterogeneity => {
  const { q, weight, squaredWeight } = weightedSums(effects, 0, undefined);
  const qDf = effects.length - 1;
  // Higgins & Thompson 2002: the typical sampling variance.
  const typical = (qDf * weight) / (weight * weight - squaredWeight);
  const excess = q > 0 ? Math.max(0, (q - qDf) / q) : 0;
  return {
    tauSquared,
    tauSquaredInterval: [
      tauSquaredAtQ(effects, chiSquareUpperQuantile(alpha / 2, qDf), undefined),
      tauSquaredAtQ(effects, chiSquareQuantile(alpha / 2, qDf), undefined),
    ],
    q,
    qDf,
    qPValue: chiSquareSf(q, qDf),
    iSquared: method === 'fixed' ? excess : tauSquared / (tauSquared + typical),
  };
};

const stdErrOf = (
  { effects, inference = 'z' }: PooledEffectInput,
  sums: WeightedSums,
): number => {
  const plain = 1 / sums.weight;
  const scatter = sums.q / (effects.length - 1);
  if (inference === 'z') return Math.sqrt(plain);
  return Math.sqrt(
    plain * (inference === 'hartung-knapp' ? scatter : Math.max(1, scatter)),
  );
};

const predictionOf = (
  input: PooledEffectInput,
  tauSquared: number,
  pooled: EstimatedEffect,
): Interval | null => {
  const df = input.effects.length - 2;
  if (input.method === 'fixed' || df < 1) return null;
  const half =
    studentTUpperQuantile(input.alpha / 2, df) *
    Math.sqrt(tauSquared + pooled.stdErr ** 2);
  return [pooled.estimate - half, pooled.estimate + half];
};

const checkInference = ({
  method,
  inference = 'z',
}: PooledEffectInput): readonly StatsProblem[] =>
  method === 'fixed' && inference !== 'z'
    ? [
        {
          code: 'ETUDE_STATS_UNSUPPORTED',
          path: 'inference',
          message: `inference is ${inference}, which is made for effects that differ, but method is fixed. Use z, or another method.`,
        },
      ]
    : [];

/**
 * Pools the effects of several experiments, for a learning that more than one
 * of them supports.
 *
 * `μ = Σwy/Σw` with `w = 1/(se² + τ²)`, standard error `1/√Σw`. Q and I² as in
 * Higgins & Thompson 2002, *Statistics in Medicine* 21, 1539–1558; interval of
 * τ² by the Q profile (Viechtbauer 2007, *Statistics in Medicine* 26, 37–52);
 * hartung-knapp after Knapp & Hartung 2003, *Statistics in Medicine* 22,
 * 2693–2710; prediction interval `μ ± t_{k−2} √(τ² + se²)` after Higgins,
 * Thompson & Spiegelhalter 2009, *JRSS A* 172, 137–159. With few experiments
 * `z` is too narrow when effects differ: prefer hartung-knapp. Checked against
 * metafor 3.8.1.
 *
 * Refuses fewer than two effects, standard errors that are not above 0, an
 * alpha outside (0, 1), hartung-knapp with `fixed`, and hartung-knapp of equal
 * effects (zero variance).
 */
export const pooledEffect = (
  input: PooledEffectInput,
): StatsResult<PooledEffect> => {
  const { effects, method = 'reml', alpha } = input;
  const refusal = refusalOf([
    ...checkEffects(effects, 2),
    ...checkAlpha(alpha),
    ...checkInference(input),
  ]);
  if (refusal) return refusal;
  const tauSquared = method === 'fixed' ? 0 : tauSquaredOf(effects, method);
  const sums = weightedSums(effects, tauSquared, undefined);
  const pooled = { estimate: sums.centre, stdErr: stdErrOf(input, sums) };
  const outside = refusalOf(
    checkRange({ estimate: sums.centre, weight: sums.weight, q: sums.q }),
  );
  if (outside) return outside;
  if (pooled.stdErr === 0) return refusedWith(zeroVariance('effects'));
  const test = testEffect({
    difference: pooled.estimate,
    stdErr: pooled.stdErr,
    alternative: 'two-sided',
    alpha,
    ...(input.inference === undefined || input.inference === 'z'
      ? {}
      : { df: effects.length - 1 }),
  });
  if (!test.ok) return test;
  const { statistic, df, pValue, ci } = test.value;
  return computed({
    ...pooled,
    statistic,
    df,
    pValue,
    ci,
    weights: effects.map(
      ({ stdErr }) => 1 / (stdErr * stdErr + tauSquared) / sums.weight,
    ),
    heterogeneity: heterogeneityOf(input, tauSquared),
    predictionInterval: predictionOf(input, tauSquared, pooled),
  });
};
