import { normalUpperQuantile } from '../distributions/normal';
import type { Interval } from '../fixed-horizon/effect-test';
import { checkAlpha, checkFinite, checkRange } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { EstimatedEffect } from './estimated-effect';
import { checkEffects } from './estimated-effect';
import type { HeterogeneityMethod } from './heterogeneity';
import { tauSquaredOf, weightedSums } from './heterogeneity';

/** Effects of many experiments on one metric and one scale. */
export type ShrunkenEffectsInput = {
  /** All of them, shipped or not: a selection would bias the prior. */
  readonly effects: readonly EstimatedEffect[];
  /** Default `normal-normal`. */
  readonly method?: 'normal-normal' | 'james-stein';
  /** How normal-normal estimates the spread of true effects; default reml. */
  readonly heterogeneity?: HeterogeneityMethod;
  /** What effects are shrunk to; absent: their mean, estimated. */
  readonly centre?: number;
  readonly alpha: number;
};

/** One effect after shrinkage. */
export type ShrunkenEffect = {
  readonly estimate: number;
  /** Share of the distance to the centre that was taken away, in 0–1. */
  readonly shrinkage: number;
  /** Posterior standard deviation; null for james-stein, which has none. */
  readonly stdErr: number | null;
  /** Credible interval at 1 − alpha; null for james-stein. */
  readonly ci: Interval | null;
};

/** Effects freed from the part of their size that is luck. */
export type ShrunkenEffects = {
  readonly centre: number;
  /** 0 when the centre was given. */
  readonly centreStdErr: number;
  /** Variance of true effects; null for james-stein. */
  readonly tauSquared: number | null;
  /** In the order of the input. */
  readonly effects: readonly ShrunkenEffect[];
};

const jamesStein = ({
  effects,
  centre,
}: ShrunkenEffectsInput): ShrunkenEffects => {
  const sums = weightedSums(effects, 0, centre);
  const lost = centre === undefined ? 3 : 2;
  const factor = (effects.length - lost) / sums.q;
  // Positive part; equal effects (q = 0) are at the centre already.
  const shrinkage = sums.q > 0 ? Math.min(1, factor) : 1;
  return {
    centre: sums.centre,
    centreStdErr: centre === undefined ? 1 / Math.sqrt(sums.weight) : 0,
    tauSquared: null,
    effects: effects.map(({ estimate }) => ({
      estimate: estimate - shrinkage * (estimate - sums.centre),
      shrinkage,
      stdErr: null,
      ci: null,
    })),
  };
};

const normalNormal = (input: ShrunkenEffectsInput): ShrunkenEffects => {
  const { effects, heterogeneity = 'reml', alpha } = input;
  const tauSquared = tauSquaredOf(effects, heterogeneity, input.centre);
  const { centre, weight } = weightedSums(effects, tauSquared, input.centre);
  const centreStdErr = input.centre === undefined ? 1 / Math.sqrt(weight) : 0;
  const z = normalUpperQuantile(alpha / 2);
  return {
    centre,
    centreStdErr,
    tauSquared,
    effects: effects.map(({ estimate, stdErr }) => {
      const variance = stdErr * stdErr;
      const shrinkage = variance / (variance + tauSquared);
      const mean = estimate - shrinkage * (estimate - centre);
      const sd = Math.hypot(
        Math.sqrt(shrinkage * tauSquared),
        shrinkage * centreStdErr,
      );
      return {
        estimate: mean,
        shrinkage,
        stdErr: sd,
        ci: [mean - z * sd, mean + z * sd],
      };
    }),
  };
};

/**
 * Shrinks the effects of many experiments towards their centre, because the
 * largest ones are partly luck.
 *
 * normal-normal (empirical Bayes): with `B = se²/(se² + τ²)` the posterior
 * mean is `y − B(y − μ)` and its variance `Bτ² + B² var(μ)`; τ² counts as
 * known. Source: Morris 1983, *JASA* 78, 47–55. With τ² = 0 all effects become
 * the centre. james-stein: one factor `min(1, (k − 3)/Q)`, or `k − 2` around a
 * given centre, with `Q = Σ((y − μ)/se)²`: the positive-part estimator of the
 * standardised effects, better than none in mean squared error relative to
 * se². Source: Efron & Morris 1973, *JASA* 68, 117–130. Checked against
 * metafor's `blup` and by hand.
 *
 * Refuses fewer than two effects (one around a given centre; james-stein four
 * and three), standard errors that are not above 0, and an alpha outside
 * (0, 1). Two effects that happen to agree say little of τ²: use many.
 */
export const shrunkenEffects = (
  input: ShrunkenEffectsInput,
): StatsResult<ShrunkenEffects> => {
  const isJamesStein = input.method === 'james-stein';
  const least = (isJamesStein ? 3 : 1) + (input.centre === undefined ? 1 : 0);
  const refusal = refusalOf([
    ...checkEffects(input.effects, least),
    ...checkFinite(input.centre ?? 0, 'centre'),
    ...checkAlpha(input.alpha),
  ]);
  if (refusal) return refusal;
  const shrunken = isJamesStein ? jamesStein(input) : normalNormal(input);
  const { centre, centreStdErr, tauSquared } = shrunken;
  return (
    refusalOf(
      checkRange({ centre, centreStdErr, tauSquared: tauSquared ?? 0 }),
    ) ?? computed(shrunken)
  );
};
