import type { Alternative, Interval } from '../fixed-horizon/effect-test';
import type { StatsProblem } from '../result';
import { checkAlpha } from '../input-checks';

/** The level of a two-sided mixture: a one-sided test at alpha uses 2·alpha. */
export const mixtureLevel = (
  alpha: number,
  alternative: Alternative,
): number => (alternative === 'two-sided' ? alpha : 2 * alpha);

/** Problems of a mixture's level; one side needs an alpha below 1/2. */
export const checkMixtureLevel = (
  alpha: number,
  alternative: Alternative,
): readonly StatsProblem[] =>
  alternative === 'two-sided' || !(alpha > 0 && alpha < 1)
    ? checkAlpha(alpha)
    : checkAlpha(2 * alpha, '2·alpha of a one-sided test');

/** The interval of an estimate, open on the side that is not tested. */
export const directedInterval = (
  estimate: number,
  radius: number,
  alternative: Alternative,
): Interval => [
  alternative === 'smaller' ? -Infinity : estimate - radius,
  alternative === 'larger' ? Infinity : estimate + radius,
];

/**
 * The p-value of one look from that of the two-sided mixture: half of it on
 * the tested side, 1 on the other.
 */
export const directedP = (
  twoSidedP: number,
  estimate: number,
  alternative: Alternative,
): number => {
  if (alternative === 'two-sided') return Math.min(1, twoSidedP);
  const isTestedSide = alternative === 'larger' ? estimate > 0 : estimate < 0;
  return isTestedSide ? Math.min(1, twoSidedP / 2) : 1;
};
