import type { Interval } from '../fixed-horizon/effect-test';
import { checkAlpha, checkFinite, checkPositive } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** A generalised always-valid interval of a difference in means. */
export type Gavi = {
  readonly rho: number;
  readonly halfWidth: number;
  readonly ci: Interval;
};

/**
 * The generalised always-valid interval, two-sided (a one-sided test at alpha
 * uses 2·alpha), for two variants of equal size.
 *
 * `ρ = φ/(ln ln(e α⁻²) − 2 ln α)`, half width
 * `√(2σ²)/i · √((i+ρ) ln((i+ρ)/(ρα²)))` with i units per variant. Source:
 * Howard, Ramdas, McAuliffe & Sekhon 2021, *Annals of Statistics* 49,
 * 1055–1080, two-sided normal mixture.
 */
export const generalisedAlwaysValidInterval = (input: {
  readonly estimate: number;
  readonly nPerVariant: number;
  /** Variance of one unit. */
  readonly variance: number;
  /** Units per variant at which the interval is tightest. */
  readonly phi: number;
  readonly alpha: number;
}): StatsResult<Gavi> => {
  const { estimate, nPerVariant: n, variance, phi, alpha } = input;
  const refusal = refusalOf([
    ...checkFinite(estimate, 'estimate'),
    ...checkPositive(n, 'nPerVariant'),
    ...checkPositive(variance, 'variance'),
    ...checkPositive(phi, 'phi'),
    ...checkAlpha(alpha),
  ]);
  if (refusal) return refusal;
  const twice = -2 * Math.log(alpha);
  const rho = phi / (Math.log1p(twice) + twice);
  const halfWidth =
    (Math.sqrt(2 * variance) / n) *
    Math.sqrt((n + rho) * (Math.log1p(n / rho) + twice));
  return computed({
    rho,
    halfWidth,
    ci: [estimate - halfWidth, estimate + halfWidth],
  });
};
