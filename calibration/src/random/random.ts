import type { BitSource } from './xoshiro';
import { namedStream } from './xoshiro';

/** Draws of one stream. */
export type Random = {
  /** Uniform in (0, 1), in steps of 2⁻³². */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** Gamma with the given shape above 0 and scale 1. */
  readonly gamma: (shape: number) => number;
};

const TWO_POW_32 = 4_294_967_296;

// Marsaglia & Bray 1964: two normals from a point of the unit disc.
const polarNormal = (uniform: () => number): (() => number) => {
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    let [x, y, square] = [0, 0, 0];
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    spare = y * factor;
    return x * factor;
  };
};

// Marsaglia & Tsang 2000, for shapes of 1 and more; below by its boost.
const gammaOf =
  (uniform: () => number, normal: () => number) =>
  (shape: number): number => {
    const boost = shape < 1 ? uniform() ** (1 / shape) : 1;
    const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      const logU = Math.log(uniform());
      if (logU < 0.5 * x * x + d - d * v + d * Math.log(v))
        return boost * d * v;
    }
  };

/** Draws from a source of bits. */
export const randomFrom = (bits: BitSource): Random => {
  const uniform = (): number => (bits() + 0.5) / TWO_POW_32;
  const normal = polarNormal(uniform);
  return { uniform, normal, gamma: gammaOf(uniform, normal) };
};

/** The draws of stream `name` under `seed`. */
export const namedRandom = (seed: number, name: string): Random =>
  randomFrom(namedStream(seed, name));
