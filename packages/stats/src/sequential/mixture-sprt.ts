import type { Interval } from '../fixed-horizon/effect-test';
import { checkAlpha, checkFinite, checkPositive } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** An estimate with the residual spread of one unit. */
export type MixtureSprtInput = {
  readonly estimate: number;
  readonly stdErr: number;
  /** Standard deviation of one unit. */
  readonly residualSd: number;
  /** Prior precision in units; best near 1/(effect in standard deviations)². */
  readonly phi: number;
  readonly alpha: number;
};

/** Mixture likelihood ratio with the interval that inverts it. */
export type MixtureSprt = {
  readonly likelihoodRatio: number;
  readonly radius: number;
  readonly ci: Interval;
  /** `min(1, 1/likelihoodRatio)` of this look; report the running minimum. */
  readonly pValue: number;
};

/**
 * The mixture sequential probability ratio test of one look, two-sided (a
 * one-sided test at alpha uses 2·alpha).
 *
 * With `τ² = s²/φ`: `Λ = √(se²/(se²+τ²)) exp(d²τ²/(2 se²(se²+τ²)))`; radius
 * `se √(ln((φ+ν)/(φα²)) (φ+ν)/ν)` with `ν = (s/se)²`. Source: Johari, Pekelis
 * & Walsh, arXiv 1512.04922; Lindon, Ham, Tingley & Bojinov, arXiv 2210.08589.
 */
export const mixtureSprt = (
  input: MixtureSprtInput,
): StatsResult<MixtureSprt> => {
  const { estimate, stdErr, residualSd, phi, alpha } = input;
  const refusal = refusalOf([
    ...checkFinite(estimate, 'estimate'),
    ...checkPositive(stdErr, 'stdErr'),
    ...checkPositive(residualSd, 'residualSd'),
    ...checkPositive(phi, 'phi'),
    ...checkAlpha(alpha),
  ]);
  if (refusal) return refusal;
  const information = (residualSd / stdErr) ** 2;
  const shrinkage = information / (phi + information);
  const logRatio =
    0.5 * Math.log1p(-shrinkage) + 0.5 * shrinkage * (estimate / stdErr) ** 2;
  const radius =
    stdErr *
    Math.sqrt(
      (Math.log1p(information / phi) - 2 * Math.log(alpha)) / shrinkage,
    );
  return computed({
    likelihoodRatio: Math.exp(logRatio),
    radius,
    ci: [estimate - radius, estimate + radius],
    pValue: Math.min(1, Math.exp(-logRatio)),
  });
};
