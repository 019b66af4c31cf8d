import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { AlphaSpending, PlacedLook, StoredLooks } from '@etude/stats';
import { latestLook } from '@etude/stats';

/** A one-sided group sequential test and the units at each of its looks. */
export type SequentialSchedule = {
  readonly spending: AlphaSpending;
  readonly alpha: number;
  /** Units of control and the variant expected at the end. */
  readonly plannedUnits: number;
  readonly overRun: 'rescale' | 'strict';
  readonly underRun: 'leave-unspent' | 'spend-remaining';
  /** Never decreasing; this look is the last. */
  readonly units: readonly number[];
};

/** The group sequential bounds of one analysis. */
export type CriticalValues = {
  /** Where the last look of a schedule stands. */
  readonly boundOf: (schedule: SequentialSchedule) => Result<PlacedLook>;
  /** The solved looks of all schedules asked for so far, for the next look. */
  readonly solvedLooks: () => readonly StoredLooks[];
};

/**
 * Solves group sequential bounds for one analysis: metrics and variants with
 * the same level and the same looks share them. `stored` is what an earlier
 * look left of them; it changes no bound, but looks in it are not solved
 * again.
 */
export const createCriticalValues = (
  stored: readonly StoredLooks[] = [],
): CriticalValues => {
  const known = new Map<string, Result<PlacedLook>>();
  const solved: StoredLooks[] = [];
  const solve = (schedule: SequentialSchedule): Result<PlacedLook> => {
    const { units, plannedUnits, ...test } = schedule;
    const plan = { ...test, plannedTotal: plannedUnits, sides: 1 as const };
    const latest = latestLook(plan, units, stored);
    if (!latest.ok) return latest;
    const { look, before } = latest.value;
    if (before !== null) solved.push(before);
    return ok(look);
  };
  return {
    boundOf: schedule => {
      const key = JSON.stringify(schedule);
      const found = known.get(key);
      if (found !== undefined) return found;
      const bound = solve(schedule);
      known.set(key, bound);
      return bound;
    },
    solvedLooks: () => solved,
  };
};
