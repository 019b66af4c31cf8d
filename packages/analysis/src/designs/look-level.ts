import type { Problem, Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import { asymptoticConfidenceSequence, normalSf } from '@etude/stats';
import { formatCount } from '../format-number';
import type { TestHistory } from '../looks/look-history';
import type { CriticalValues } from './critical-values';
import type { Watch } from './watch';

/** One test at one look, before it is judged. */
export type LookedTest = {
  readonly watch: Watch;
  /** Level of the whole test, one-sided. */
  readonly alpha: number;
  readonly history: TestHistory;
  readonly units: number;
  /** `(d − null)/se`, larger the more the alternative is supported. */
  readonly statistic: number;
  readonly criticalValues: CriticalValues;
};

/** At which level this look alone is judged. */
export type LookLevel = {
  readonly method: Watch['kind'];
  /** Of the look on its own, one-sided; 0: nothing can be significant. */
  readonly nominal: number;
  readonly informationFraction: number | null;
  readonly criticalValue: number | null;
  /** Always-valid tests only: never increasing from look to look. */
  readonly runningP: number | null;
  /** True when a strict plan ended at an earlier look: this one is not tested. */
  readonly isSpent: boolean;
};

// A unit that turns out to be in two variants leaves the data of both. As many
// as the crossover check tolerates may do so between two looks.
const TOLERATED_LOSS = 0.01;

const unitsVanished = (before: number, now: number): Problem => ({
  code: 'ETUDE_ANALYSIS_UNITS_VANISHED',
  message: `there are ${formatCount(now)} units, ${formatCount(before - now)} fewer than at an earlier look: a sequential test reads data that only grows. Check that facts and exposures are complete, and that definitions have not changed since launch.`,
  details: { before, now },
});

/** Units of all looks with this one last, never decreasing. */
const growingUnits = (
  { units: past }: TestHistory,
  now: number,
): Result<readonly number[]> => {
  let most = 0;
  const growing = past.map(units => (most = Math.max(most, units)));
  if (now < most * (1 - TOLERATED_LOSS)) {
    return refused(unitsVanished(most, now));
  }
  return ok([...growing, Math.max(most, now)]);
};

const noPlan: Problem = {
  code: 'ETUDE_ANALYSIS_NO_PLANNED_UNITS',
  message:
    'a group sequential test spends its level by the share of the planned units, and the plan has no number of units. Use an always-valid design, or plan the number of units.',
};

const groupSequentialLevel = (
  test: LookedTest,
  watch: Extract<Watch, { kind: 'group-sequential' }>,
): Result<LookLevel> => {
  if (!(watch.plannedUnits > 0)) return refused(noPlan);
  const units = growingUnits(test.history, test.units);
  if (!units.ok) return units;
  const { spending, plannedUnits, overRun, underRun } = watch;
  const look = test.criticalValues.boundOf({
    spending,
    alpha: test.alpha,
    plannedUnits,
    overRun,
    underRun,
    units: units.value,
  });
  if (!look.ok) return look;
  const { bound, informationFraction, phase } = look.value;
  return ok({
    method: 'group-sequential',
    nominal: normalSf(bound),
    informationFraction,
    criticalValue: Number.isFinite(bound) ? bound : null,
    runningP: null,
    isSpent: phase === 'ignored',
  });
};

const alwaysValidLevel = (
  test: LookedTest,
  tuningUnits: number,
): Result<LookLevel> => {
  const units = growingUnits(test.history, test.units);
  if (!units.ok) return units;
  // In units of the standard error: the half width is the critical value.
  const sequence = asymptoticConfidenceSequence({
    difference: test.statistic,
    stdErr: 1,
    nTotal: test.units,
    tuningN: tuningUnits,
    alpha: test.alpha,
    alternative: 'larger',
  });
  if (!sequence.ok) return sequence;
  const { halfWidth, pValue } = sequence.value;
  return ok({
    method: 'always-valid',
    nominal: normalSf(halfWidth),
    informationFraction: null,
    criticalValue: null,
    runningP: Math.min(test.history.runningP, pValue),
    isSpent: false,
  });
};

/**
 * The level at which one look of a test is judged on its own, so that all its
 * looks together keep `alpha`.
 *
 * Once: alpha itself. Group sequential: by the share of the planned units at
 * this and all earlier looks; more units than planned rescale all shares, or,
 * with the strict rule, the first look beyond the plan is the last that
 * counts. Always-valid: from the asymptotic confidence sequence.
 *
 * Refuses data that shrank since an earlier look, and a group sequential test
 * without a planned number of units.
 */
export const lookLevel = (test: LookedTest): Result<LookLevel> => {
  const { watch, alpha } = test;
  switch (watch.kind) {
    case 'group-sequential':
      return groupSequentialLevel(test, watch);
    case 'always-valid':
      return alwaysValidLevel(test, watch.tuningUnits);
    default:
      return ok({
        method: 'once',
        nominal: alpha,
        informationFraction: null,
        criticalValue: null,
        runningP: null,
        isSpent: false,
      });
  }
};
