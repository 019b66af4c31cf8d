import { logBetaKernel } from '../special/incomplete-beta';

/**
 * A draw without replacement: `drawn` of `total` units, `marked` of which
 * carry a mark.
 */
export type MarkedDraw = {
  readonly total: number;
  readonly marked: number;
  readonly drawn: number;
};

// log P(X = k) of a binomial with 0 < p < 1, by Loader's saddle point.
const logBinomial = (k: number, n: number, p: number): number => {
  if (k === 0) return n * Math.log1p(-p);
  if (k === n) return n * Math.log(p);
  const kernel = logBetaKernel({ x: p, y: 1 - p, a: k, b: n - k });
  return kernel + Math.log(n / k) - Math.log(n - k);
};

const leastOf = ({ total, marked, drawn }: MarkedDraw): number =>
  Math.max(0, drawn - (total - marked));

/**
 * P(X ≤ k) for the number X of marked units in a draw (hypergeometric).
 *
 * The probability of k as a product of three binomials (Loader 2000), then
 * the terms below it by their ratio. Made for lower tails: above the mean it
 * is right but slow. Relative error about 1e-12.
 *
 * Domain: whole numbers with marked and drawn at most total; else NaN.
 */
export const hypergeometricCdf = (k: number, draw: MarkedDraw): number => {
  const { total, marked, drawn } = draw;
  const areCounts = [k, total, marked, drawn].every(Number.isInteger);
  if (!areCounts || marked > total || drawn > total) return Number.NaN;
  if (Math.min(marked, drawn) < 0) return Number.NaN;
  const least = leastOf(draw);
  if (k < least) return 0;
  if (k >= Math.min(marked, drawn)) return 1;
  // From here on 0 < drawn < total: else least and most are the same.
  const p = drawn / total;
  const logTerm =
    logBinomial(k, marked, p) +
    logBinomial(drawn - k, total - marked, p) -
    logBinomial(drawn, total, p);
  let [term, sum] = [1, 1];
  for (let i = k; i > least && term > sum * Number.EPSILON * 0.25; i -= 1) {
    term *=
      (i / (marked - i + 1)) * ((total - marked - drawn + i) / (drawn - i + 1));
    sum += term;
  }
  return Math.min(1, Math.exp(logTerm) * sum);
};
