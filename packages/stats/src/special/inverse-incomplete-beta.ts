import { logIncompleteBeta } from './incomplete-beta';
import { solveIncreasing } from './solve-increasing';

/** A probability given as both tails, so that neither is rounded. */
export type TailProbabilities = {
  readonly lower: number;
  readonly upper: number;
};

const atLogit = (
  logit: number,
): { readonly x: number; readonly y: number } => ({
  x: 1 / (1 + Math.exp(-logit)),
  y: 1 / (1 + Math.exp(logit)),
});

/**
 * The logit `log(x/(1 − x))` of the x with I_x(a, b) = lower.
 *
 * On the logit scale neither end of (0, 1) loses digits: beta, F and t
 * quantiles are all read off it. The smaller tail is matched on the log scale.
 * Domain a, b > 0 and 0 < lower < 1; else NaN. Relative error of the
 * probability below 1e-11.
 */
export const logitOfBetaQuantile = (
  tails: TailProbabilities,
  a: number,
  b: number,
): number => {
  const isLower = tails.lower <= tails.upper;
  const target = Math.log(isLower ? tails.lower : tails.upper);
  const excess = (logit: number): number => {
    const logs = logIncompleteBeta({ ...atLogit(logit), a, b });
    return isLower ? logs.logLower - target : target - logs.logUpper;
  };
  return solveIncreasing(excess, {
    guess: Math.log(a / b),
    step: 0.5 + 1 / Math.sqrt(Math.min(a, b)),
  });
};

/** `x` and `1 − x` of a logit. */
export const probabilityOfLogit = atLogit;
