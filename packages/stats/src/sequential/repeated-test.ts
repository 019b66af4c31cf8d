import type { Alternative, Interval } from '../fixed-horizon/effect-test';
import { checkFinite, checkPositive } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { directedInterval } from './mixture-interval';

/** An estimate by any method (means, ratio, CUPED) at one look. */
export type RepeatedTestInput = {
  readonly difference: number;
  readonly stdErr: number;
  /** Hypothesised difference; default 0. */
  readonly null?: number;
  /** Critical value of z at this look; Infinity where nothing may be spent. */
  readonly bound: number;
  readonly alternative: Alternative;
};

/** The estimate against the bound of its look. */
export type RepeatedTest = {
  readonly z: number;
  /** Holds at all looks together. */
  readonly ci: Interval;
  readonly significant: boolean;
};

const isCrossed = (
  z: number,
  bound: number,
  alternative: Alternative,
): boolean => {
  if (alternative === 'larger') return z > bound;
  return alternative === 'smaller' ? z < -bound : Math.abs(z) > bound;
};

const checkBound = (bound: number): readonly StatsProblem[] =>
  Number.isNaN(bound) || bound === -Infinity
    ? [
        {
          code: 'ETUDE_STATS_INVALID_NUMBER',
          path: 'bound',
          message: `bound is ${bound}: a critical value of z is needed, or Infinity for a look that may spend nothing.`,
        },
      ]
    : [];

/**
 * One look of a sequential test, by its bound: `(d − null)/se` beyond c_k and
 * the repeated confidence interval `d ± c_k se`, one-sided with one open end.
 *
 * Source: Jennison & Turnbull 2000, chapter 9. Refuses a standard error that
 * is not above 0 and a bound that is none.
 */
export const repeatedTest = (
  input: RepeatedTestInput,
): StatsResult<RepeatedTest> => {
  const { difference, stdErr, bound, alternative } = input;
  const refusal = refusalOf([
    ...checkFinite(difference, 'difference'),
    ...checkPositive(stdErr, 'stdErr'),
    ...checkFinite(input.null ?? 0, 'null'),
    ...checkBound(bound),
  ]);
  if (refusal) return refusal;
  const z = (difference - (input.null ?? 0)) / stdErr;
  return computed({
    z,
    ci: directedInterval(difference, bound * stdErr, alternative),
    significant: isCrossed(z, bound, alternative),
  });
};
