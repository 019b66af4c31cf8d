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

/** An estimate of two variants of equal size. */
export type GaviInput = {
  readonly estimate: number;
  readonly nPerVariant: number;
  /** Variance of one unit. */
  readonly variance: number;
  /** Units per variant at which the interval is tightest. */
  readonly phi: number;
  readonly alpha: number;
  /** Default two-sided. */
  readonly alternative?: Alternative;
};

/** A generalised always-valid interval of a difference in means. */
export type Gavi = {
  readonly rho: number;
  readonly halfWidth: number;
  readonly ci: Interval;
  /** Level at which the interval, with ρ kept, touches 0; at most 1. */
  readonly pValue: number;
  readonly significant: boolean;
};

/**
 * The generalised always-valid interval for two variants of equal size. A
 * one-sided interval at alpha is the two-sided one at 2·alpha with one end.
 *
 * `ρ = φ/(ln ln(e α⁻²) − 2 ln α)`, half width
 * `√(2σ²)/i · √((i+ρ) ln((i+ρ)/(ρα²)))` with i units per variant; p-value
 * `√((i+ρ)/ρ) e^{−d²i²/(4σ²(i+ρ))}`. Source: Howard, Ramdas, McAuliffe &
 * Sekhon 2021, *Annals of Statistics* 49, 1055–1080, two-sided normal mixture.
 */
export const generalisedAlwaysValidInterval = (
  input: GaviInput,
): StatsResult<Gavi> => {
  const { estimate, nPerVariant: n, variance, phi, alpha } = input;
  const alternative = input.alternative ?? 'two-sided';
  const refusal = refusalOf([
    ...checkFinite(estimate, 'estimate'),
    ...checkPositive(n, 'nPerVariant'),
    ...checkPositive(variance, 'variance'),
    ...checkPositive(phi, 'phi'),
    ...checkMixtureLevel(alpha, alternative),
  ]);
  if (refusal) return refusal;
  const twice = -2 * Math.log(mixtureLevel(alpha, alternative));
  const rho = phi / (Math.log1p(twice) + twice);
  const logGrowth = Math.log1p(n / rho);
  const halfWidth =
    (Math.sqrt(2 * variance) / n) * Math.sqrt((n + rho) * (logGrowth + twice));
  const ci = directedInterval(estimate, halfWidth, alternative);
  const squaredDistance = (estimate * n) ** 2 / (2 * variance * (n + rho));
  const twoSidedP = Math.exp(0.5 * (logGrowth - squaredDistance));
  const pValue = directedP(twoSidedP, estimate, alternative);
  const significant = ci[0] > 0 || ci[1] < 0;
  return (
    refusalOf(checkRange({ rho, halfWidth, pValue })) ??
    computed({ rho, halfWidth, ci, pValue, significant })
  );
};
