import { logIncompleteGamma } from './incomplete-gamma';
import type { TailProbabilities } from './inverse-incomplete-beta';
import { solveIncreasing } from './solve-increasing';

/**
 * The x with P(a, x) = lower, matched on the log of the smaller tail.
 *
 * Domain a > 0 and 0 < lower < 1; else NaN. Relative error about 1e-13 (the
 * search runs on log x, so tiny x keep their digits).
 */
export const inverseIncompleteGamma = (
  tails: TailProbabilities,
  a: number,
): number => {
  const isLower = tails.lower <= tails.upper;
  const target = Math.log(isLower ? tails.lower : tails.upper);
  const excess = (logX: number): number => {
    const logs = logIncompleteGamma(a, Math.exp(logX));
    return isLower ? logs.logLower - target : target - logs.logUpper;
  };
  const logX = solveIncreasing(excess, {
    guess: Math.log(a),
    step: 0.25 / Math.sqrt(a) + 0.01,
  });
  return Math.exp(logX);
};
