import type { Alternative, Interval } from '../fixed-horizon/effect-test';
import { checkFinite, checkPositive, checkRange } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import {
  checkMixtureLevel,
  directedInterval,
  directedP,
  mixtureLevel,
} from './mixture-interval';

/** An estimate with the residual spread of one unit. */
export type MixtureSprtInput = {
  readonly estimate: number;
  readonly stdErr: number;
  /** Standard deviation of one unit. */
  readonly residualSd: number;
  /** Prior precision in units; best near 1/(effect in standard deviations)². */
  readonly phi: number;
  readonly alpha: number;
  /** Default two-sided. */
  readonly alternative?: Alternative;
};

/** Mixture likelihood ratio with the interval that inverts it. */
export type MixtureSprt = {
  /** Infinity beyond 1e308; its logarithm stays finite. */
  readonly likelihoodRatio: number;
  readonly logLikelihoodRatio: number;
  readonly radius: number;
  readonly ci: Interval;
  /**
   * `min(1, 1/likelihoodRatio)` of this look, half of it for one side; report
   * the running minimum.
   */
  readonly pValue: number;
  readonly significant: boolean;
};

/**
 * The mixture sequential probability ratio test of one look. A one-sided test
 * at alpha is the two-sided one at 2·alpha, read on its side.
 *
 * With `τ² = s²/φ`: `Λ = √(se²/(se²+τ²)) exp(d²τ²/(2 se²(se²+τ²)))`; radius
 * `se √(ln((φ+ν)/(φα²)) (φ+ν)/ν)` with `ν = (s/se)²`. Source: Johari, Pekelis
 * & Walsh, arXiv 1512.04922; Lindon, Ham, Tingley & Bojinov, arXiv 2210.08589.
 */
export const mixtureSprt = (
  input: MixtureSprtInput,
): StatsResult<MixtureSprt> => {
  const { estimate, stdErr, residualSd, phi, alpha } = input;
  const alternative = input.alternative ?? 'two-sided';
  const refusal = refusalOf([
    ...checkFinite(estimate, 'estimate'),
    ...checkPositive(stdErr, 'stdErr'),
    ...checkPositive(residualSd, 'residualSd'),
    ...checkPositive(phi, 'phi'),
    ...checkMixtureLevel(alpha, alternative),
  ]);
  if (refusal) return refusal;
  const information = (residualSd / stdErr) ** 2;
  const shrinkage = information / (phi + information);
  const logGrowth = Math.log1p(information / phi);
  const logRatio = 0.5 * (shrinkage * (estimate / stdErr) ** 2 - logGrowth);
  const radius =
    stdErr *
    Math.sqrt(
      (logGrowth - 2 * Math.log(mixtureLevel(alpha, alternative))) / shrinkage,
    );
  const ci = directedInterval(estimate, radius, alternative);
  return (
    refusalOf(checkRange({ logLikelihoodRatio: logRatio, radius })) ??
    computed({
      likelihoodRatio: Math.exp(logRatio),
      logLikelihoodRatio: logRatio,
      radius,
      ci,
      pValue: directedP(Math.exp(-logRatio), estimate, alternative),
      significant: ci[0] > 0 || ci[1] < 0,
    })
  );
};
