import {
  normalCdf,
  normalPdf,
  normalSf,
  normalUpperQuantile,
} from '../distributions/normal';
import type { Interval } from '../fixed-horizon/effect-test';
import {
  checkAlpha,
  checkFinite,
  checkPositive,
  checkRange,
} from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** An estimated effect with a normal prior on the same scale. */
export type GaussianEffectInput = {
  readonly estimate: number;
  readonly stdErr: number;
  /** Absent: the flat prior. */
  readonly prior?: { readonly mean: number; readonly variance: number };
  readonly alpha: number;
  /** Default `increase`. */
  readonly preferredDirection?: 'increase' | 'decrease';
};

/** What the posterior says; a display, not part of the decision rule. */
export type GaussianEffect = {
  readonly posteriorMean: number;
  readonly posteriorSd: number;
  /** Probability that the treatment is better. */
  readonly chanceToWin: number;
  readonly credibleInterval: Interval;
  /** Expected loss of shipping the treatment, on the effect's scale. */
  readonly riskShipTreatment: number;
  /** Expected loss of keeping the control. */
  readonly riskKeepControl: number;
};

// E[max(−X, 0)] of a normal X. For a large mean both terms nearly cancel;
// the result is then below 1e-15 of the standard deviation.
const expectedShortfall = (mean: number, sd: number): number =>
  Math.max(sd * normalPdf(mean / sd) - mean * normalSf(mean / sd), 0);

/**
 * Posterior of an effect under a normal prior.
 *
 * Precision `1/se² + 1/s0²`, mean weighted by precision; chance to win
 * `Φ(m/s)`; risk of shipping `E[max(−effect, 0)] = sφ(m/s) − mΦ(−m/s)`.
 * Source: Gelman et al., *Bayesian Data Analysis* (3rd ed.), chapter 2; Stucchio
 * 2015, "Bayesian A/B testing at VWO", for the risks. Peeking at it still
 * inflates frequentist errors.
 */
export const gaussianEffect = (
  input: GaussianEffectInput,
): StatsResult<GaussianEffect> => {
  const { estimate, stdErr, prior, alpha } = input;
  const refusal = refusalOf([
    ...checkFinite(estimate, 'estimate'),
    ...checkPositive(stdErr, 'stdErr'),
    ...checkAlpha(alpha),
    ...(prior
      ? [
          ...checkFinite(prior.mean, 'prior.mean'),
          ...checkPositive(prior.variance, 'prior.variance'),
        ]
      : []),
  ]);
  if (refusal) return refusal;
  const variance = stdErr * stdErr;
  const weight = prior ? prior.variance / (prior.variance + variance) : 1;
  const posteriorMean = prior
    ? weight * estimate + (1 - weight) * prior.mean
    : estimate;
  const posteriorSd = stdErr * Math.sqrt(weight);
  const half = normalUpperQuantile(alpha / 2) * posteriorSd;
  const oriented =
    input.preferredDirection === 'decrease' ? -posteriorMean : posteriorMean;
  const chanceToWin = normalCdf(oriented / posteriorSd);
  const riskShipTreatment = expectedShortfall(oriented, posteriorSd);
  const riskKeepControl = expectedShortfall(-oriented, posteriorSd);
  const risks = { riskShipTreatment, riskKeepControl };
  return (
    refusalOf(checkRange({ posteriorMean, half, chanceToWin, ...risks })) ??
    computed({
      posteriorMean,
      posteriorSd,
      chanceToWin,
      credibleInterval: [posteriorMean - half, posteriorMean + half],
      ...risks,
    })
  );
};
