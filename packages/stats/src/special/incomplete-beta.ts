import { poissonDeviance } from './deviance';
import type { LogTails } from './incomplete-gamma';
import { logGamma, stirlingError } from './log-gamma';
import { log1mExp } from './log-space';

const LOG_2PI = Math.log(2 * Math.PI);
const TOLERANCE = Number.EPSILON;
const TINY = 1e-300;

/**
 * Arguments of the beta integral. `y` is 1 − x and given on its own, because
 * near x = 1 it holds digits that 1 − x has lost.
 */
export type BetaArgument = {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
};

// With s < 1 ≤ l: x^s/Γ(s) times Γ(l + s)/Γ(l) · (other side)^l. The ratio of
// gammas of a large l is taken through Stirling errors.
const logSmallKernel = ({ x, y, a, b }: BetaArgument): number => {
  if (a > b) return logSmallKernel({ x: y, y: x, a: b, b: a });
  const logY = y > 0.5 ? Math.log1p(-x) : Math.log(y);
  const power = a * Math.log(x) + b * logY;
  if (b < 12) return power + logGamma(a + b) - logGamma(a) - logGamma(b);
  const logRatio =
    (a + b - 0.5) * Math.log1p(a / b) -
    a +
    a * Math.log(b) +
    stirlingError(a + b) -
    stirlingError(b);
  return power + logRatio - logGamma(a);
};

/**
 * `log(x^a y^b / B(a, b))`.
 *
 * For a and b ≥ 1 by the saddle-point form of Loader 2000, which keeps all
 * digits for large parameters; else from log Γ.
 */
export const logBetaKernel = ({ x, y, a, b }: BetaArgument): number => {
  const n = a + b;
  if (a < 1 || b < 1) return logSmallKernel({ x, y, a, b });
  return (
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    poissonDeviance(a, n * x) -
    poissonDeviance(b, n * y) +
    0.5 * (Math.log(a) + Math.log(b) - Math.log(n) - LOG_2PI)
  );
};

// A tenth of a second: what has not converged by then never will.
const MOST_TERMS = 1e7;

const termCap = (a: number, b: number): number =>
  Math.min(5000 + 60 * Math.sqrt(Math.max(a, b)), MOST_TERMS);

// x^a y^b / (B(a, b) I_x(a, b)) by the continued fraction of Didonato & Morris
// 1992, ACM TOMS 18, 360–373 (BFRAC), with the modified Lentz
// algorithm. It uses a·y − b·x, not 1 − x, so that it keeps its digits for a
// of 1e9; for x ≤ a/(a + b).
const betaFraction = ({ x, y, a, b }: BetaArgument): number => {
  let h = Math.max((a * (a * y - b * x + 1)) / (a + 1), TINY);
  let [c, d] = [h, 0];
  const cap = termCap(a, b);
  for (let m = 1; m < cap; m += 1) {
    const even = a + 2 * m;
    const numerator =
      (((a + m - 1) * x) / (even - 1)) *
      (((a + b + m - 1) * x) / (even - 1)) *
      m *
      (b - m);
    const denominator =
      m +
      (m * (b - m) * x) / (even - 1) +
      ((a + m) * (a * y - b * x + 1 + m * (1 + y))) / (even + 1);
    d = denominator + numerator * d;
    if (Math.abs(d) < TINY) d = TINY;
    c = denominator + numerator / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    const factor = c * d;
    h *= factor;
    if (Math.abs(factor - 1) <= TOLERANCE) return h;
  }
  return Number.NaN;
};

const isInDomain = ({ x, y, a, b }: BetaArgument): boolean =>
  a > 0 && b > 0 && a < Infinity && b < Infinity && x >= 0 && y >= 0;

/**
 * Logs of the regularised incomplete beta function I_x(a, b) and of its
 * complement.
 *
 * The tail beyond the mean a/(a + b) is computed directly from a continued
 * fraction, the other as its complement. Source: Didonato & Morris 1992, ACM
 * TOMS 18, 360–373; prefactor Loader 2000. Domain a, b > 0 finite, 0 ≤ x ≤ 1, y = 1 − x; else
 * NaN. Relative error of the smaller tail below 1e-11 for a, b ≤ 1e9 down to
 * 1e-300 (checked against mpmath). NaN when the step cap is hit.
 */
export const logIncompleteBeta = (argument: BetaArgument): LogTails => {
  const { x, y, a, b } = argument;
  if (!isInDomain(argument)) {
    return { logLower: Number.NaN, logUpper: Number.NaN };
  }
  if (x === 0) return { logLower: -Infinity, logUpper: 0 };
  if (y === 0) return { logLower: 0, logUpper: -Infinity };
  const kernel = logBetaKernel(argument);
  if (a * y >= b * x) {
    const logLower = kernel - Math.log(betaFraction(argument));
    return { logLower, logUpper: log1mExp(Math.min(logLower, 0)) };
  }
  const mirrored = { x: y, y: x, a: b, b: a };
  const logUpper = kernel - Math.log(betaFraction(mirrored));
  return { logLower: log1mExp(Math.min(logUpper, 0)), logUpper };
};
