/** Draws that repeat for a seed. */
export type SeededRandom = {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number in [0, end). */
  readonly below: (end: number) => number;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
  readonly chance: (probability: number) => boolean;
};

/** Mulberry32. */
export const seededRandom = (seed: number): SeededRandom => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    pick: choices => choices[below(choices.length)] ?? choices[0],
    chance: probability => next() < probability,
  };
};
