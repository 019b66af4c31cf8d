import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type {
  AlphaSpending,
  GroupSequentialInput,
  GroupSequentialLook,
  SequentialLook,
} from '@etude/stats';
import { groupSequentialAnalysis } from '@etude/stats';

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

/** Where the last look of a schedule stands. */
export type SequentialBound = Pick<
  GroupSequentialLook,
  'phase' | 'informationFraction' | 'bound'
>;

/** The bound of the last look of a schedule. */
export type CriticalValues = (
  schedule: SequentialSchedule,
) => Result<SequentialBound>;

// Bounds depend on counts alone: any sample of that many units does.
const lookOf = (units: number): SequentialLook => ({
  control: { n: Math.max(units - 2, 2), mean: 0, variance: 1 },
  treatment: { n: 2, mean: 0, variance: 1 },
});

const solved = (schedule: SequentialSchedule): Result<SequentialBound> => {
  const { units, plannedUnits, ...test } = schedule;
  const input: GroupSequentialInput = {
    ...test,
    plannedTotal: plannedUnits,
    alternative: 'larger',
    looks: units.map(lookOf),
  };
  const looks = groupSequentialAnalysis(input);
  if (!looks.ok) return looks;
  const last = looks.value.at(-1);
  return ok({
    phase: last?.phase ?? 'ignored',
    informationFraction: last?.informationFraction ?? Number.NaN,
    bound: last?.bound ?? Infinity,
  });
};

/**
 * Solves group sequential bounds for one analysis: metrics and variants with
 * the same level and the same looks share them.
 */
export const createCriticalValues = (): CriticalValues => {
  const known = new Map<string, Result<SequentialBound>>();
  return schedule => {
    const key = JSON.stringify(schedule);
    const found = known.get(key);
    if (found !== undefined) return found;
    const bound = solved(schedule);
    known.set(key, bound);
    return bound;
  };
};
