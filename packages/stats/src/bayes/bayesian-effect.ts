import { checkFinite, checkPositive, zeroDenominator } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { refusalOf } from '../result';
import type { GaussianEffect, GaussianEffectInput } from './gaussian-effect';
import { gaussianEffect } from './gaussian-effect';

/** A normal prior of a relative effect: sd 0.3 is ±30 % of the control mean. */
export type RelativePrior = { readonly mean: number; readonly sd: number };

/** The proper prior to offer: centred at no effect, sd 30 %. */
export const PROPER_PRIOR: RelativePrior = { mean: 0, sd: 0.3 };

/** An estimated effect, the scale it is on and a prior of its relative size. */
export type BayesianEffectInput = Omit<GaussianEffectInput, 'prior'> & {
  /**
   * `relative`: a lift with its delta-method standard error. `absolute`: a
   * difference in the metric's own unit; the prior is then multiplied by the
   * absolute value of the control mean.
   */
  readonly scale:
    | { readonly kind: 'relative' }
    | { readonly kind: 'absolute'; readonly controlMean: number };
  /** Absent: the flat prior. */
  readonly prior?: RelativePrior;
};

const checkScale = ({
  scale,
  prior,
}: BayesianEffectInput): readonly StatsProblem[] => {
  if (!prior) return [];
  return [
    ...checkFinite(prior.mean, 'prior.mean'),
    ...checkPositive(prior.sd, 'prior.sd'),
    ...(scale.kind === 'absolute'
      ? [
          ...checkFinite(scale.controlMean, 'scale.controlMean'),
          ...(scale.controlMean === 0
            ? [zeroDenominator('scale.controlMean')]
            : []),
        ]
      : []),
  ];
};

/**
 * The Bayesian view of an effect for display, outside the decision rule:
 * chance to win, credible interval and both risks, all on the given scale.
 *
 * {@link gaussianEffect} with a prior of the *relative* effect, so that one
 * prior serves metrics of any unit. Source for the scaling: GrowthBook's
 * statistics engine. Refuses what `gaussianEffect` refuses, and a prior on the
 * absolute scale with a control mean of 0.
 */
export const bayesianEffect = (
  input: BayesianEffectInput,
): StatsResult<GaussianEffect> => {
  const { scale, prior, ...effect } = input;
  const refusal = refusalOf(checkScale(input));
  if (refusal) return refusal;
  if (!prior) return gaussianEffect(effect);
  const unit = scale.kind === 'absolute' ? Math.abs(scale.controlMean) : 1;
  return gaussianEffect({
    ...effect,
    prior: { mean: prior.mean * unit, variance: (prior.sd * unit) ** 2 },
  });
};
