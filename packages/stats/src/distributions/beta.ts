import { logBetaKernel, logIncompleteBeta } from '../special/incomplete-beta';
import type { TailProbabilities } from '../special/inverse-incomplete-beta';
import {
  logitOfBetaQuantile,
  probabilityOfLogit,
} from '../special/inverse-incomplete-beta';

// Beta distribution on (0, 1) with shapes a, b > 0. Source: DLMF 8.17;
// Abramowitz & Stegun 26.5. NaN outside the domain of the shapes.

const inUnitInterval = (x: number): number => Math.min(Math.max(x, 0), 1);

/** Density at x; 0 outside [0, 1]. */
export const betaPdf = (x: number, a: number, b: number): number => {
  if (!(a > 0 && b > 0) || Number.isNaN(x)) return Number.NaN;
  if (x < 0 || x > 1) return 0;
  if (x === 0) return a < 1 ? Infinity : a === 1 ? b : 0;
  if (x === 1) return b < 1 ? Infinity : b === 1 ? a : 0;
  return Math.exp(logBetaKernel({ x, y: 1 - x, a, b })) / (x * (1 - x));
};

const logTails = (x: number, a: number, b: number) => {
  const inside = inUnitInterval(x);
  return logIncompleteBeta({ x: inside, y: 1 - inside, a, b });
};

/** log P(X ≤ x). */
export const betaLogCdf = (x: number, a: number, b: number): number =>
  logTails(x, a, b).logLower;

/** log P(X > x). */
export const betaLogSf = (x: number, a: number, b: number): number =>
  logTails(x, a, b).logUpper;

/** P(X ≤ x); relative error of small values below 1e-11. */
export const betaCdf = (x: number, a: number, b: number): number =>
  Math.exp(betaLogCdf(x, a, b));

/** P(X > x), computed directly. */
export const betaSf = (x: number, a: number, b: number): number =>
  Math.exp(betaLogSf(x, a, b));

const quantileOf = (tails: TailProbabilities, a: number, b: number): number => {
  if (!(tails.lower >= 0 && tails.upper >= 0 && a > 0 && b > 0)) {
    return Number.NaN;
  }
  if (tails.lower === 0) return 0;
  if (tails.upper === 0) return 1;
  return probabilityOfLogit(logitOfBetaQuantile(tails, a, b)).x;
};

/** The x with P(X ≤ x) = p. */
export const betaQuantile = (p: number, a: number, b: number): number =>
  quantileOf({ lower: p, upper: 1 - p }, a, b);

/** The x with P(X > x) = p, for p too small for 1 − p. */
export const betaUpperQuantile = (p: number, a: number, b: number): number =>
  quantileOf({ lower: 1 - p, upper: p }, a, b);
