import type { PathLook, SurvivingPath } from './brownian-exit';
import { START_PATH, exitChance, survive } from './brownian-exit';

/** A look with the paths that have survived all looks before it. */
export type ReachedLook = {
  readonly path: SurvivingPath;
  readonly look: PathLook;
};

/** The chance to cross first at a look, under a drift. */
export const crossingChance = (
  { path, look }: ReachedLook,
  drift: number,
): number => exitChance(path, look, drift).probability;

/** Paths before each look of a boundary that is known beforehand. */
export const pathsBelow = (
  looks: readonly PathLook[],
): readonly ReachedLook[] => {
  let path: SurvivingPath = START_PATH;
  return looks.map((look, k) => {
    const before = looks[k - 1];
    if (before) path = survive(path, before, look.t - before.t);
    return { path, look };
  });
};

/**
 * Chance that a test ends at each look: the last one ends it whatever it
 * says.
 */
export const stopChances = (
  crossings: readonly number[],
): readonly number[] => {
  const before = crossings.slice(0, -1);
  return [...before, 1 - before.reduce((sum, chance) => sum + chance, 0)];
};

/** Expected information fraction at the end of a test. */
export const expectedFraction = (
  fractions: readonly number[],
  stops: readonly number[],
): number =>
  stops.reduce((sum, stop, k) => sum + stop * (fractions[k] ?? 1), 0);
