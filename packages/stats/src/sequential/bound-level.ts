import { normalUpperQuantile } from '../distributions/normal';
import type { SurvivingPath } from './brownian-exit';
import { exitChance } from './brownian-exit';

// Less than this cannot be told from nothing.
const LEAST_INCREMENT = 1e-290;
const ITERATION_CAP = 200;
const TOLERANCE = 1e-9;
const LOWEST_Z = -9;
// The smallest positive number is the tail beyond it.
const HIGHEST_Z = 38.5;

/**
 * The z whose level a surviving path first exceeds at fraction `t` with
 * probability `increment`; Infinity when nothing may be spent, NaN when the
 * search does not settle.
 *
 * Newton on the log of the chance, which is concave and falls in the level,
 * kept inside a bracket. `guess` is a z to start from.
 */
export const boundZ = (
  path: SurvivingPath,
  look: { readonly t: number; readonly increment: number },
  guess: number,
): number => {
  const { t, increment } = look;
  if (!(increment >= LEAST_INCREMENT)) return Infinity;
  if (path.t === 0) return normalUpperQuantile(increment);
  const scale = Math.sqrt(t);
  let [low, high] = [LOWEST_Z * scale, HIGHEST_Z * scale];
  let level = Math.min(Math.max(guess * scale, low), high);
  for (let i = 0; i < ITERATION_CAP; i += 1) {
    const { probability, slope } = exitChance(path, { t, level });
    if (probability > increment) low = level;
    else high = level;
    const newton =
      level - (Math.log(probability / increment) * probability) / slope;
    const next = newton >= low && newton <= high ? newton : (low + high) / 2;
    // After a Newton step of 1e-9 the error is about its square.
    if (Math.abs(next - level) <= TOLERANCE * scale) return next / scale;
    level = next;
  }
  return Number.NaN;
};
