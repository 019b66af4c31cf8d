/** The next 32 random bits as an unsigned integer. */
export type BitSource = () => number;

const rotateLeft = (x: number, by: number): number =>
  (x << by) | (x >>> (32 - by));

/**
 * Random bits of xoshiro128++ from a state of four 32-bit words, not all 0.
 *
 * Period 2¹²⁸ − 1. Source: Blackman & Vigna 2021, "Scrambled linear
 * pseudorandom number generators", ACM TOMS 47(4).
 */
export const xoshiro128 = (
  state: readonly [number, number, number, number],
): BitSource => {
  const s = Int32Array.from(state);
  return () => {
    const s0 = s[0] ?? 0;
    let s1 = s[1] ?? 0;
    let s2 = s[2] ?? 0;
    let s3 = s[3] ?? 0;
    const result = (rotateLeft((s0 + s3) | 0, 7) + s0) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s[0] = s0 ^ s3;
    s[1] = s1;
    s[2] = s2 ^ shifted;
    s[3] = rotateLeft(s3, 11);
    return result;
  };
};

// SplitMix32: spreads a seed over the words of a state.
const splitMix = (seed: number): BitSource => {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
};

// FNV-1a of a name.
const hashOf = (name: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  return hash;
};

/**
 * Bits of the stream `name` under `seed`. Every table draws from a stream of
 * its own, so that a new table leaves the figures of the others as they are.
 */
export const namedStream = (seed: number, name: string): BitSource => {
  const mix = splitMix(seed ^ hashOf(name));
  return xoshiro128([mix(), mix(), mix(), mix()]);
};
