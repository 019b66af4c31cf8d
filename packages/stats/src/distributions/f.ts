import type { BetaArgument } from '../special/incomplete-beta';
import { logBetaKernel, logIncompleteBeta } from '../special/incomplete-beta';
import type { TailProbabilities } from '../special/inverse-incomplete-beta';
import { logitOfBetaQuantile } from '../special/inverse-incomplete-beta';

// F distribution with real numerator and denominator degrees of freedom d1,
// d2 > 0: P(F ≤ x) = I_{d1 x/(d1 x + d2)}(d1/2, d2/2), Abramowitz & Stegun
// 26.6.2. NaN outside the domain.

const argumentOf = (x: number, d1: number, d2: number): BetaArgument => {
  const odds = (d1 / d2) * Math.max(x, 0);
  return {
    x: odds === Infinity ? 1 : odds / (1 + odds),
    y: 1 / (1 + odds),
    a: d1 / 2,
    b: d2 / 2,
  };
};

/** Density at x; Infinity at 0 for d1 < 2. */
export const fPdf = (x: number, d1: number, d2: number): number => {
  if (!(d1 > 0 && d2 > 0) || Number.isNaN(x)) return Number.NaN;
  if (x < 0) return 0;
  if (x === 0) return d1 < 2 ? Infinity : d1 === 2 ? 1 : 0;
  return Math.exp(logBetaKernel(argumentOf(x, d1, d2))) / x;
};

/** log P(F ≤ x). */
export const fLogCdf = (x: number, d1: number, d2: number): number =>
  logIncompleteBeta(argumentOf(x, d1, d2)).logLower;

/** log P(F > x). */
export const fLogSf = (x: number, d1: number, d2: number): number =>
  logIncompleteBeta(argumentOf(x, d1, d2)).logUpper;

/** P(F ≤ x). */
export const fCdf = (x: number, d1: number, d2: number): number =>
  Math.exp(fLogCdf(x, d1, d2));

/** P(F > x), computed directly; relative error below 1e-11. */
export const fSf = (x: number, d1: number, d2: number): number =>
  Math.exp(fLogSf(x, d1, d2));

const quantileOf = (
  tails: TailProbabilities,
  d1: number,
  d2: number,
): number => {
  if (!(tails.lower >= 0 && tails.upper >= 0 && d1 > 0 && d2 > 0)) {
    return Number.NaN;
  }
  if (tails.lower === 0) return 0;
  if (tails.upper === 0) return Infinity;
  return (d2 / d1) * Math.exp(logitOfBetaQuantile(tails, d1 / 2, d2 / 2));
};

/** The x with P(F ≤ x) = p. */
export const fQuantile = (p: number, d1: number, d2: number): number =>
  quantileOf({ lower: p, upper: 1 - p }, d1, d2);

/** The x with P(F > x) = p, for p too small for 1 − p. */
export const fUpperQuantile = (p: number, d1: number, d2: number): number =>
  quantileOf({ lower: 1 - p, upper: p }, d1, d2);
