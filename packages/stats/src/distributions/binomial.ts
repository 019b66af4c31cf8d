import type { LogTails } from '../special/incomplete-gamma';
import { logBetaKernel, logIncompleteBeta } from '../special/incomplete-beta';
import { normalQuantile } from './normal';

// Binomial with n ≥ 0 trials and success probability p in [0, 1]:
// P(X > k) = I_p(k + 1, n − k), Abramowitz & Stegun 26.5.24.

const isInDomain = (n: number, p: number): boolean =>
  Number.isInteger(n) && n >= 0 && p >= 0 && p <= 1;

const logTails = (k: number, n: number, p: number): LogTails => {
  if (!isInDomain(n, p) || Number.isNaN(k)) {
    return { logLower: Number.NaN, logUpper: Number.NaN };
  }
  const whole = Math.floor(k);
  if (whole < 0) return { logLower: -Infinity, logUpper: 0 };
  if (whole >= n) return { logLower: 0, logUpper: -Infinity };
  const beta = { x: p, y: 1 - p, a: whole + 1, b: n - whole };
  const logs = logIncompleteBeta(beta);
  return { logLower: logs.logUpper, logUpper: logs.logLower };
};

/** P(X = k), by the saddle-point form of Loader 2000. */
export const binomialPmf = (k: number, n: number, p: number): number => {
  if (!isInDomain(n, p) || Number.isNaN(k)) return Number.NaN;
  if (!Number.isInteger(k) || k < 0 || k > n) return 0;
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return p ** n;
  const kernel = logBetaKernel({ x: p, y: 1 - p, a: k, b: n - k });
  return (Math.exp(kernel) * n) / (k * (n - k));
};

/** log P(X ≤ k); k is rounded down. */
export const binomialLogCdf = (k: number, n: number, p: number): number =>
  logTails(k, n, p).logLower;

/** log P(X > k); k is rounded down. */
export const binomialLogSf = (k: number, n: number, p: number): number =>
  logTails(k, n, p).logUpper;

/** P(X ≤ k); relative error of small values below 1e-11. */
export const binomialCdf = (k: number, n: number, p: number): number =>
  Math.exp(binomialLogCdf(k, n, p));

/** P(X > k), computed directly. */
export const binomialSf = (k: number, n: number, p: number): number =>
  Math.exp(binomialLogSf(k, n, p));

// A probability met up to rounding counts as met, as R's qbinom does.
const FUZZ = 64 * Number.EPSILON;

/**
 * The smallest k with P(X ≤ k) ≥ q.
 *
 * Bisection between bounds that grow from the normal approximation. NaN for q
 * outside [0, 1]; 0 and n at q = 0 and 1.
 */
export const binomialQuantile = (q: number, n: number, p: number): number => {
  if (!isInDomain(n, p) || !(q >= 0 && q <= 1)) return Number.NaN;
  if (q === 0) return 0;
  if (q === 1) return p === 0 ? 0 : n;
  const isReached = (k: number): boolean =>
    q <= 0.5
      ? binomialCdf(k, n, p) >= q * (1 - FUZZ)
      : binomialSf(k, n, p) <= (1 - q) * (1 + FUZZ);
  const sd = Math.sqrt(n * p * (1 - p));
  const centre = Math.round(n * p + normalQuantile(q) * sd);
  let step = Math.ceil(1 + sd / 8);
  let low = Math.max(centre - step, -1);
  while (low >= 0 && isReached(low)) low = Math.max(low - (step *= 2), -1);
  let high = Math.min(Math.max(centre, low) + step, n);
  while (!isReached(high)) high = Math.min(high + (step *= 2), n);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isReached(middle)) high = middle;
    else low = middle;
  }
  return high;
};
