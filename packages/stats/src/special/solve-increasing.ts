const EXPANSION_CAP = 1100;
const ITERATION_CAP = 200;
const TOLERANCE = 4 * Number.EPSILON;

/** A continuous increasing function and where to look for its root. */
export type RootSearch = {
  readonly guess: number;
  /** First step of the bracket; it doubles until the root is enclosed. */
  readonly step: number;
};

type Bracket = {
  readonly low: number;
  readonly high: number;
  readonly fLow: number;
  readonly fHigh: number;
};

const bracketOf = (
  f: (x: number) => number,
  { guess, step }: RootSearch,
): Bracket | undefined => {
  const fGuess = f(guess);
  const direction = fGuess > 0 ? -1 : 1;
  let [inner, fInner] = [guess, fGuess];
  for (let i = 0, width = step; i < EXPANSION_CAP; i += 1, width *= 2) {
    const outer = inner + direction * width;
    const fOuter = f(outer);
    if (Number.isNaN(fOuter)) return undefined;
    if (fOuter * direction >= 0) {
      return direction > 0
        ? { low: inner, high: outer, fLow: fInner, fHigh: fOuter }
        : { low: outer, high: inner, fLow: fOuter, fHigh: fInner };
    }
    [inner, fInner] = [outer, fOuter];
  }
  return undefined;
};

/**
 * The x with f(x) = 0 for a continuous increasing f.
 *
 * Doubling bracket, then the Illinois variant of false position safeguarded by
 * bisection. Source: Dowell & Jarratt 1971, BIT 11, 168–174. Stops at a
 * bracket of 4 ε relative width or an exact zero; NaN when no bracket is found
 * or the cap of 200 steps is hit.
 */
export const solveIncreasing = (
  f: (x: number) => number,
  search: RootSearch,
): number => {
  const bracket = bracketOf(f, search);
  if (!bracket) return Number.NaN;
  let { low, high, fLow, fHigh } = bracket;
  for (let i = 0; i < ITERATION_CAP; i += 1) {
    const width = high - low;
    if (width <= TOLERANCE * Math.max(Math.abs(low), Math.abs(high))) {
      return low + width / 2;
    }
    const secant = low - (fLow * width) / (fHigh - fLow);
    // Every third step bisects: false position can crawl on a convex f.
    const isInside = secant > low && secant < high && i % 3 !== 2;
    const next = isInside ? secant : low + width / 2;
    if (next === low || next === high) return next;
    const fNext = f(next);
    if (fNext === 0) return next;
    if (Number.isNaN(fNext)) return Number.NaN;
    if (fNext < 0) {
      [low, fLow, fHigh] = [next, fNext, isInside ? fHigh / 2 : fHigh];
    } else {
      [high, fHigh, fLow] = [next, fNext, isInside ? fLow / 2 : fLow];
    }
  }
  return Number.NaN;
};
