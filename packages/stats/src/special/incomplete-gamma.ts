import { poissonDeviance } from './deviance';
import { logGamma, logGamma1p, stirlingError } from './log-gamma';
import { log1mExp } from './log-space';

const LOG_2PI = Math.log(2 * Math.PI);
const TOLERANCE = Number.EPSILON / 2;
const TINY = 1e-300;

/** Both tails of one probability on the log scale. */
export type LogTails = {
  readonly logLower: number;
  readonly logUpper: number;
};

// Both expansions need about 9√a terms near x = a.
const termCap = (a: number): number => 2000 + 40 * Math.sqrt(a);

/**
 * `log(x^a e^(−x) / Γ(a + 1))`, the log of a Poisson probability.
 *
 * Source: Loader 2000 (saddle-point form); no digits are lost for large a.
 * Domain a > 0, x > 0.
 */
export const logPoissonTerm = (a: number, x: number): number =>
  a < 1
    ? a * Math.log(x) - x - logGamma(a + 1)
    : -stirlingError(a) - poissonDeviance(a, x) - 0.5 * (LOG_2PI + Math.log(a));

// P(a, x) / (x^a e^(−x) / Γ(a+1)) = Σ x^n / ((a+1)…(a+n)): DLMF 8.11.4.
const lowerSeries = (a: number, x: number): number => {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < termCap(a); n += 1) {
    term *= x / (a + n);
    sum += term;
    if (term <= sum * TOLERANCE) return sum;
  }
  return Number.NaN;
};

// Q(a, x) / (x^a e^(−x) / Γ(a)) by Legendre's continued fraction, DLMF 8.9.2,
// evaluated with the modified Lentz algorithm.
const upperFraction = (a: number, x: number): number => {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < termCap(a); n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < TINY) d = TINY;
    c = b + an / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) <= 2 * TOLERANCE) return h;
  }
  return Number.NaN;
};

// Q(a, x) for small a and x, where 1 − P cancels: Gautschi 1979, ACM TOMS 5,
// 466–481: Q = (1 − x^a/Γ(1+a)) + x^a/Γ(1+a) Σ a(−1)^(n−1)x^n/((a+n)n!).
const upperForSmallShape = (a: number, x: number): number => {
  const logPower = a * Math.log(x) - logGamma1p(a);
  let term = 1;
  let sum = 0;
  for (let n = 1; n < 100; n += 1) {
    term *= -x / n;
    const next = sum - (term * a) / (a + n);
    if (next === sum) break;
    sum = next;
  }
  return -Math.expm1(logPower) + Math.exp(logPower) * sum;
};

/**
 * Logs of the regularised incomplete gamma functions P(a, x) and Q(a, x).
 *
 * Series for x < a + 1, continued fraction above; the smaller tail is always
 * computed directly. Source: DLMF 8.9.2, 8.11.4; Gautschi 1979 for a < 1.
 * Domain a > 0, x ≥ 0; else NaN. Relative error of either tail below 1e-12
 * down to 1e-300 (checked against mpmath); needs about 9√a steps, and NaN is
 * returned when the step cap is hit.
 */
export const logIncompleteGamma = (a: number, x: number): LogTails => {
  if (!(a > 0 && a < Infinity && x >= 0)) {
    return { logLower: Number.NaN, logUpper: Number.NaN };
  }
  if (x === 0) return { logLower: -Infinity, logUpper: 0 };
  if (x === Infinity) return { logLower: 0, logUpper: -Infinity };
  if (a < 1 && x < 1.5) {
    const logLower = logPoissonTerm(a, x) + Math.log(lowerSeries(a, x));
    // Of an upper tail near 1 the log is all that is left of its digits.
    const logUpper =
      logLower < -Math.LN2
        ? log1mExp(logLower)
        : Math.log(upperForSmallShape(a, x));
    return { logLower, logUpper };
  }
  if (x < a + 1) {
    const logLower = logPoissonTerm(a, x) + Math.log(lowerSeries(a, x));
    return { logLower, logUpper: log1mExp(logLower) };
  }
  const logUpper = logPoissonTerm(a, x) + Math.log(a * upperFraction(a, x));
  return { logLower: log1mExp(logUpper), logUpper };
};
