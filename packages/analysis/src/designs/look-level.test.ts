import { describe, expect, it } from 'vitest';
import { createCriticalValues } from './critical-values';
import type { LookedTest } from './look-level';
import { lookLevel } from './look-level';

const watch = {
  kind: 'group-sequential' as const,
  spending: { kind: 'obrien-fleming' as const },
  plannedUnits: 5_000,
  overRun: 'rescale' as const,
  underRun: 'leave-unspent' as const,
};
const levelAt = (
  units: readonly number[],
  changes: Partial<LookedTest> = {},
) => {
  const past = units.slice(0, -1);
  return lookLevel({
    watch,
    alpha: 0.05,
    history: { units: past, runningP: 1 },
    units: units.at(-1) ?? 0,
    statistic: 0,
    criticalValues: createCriticalValues(),
    ...changes,
  });
};

describe('the level of a look', () => {
  it('is alpha itself for a test that is made once', () => {
    expect(levelAt([10], { watch: { kind: 'once' } })).toEqual({
      ok: true,
      value: {
        method: 'once',
        nominal: 0.05,
        informationFraction: null,
        criticalValue: null,
        runningP: null,
        isSpent: false,
      },
    });
  });

  it('is that of the bound of rpact 3.3.4 (asOF, 0.05), and spends later', () => {
    // Look 2 of 5: z = 2.88813654333, 1 − Φ(z) = 0.00193768.
    const level = levelAt([1_000, 2_000]);
    expect(level).toMatchObject({
      ok: true,
      value: {
        method: 'group-sequential',
        nominal: expect.closeTo(0.0019377, 7),
        criticalValue: expect.closeTo(2.88813654333, 6),
        informationFraction: expect.closeTo(0.4, 12),
        runningP: null,
        isSpent: false,
      },
    });
  });

  it('is 0 after the last look of a strict plan, and says so', () => {
    const strict = { ...watch, overRun: 'strict' as const };
    expect(levelAt([3_000, 5_100, 6_000], { watch: strict })).toMatchObject({
      value: { nominal: 0, criticalValue: null, isSpent: true },
    });
    expect(levelAt([3_000, 5_100], { watch: strict })).toMatchObject({
      value: { isSpent: false },
    });
  });

  it('needs a planned number of units above 0', () => {
    for (const plannedUnits of [0, Number.NaN]) {
      const refused = levelAt([10], { watch: { ...watch, plannedUnits } });
      expect(refused).toMatchObject({
        ok: false,
        problems: [{ code: 'ETUDE_ANALYSIS_NO_PLANNED_UNITS' }],
      });
    }
  });

  it('is refused when more than one unit in a hundred vanished', () => {
    const always = { kind: 'always-valid' as const, tuningUnits: 5_000 };
    for (const tested of [watch, always]) {
      expect(levelAt([1_000, 990], { watch: tested }).ok).toBe(true);
      const refused = levelAt([500, 1_000, 700, 989], { watch: tested });
      expect(refused).toMatchObject({
        ok: false,
        problems: [
          {
            code: 'ETUDE_ANALYSIS_UNITS_VANISHED',
            details: { before: 1_000, now: 989 },
          },
        ],
      });
    }
  });

  it('always-valid: the running p-value never rises', () => {
    const always = { kind: 'always-valid' as const, tuningUnits: 5_000 };
    const pAfter = (runningP: number, statistic: number) => {
      const level = levelAt([1_000], {
        watch: always,
        history: { units: [], runningP },
        statistic,
      });
      if (!level.ok) throw new Error('refused');
      expect(level.value).toMatchObject({
        method: 'always-valid',
        isSpent: false,
      });
      return level.value.runningP ?? Number.NaN;
    };
    expect(pAfter(0.003, 0)).toBe(0.003);
    expect(pAfter(1, 5)).toBeLessThan(0.01);
    expect(pAfter(1, 5)).toBe(pAfter(0.5, 5));
  });

  it('is refused where the sequence has no bound', () => {
    expect(
      levelAt([1_000], { watch: { kind: 'always-valid', tuningUnits: -1 } }).ok,
    ).toBe(false);
    expect(levelAt([1_000], { alpha: 2 }).ok).toBe(false);
  });
});

describe('critical values', () => {
  it('are remembered by everything they depend on', () => {
    const values = createCriticalValues();
    const schedule = {
      spending: { kind: 'obrien-fleming' as const },
      alpha: 0.05,
      plannedUnits: 5_000,
      overRun: 'rescale' as const,
      underRun: 'leave-unspent' as const,
      units: [1_000, 2_000],
    };
    const first = values.boundOf(schedule);
    expect(values.boundOf({ ...schedule })).toBe(first);
    for (const changes of [
      { alpha: 0.025 },
      { units: [1_000, 3_000] },
      { plannedUnits: 6_000 },
      { spending: { kind: 'pocock' as const } },
    ]) {
      expect(values.boundOf({ ...schedule, ...changes })).not.toEqual(first);
    }
    expect(createCriticalValues().boundOf(schedule)).toEqual(first);
  });
});
