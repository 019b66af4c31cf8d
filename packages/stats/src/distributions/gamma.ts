import {
  logIncompleteGamma,
  logPoissonTerm,
} from '../special/incomplete-gamma';
import type { TailProbabilities } from '../special/inverse-incomplete-beta';
import { inverseIncompleteGamma } from '../special/inverse-incomplete-gamma';

// Gamma distribution with `shape` a and `scale` s (mean a·s). Source: DLMF
// 8.2; Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1,
// ch. 17. All functions: NaN unless shape > 0 and scale > 0.

const standardise = (x: number, scale: number): number =>
  scale > 0 ? Math.max(x, 0) / scale : Number.NaN;

/** Density at x; Infinity at 0 for shape < 1. */
export const gammaPdf = (x: number, shape: number, scale: number): number => {
  const u = x / scale;
  if (!(shape > 0 && scale > 0) || Number.isNaN(x)) return Number.NaN;
  if (u < 0 || u === Infinity) return 0;
  if (u === 0) return shape < 1 ? Infinity : shape === 1 ? 1 / scale : 0;
  return (Math.exp(logPoissonTerm(shape, u)) * shape) / (u * scale);
};

/** log P(X ≤ x); relative error of the probability below 1e-11. */
export const gammaLogCdf = (x: number, shape: number, scale: number): number =>
  logIncompleteGamma(shape, standardise(x, scale)).logLower;

/** log P(X > x); relative error of the probability below 1e-11. */
export const gammaLogSf = (x: number, shape: number, scale: number): number =>
  logIncompleteGamma(shape, standardise(x, scale)).logUpper;

/** P(X ≤ x). */
export const gammaCdf = (x: number, shape: number, scale: number): number =>
  Math.exp(gammaLogCdf(x, shape, scale));

/** P(X > x), the right tail computed directly. */
export const gammaSf = (x: number, shape: number, scale: number): number =>
  Math.exp(gammaLogSf(x, shape, scale));

const quantileOf = (
  tails: TailProbabilities,
  shape: number,
  scale: number,
): number => {
  if (!(tails.lower >= 0 && tails.upper >= 0 && scale > 0 && shape > 0)) {
    return Number.NaN;
  }
  if (tails.lower === 0) return 0;
  if (tails.upper === 0) return Infinity;
  return scale * inverseIncompleteGamma(tails, shape);
};

/** The x with P(X ≤ x) = p; 0 and Infinity at p = 0 and 1. */
export const gammaQuantile = (
  p: number,
  shape: number,
  scale: number,
): number => quantileOf({ lower: p, upper: 1 - p }, shape, scale);

/** The x with P(X > x) = p, for p too small for 1 − p. */
export const gammaUpperQuantile = (
  p: number,
  shape: number,
  scale: number,
): number => quantileOf({ lower: 1 - p, upper: p }, shape, scale);
