import { checkAlpha, checkCount } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** Units seen in more than one variant. */
export type CrossoverCheck = {
  /** In 0–1. */
  readonly share: number;
  readonly unhealthy: boolean;
};

/** The platform's alert threshold, a share. */
export const CROSSOVER_THRESHOLD = 0.01;

// Fewer crossing units say nothing about the assignment.
const LEAST_UNITS = 10;

/**
 * Share of units that were exposed to more than one variant, flagged at or
 * above the threshold (default {@link CROSSOVER_THRESHOLD}) when at least ten
 * units crossed.
 *
 * Refuses no units and more crossing units than units.
 */
export const crossoverCheck = (input: {
  readonly unitsTotal: number;
  readonly unitsInSeveralVariants: number;
  readonly threshold?: number;
}): StatsResult<CrossoverCheck> => {
  const { unitsTotal, unitsInSeveralVariants: crossed } = input;
  const threshold = input.threshold ?? CROSSOVER_THRESHOLD;
  const refusal = refusalOf([
    ...checkCount(unitsTotal, 'unitsTotal', 1),
    ...checkCount(crossed, 'unitsInSeveralVariants'),
    ...checkAlpha(threshold, 'threshold'),
    ...(crossed > unitsTotal
      ? [
          {
            code: 'ETUDE_STATS_INVALID_COUNT' as const,
            path: 'unitsInSeveralVariants',
            message: `unitsInSeveralVariants is ${crossed}, more than the ${unitsTotal} units. Count each unit once.`,
          },
        ]
      : []),
  ]);
  if (refusal) return refusal;
  const share = crossed / unitsTotal;
  return computed({
    share,
    unhealthy: share >= threshold && crossed >= LEAST_UNITS,
  });
};
