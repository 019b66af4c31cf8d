import { normalSf, normalUpperQuantile } from '../distributions/normal';
import { checkFinite, checkPositive } from '../input-checks';
import type { StatsProblem } from '../result';

/** How the error rate is spent over the information fraction. */
export type AlphaSpending =
  | { readonly kind: 'obrien-fleming' }
  | { readonly kind: 'pocock' }
  | { readonly kind: 'power'; readonly exponent: number }
  | { readonly kind: 'hwang-shih-decani'; readonly gamma: number };

/** Problems of a spending function's parameter. */
export const checkSpending = (
  spending: AlphaSpending,
): readonly StatsProblem[] => {
  switch (spending.kind) {
    case 'power':
      return checkPositive(spending.exponent, 'spending.exponent');
    case 'hwang-shih-decani':
      return checkFinite(spending.gamma, 'spending.gamma');
    default:
      return [];
  }
};

// (1 − e^{−γt})/(1 − e^{−γ}), written so that no exponential overflows.
const hwangShihDeCani = (gamma: number, t: number): number => {
  if (gamma === 0) return t;
  if (gamma > 0) return Math.expm1(-gamma * t) / Math.expm1(-gamma);
  return (
    (Math.exp(gamma * (1 - t)) * Math.expm1(gamma * t)) / Math.expm1(gamma)
  );
};

/**
 * Error spent up to information fraction t in [0, 1], of a *one-sided* rate
 * `alphaPerSide`; increasing, all of it at t = 1. NaN for other fractions and
 * for a rate outside (0, 1).
 *
 * O'Brien–Fleming type `2 − 2Φ(z_{1−α/2}/√t)` and Pocock type
 * `α ln(1 + (e−1)t)`: Lan & DeMets 1983, *Biometrika* 70, 659–663. Power
 * family `α t^ρ`: Kim & DeMets 1987. Hwang, Shih & DeCani 1990, *Statistics in
 * Medicine* 9: `α(1−e^{−γt})/(1−e^{−γ})`, `αt` for γ = 0.
 */
export const spentAlpha = (
  spending: AlphaSpending,
  t: number,
  alphaPerSide: number,
): number => {
  const isRate = alphaPerSide > 0 && alphaPerSide < 1;
  if (!(t >= 0 && t <= 1 && isRate)) return Number.NaN;
  switch (spending.kind) {
    case 'obrien-fleming':
      return 2 * normalSf(normalUpperQuantile(alphaPerSide / 2) / Math.sqrt(t));
    case 'pocock':
      return alphaPerSide * Math.log1p((Math.E - 1) * t);
    case 'power':
      return alphaPerSide * t ** spending.exponent;
    default:
      return alphaPerSide * hwangShihDeCani(spending.gamma, t);
  }
};
