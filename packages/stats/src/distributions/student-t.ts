import type { BetaArgument } from '../special/incomplete-beta';
import { logBetaKernel, logIncompleteBeta } from '../special/incomplete-beta';
import { logitOfBetaQuantile } from '../special/inverse-incomplete-beta';
import { log1mExp } from '../special/log-space';
import { normalLogSf, normalPdf, normalUpperQuantile } from './normal';

// Student's t with real df > 0; df = Infinity is the standard normal. For
// t > 0, P(T > t) = ½ I_{df/(df + t²)}(df/2, ½): Abramowitz & Stegun 26.7.1.

// t² overflows beyond 1e154; the ratio of squares does not.
const argumentOf = (t: number, df: number): BetaArgument => {
  const odds = (t / Math.sqrt(df)) ** 2;
  return {
    x: 1 / (1 + odds),
    y: odds === Infinity ? 1 : odds / (1 + odds),
    a: df / 2,
    b: 0.5,
  };
};

/** Density at t. */
export const studentTPdf = (t: number, df: number): number => {
  if (df === Infinity) return normalPdf(t);
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN;
  // kernel = |t| · pdf for t ≠ 0; at 0 the limit is taken from below it.
  const at = Math.max(Math.abs(t), 1e-150);
  return Math.exp(logBetaKernel(argumentOf(at, df)) - Math.log(at));
};

/**
 * log P(T > t) for every real t.
 *
 * Relative error of the tail below 1e-11 for df ≤ 1e10, down to 1e-300
 * (checked against mpmath). NaN for df ≤ 0.
 */
export const studentTLogSf = (t: number, df: number): number => {
  if (df === Infinity) return normalLogSf(t);
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN;
  if (t < 0) return log1mExp(studentTLogSf(-t, df));
  return logIncompleteBeta(argumentOf(t, df)).logLower - Math.LN2;
};

/** log P(T ≤ t), by symmetry the right tail at −t. */
export const studentTLogCdf = (t: number, df: number): number =>
  studentTLogSf(-t, df);

/** P(T > t), computed directly. */
export const studentTSf = (t: number, df: number): number =>
  Math.exp(studentTLogSf(t, df));

/** P(T ≤ t); accurate in the left tail. */
export const studentTCdf = (t: number, df: number): number =>
  studentTSf(-t, df);

const upperQuantile = (p: number, df: number): number => {
  if (p === 0.5) return 0;
  if (p > 0.5) return -upperQuantile(1 - p, df);
  // Two-sided: P(|T| > t) = 2p, P(|T| ≤ t) = 1 − 2p, both exact in p.
  const logit = logitOfBetaQuantile(
    { lower: 1 - 2 * p, upper: 2 * p },
    0.5,
    df / 2,
  );
  return Math.sqrt(df) * Math.exp(logit / 2);
};

/**
 * The t with P(T > t) = p, for p down to 1e-300.
 *
 * From the beta quantile on the logit scale; relative error about 1e-12. 0
 * and 1 give ±Infinity; p outside [0, 1] or df ≤ 0 give NaN.
 */
export const studentTUpperQuantile = (p: number, df: number): number => {
  if (df === Infinity) return normalUpperQuantile(p);
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN;
  if (p === 0) return Infinity;
  if (p === 1) return -Infinity;
  return upperQuantile(p, df);
};

/** The t with P(T ≤ t) = p. */
export const studentTQuantile = (p: number, df: number): number => {
  const t = studentTUpperQuantile(p, df);
  return t === 0 ? 0 : -t;
};
