import {
  gammaCdf,
  gammaLogCdf,
  gammaLogSf,
  gammaPdf,
  gammaQuantile,
  gammaSf,
  gammaUpperQuantile,
} from './gamma';

// Chi-square with real df > 0 is the gamma distribution with shape df/2 and
// scale 2 (Abramowitz & Stegun 26.4); accuracy and edges are the gamma's.

/** Density at x. */
export const chiSquarePdf = (x: number, df: number): number =>
  gammaPdf(x, df / 2, 2);

/** P(X ≤ x). */
export const chiSquareCdf = (x: number, df: number): number =>
  gammaCdf(x, df / 2, 2);

/** P(X > x), the tail of a chi-square test; direct down to 1e-300. */
export const chiSquareSf = (x: number, df: number): number =>
  gammaSf(x, df / 2, 2);

/** log P(X ≤ x). */
export const chiSquareLogCdf = (x: number, df: number): number =>
  gammaLogCdf(x, df / 2, 2);

/** log P(X > x). */
export const chiSquareLogSf = (x: number, df: number): number =>
  gammaLogSf(x, df / 2, 2);

/** The x with P(X ≤ x) = p. */
export const chiSquareQuantile = (p: number, df: number): number =>
  gammaQuantile(p, df / 2, 2);

/** The x with P(X > x) = p. */
export const chiSquareUpperQuantile = (p: number, df: number): number =>
  gammaUpperQuantile(p, df / 2, 2);
