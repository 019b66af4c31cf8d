/** Draws that are the same in every run. */
export type SeededDraw = {
  /** A whole number in [0, below). */
  readonly below: (below: number) => number;
  /** One of the values, each as likely as the others. */
  readonly of: <T>(values: readonly [T, ...T[]]) => T;
  /** True once in `times` draws, on average. */
  readonly once: (times: number) => boolean;
};

const MODULUS = 2147483647;

/** Park & Miller (1988), "minimal standard": x ← 48271 x mod 2³¹ − 1. */
export const seededDraw = (seed: number): SeededDraw => {
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 48271) % MODULUS;
    return Math.floor((state / MODULUS) * limit);
  };
  return {
    below,
    of: values => values[below(values.length)] ?? values[0],
    once: times => below(times) === 0,
  };
};
