import { describe, expect, it } from 'vitest';
import type { AnalysisResult, MetricResult } from '../analysis-result';
import { analyzeExperiment } from '../analyze-experiment';
import { observedMetric } from '../test-input';
import type { TestDay } from './design-test-input';
import { dayInput, replay, TEST_RATES } from './design-test-input';

const design = {
  kind: 'group-sequential' as const,
  ...TEST_RATES,
  plannedLooks: 5,
  spending: { kind: 'obrien-fleming' as const },
  overRun: 'rescale' as const,
};

// Control mean 10 and variance 4: se = √(8/n) with n units in each variant.
const day = (
  index: number,
  n: number,
  b: number,
  more: Partial<TestDay> = {},
) =>
  dayInput({
    day: index,
    n,
    observedMetrics: [
      observedMetric('goal', 'success', { b, n, mdeRelative: 0.01 }),
    ],
    ...more,
    plan: { design, requiredUnits: 10_000, ...more.plan },
  });

const goalOf = (result: AnalysisResult | undefined): MetricResult => {
  const [goal] = result?.metrics ?? [];
  if (goal === undefined) throw new Error('no result');
  return goal;
};

// z = 2.24, 2.85, 2.90, 1.26, 1.77.
const EFFECTS = [0.2, 0.18, 0.15, 0.056, 0.07];
const days = EFFECTS.map((effect, index) =>
  day(index + 1, 1_000 * (index + 1), 10 + effect),
);

describe('a group sequential experiment, day by day', () => {
  const sequencesOf = (results: readonly AnalysisResult[]) =>
    results.map(result => goalOf(result).sequence);

  it('has the bounds of rpact 3.3.4 (asOF, 5 looks, one-sided 0.05)', () => {
    const results = replay(days);
    const sequences = sequencesOf(results);
    const bounds = [
      4.2291950593, 2.88813654333, 2.29809028655, 1.96182147413, 1.73970451206,
    ];
    for (const [index, bound] of bounds.entries()) {
      const sequence = sequences[index];
      expect(sequence?.method).toBe('group-sequential');
      expect(sequence?.look).toBe(index + 1);
      expect(sequence?.informationFraction).toBeCloseTo((index + 1) / 5, 12);
      expect(Math.abs((sequence?.criticalValue ?? 0) - bound)).toBeLessThan(
        1e-6,
      );
    }
  });

  it('opens effects at every look, with intervals that hold at all of them', () => {
    const results = replay(days);
    const sequences = sequencesOf(results);
    expect(results.map(({ visibility }) => visibility.effects)).toEqual(
      EFFECTS.map(() => 'open'),
    );
    // 0.2 ± 4.2291951 · √(8/1000)
    const [from, to] = sequences[0]?.ci ?? [];
    expect(from?.toFixed(5)).toBe('-0.17827');
    expect(to?.toFixed(5)).toBe('0.57827');
    expect(goalOf(results[0]).difference?.ci).toEqual(sequences[0]?.ci);
    expect(results[1]?.visibility.sentence).toContain('look 2; 5 are planned');
  });

  it('is better from the look on at which the bound is crossed', () => {
    const results = replay(days);
    expect(results.map(result => goalOf(result).outcome)).toEqual([
      'not-enough-data',
      'not-enough-data',
      'better',
      'better',
      'better',
    ]);
    // At look 4 z is 1.25, below its bound: crossed stays crossed.
    const [superiority] = goalOf(results[3]).bound ?? [];
    expect(superiority?.statistic).toBeLessThan(1.3);
    expect(superiority?.significant).toBe(true);
  });

  it('ships from then on, and says since when it may end', () => {
    const results = replay(days);
    expect(
      results.map(({ recommendations }) => recommendations[0]?.action),
    ).toEqual(['continue', 'continue', 'ship', 'ship', 'ship']);
    expect(results.map(({ progress }) => progress.stopReachedAt)).toEqual([
      undefined,
      undefined,
      '2026-03-05T10:00:00Z',
      '2026-03-05T10:00:00Z',
      '2026-03-05T10:00:00Z',
    ]);
  });

  it('needs more units than a fixed horizon by the inflation of rpact', () => {
    const results = replay(days);
    // (1.644854 + 0.841621)² · 16/0.1² · 1.034971875 = 10,238.1
    expect(goalOf(results[0]).requiredUnits).toBe(10_239);
  });
});

describe('a look of a group sequential experiment', () => {
  it('equals the fixed horizon when it is the only one, at the planned units', () => {
    const one = goalOf(analyzeExperiment(day(14, 5_000, 10.07)));
    const fixed = goalOf(
      analyzeExperiment({
        ...day(14, 5_000, 10.07, {
          plan: { design: { kind: 'fixed-horizon' as const, ...TEST_RATES } },
        }),
        state: 'ended',
      }),
    );
    expect(one.sequence?.criticalValue).toBeCloseTo(1.6448536269514722, 9);
    const bounds = [one, fixed].map(({ bound }) => bound?.[0]);
    expect(bounds[0]?.significant).toBe(bounds[1]?.significant);
    expect(bounds[0]?.statistic).toBe(bounds[1]?.statistic);
    expect(bounds[0]?.alpha).toBeCloseTo(bounds[1]?.alpha ?? 0, 12);
    expect(one.difference?.ci[0]).toBeCloseTo(fixed.difference?.ci[0] ?? 0, 9);
  });

  it('reuses its bound when hardly a unit came, and counts as a look', () => {
    const [, second, third] = replay([
      day(1, 1_000, 10.1),
      day(2, 2_000, 10.1),
      day(2, 2_000, 10.1),
    ]).map(result => goalOf(result).sequence);
    expect(third?.criticalValue).toBe(second?.criticalValue);
    expect(third?.look).toBe(3);
  });

  it('is a problem, not a number, when units vanished', () => {
    const [, second] = replay([day(1, 2_000, 10.1), day(2, 1_500, 10.9)]);
    expect(goalOf(second)).toMatchObject({
      status: 'problem',
      problem: { code: 'ETUDE_ANALYSIS_UNITS_VANISHED' },
    });
    expect(goalOf(second)).not.toHaveProperty('difference');
    expect(goalOf(second).sentence).toContain('1,000 fewer');
  });

  it('lets the few units go that turn out to be crossovers', () => {
    const [, second] = replay([day(1, 2_000, 10.1), day(2, 1_990, 10.1)]);
    expect(goalOf(second).sequence?.informationFraction).toBeCloseTo(0.4, 12);
  });

  it('has no bound without a planned number of units, and says so', () => {
    const { requiredUnits: _, ...plan } = day(1, 1_000, 10.1).plan;
    const input = { ...day(1, 1_000, 10.1), plan };
    expect(goalOf(analyzeExperiment(input)).problem?.code).toBe(
      'ETUDE_ANALYSIS_NO_PLANNED_UNITS',
    );
  });

  it('shows and records nothing before 100 units in each variant', () => {
    const { metrics, look, monitors, recommendations } = analyzeExperiment(
      day(1, 99, 12, { pastLooks: [] }),
    );
    expect(metrics[0]).toMatchObject({ status: 'hidden', outcome: 'unknown' });
    expect(metrics[0]).not.toHaveProperty('difference');
    expect(look.tests).toEqual([]);
    expect(monitors[0]?.state).toBe('unknown');
    expect(recommendations[0]?.action).toBe('continue');
  });
});

describe('more units than planned', () => {
  const overRun = (rule: 'rescale' | 'strict') =>
    replay(
      [4_000, 6_000, 8_000].map((n, index) =>
        day(index + 1, n, index === 2 ? 10.2 : 10, {
          plan: {
            design: {
              kind: 'group-sequential' as const,
              ...TEST_RATES,
              plannedLooks: 5,
              spending: { kind: 'obrien-fleming' as const },
              overRun: rule,
            },
          },
        }),
      ),
    ).map(goalOf);

  it('rescale: every look counts, the largest is the end', () => {
    const [first, second, third] = overRun('rescale');
    expect(first?.sequence?.informationFraction).toBeCloseTo(0.8, 12);
    expect(second?.sequence?.informationFraction).toBe(1);
    expect(third?.sequence?.informationFraction).toBe(1);
    expect(third?.outcome).toBe('better');
  });

  it('strict: the first look beyond the plan is the last that counts', () => {
    const [first, second, third] = overRun('strict');
    // Spent by the plan, at 0.8 and 1, with the information of 8,000 and 12,000
    // units: rpact 3.3.4, asUser with what asOF spends.
    expect(second?.sequence?.criticalValue).toBeCloseTo(1.786261, 6);
    expect(first?.sequence?.informationFraction).toBeCloseTo(0.8, 12);
    expect(second?.sequence?.informationFraction).toBe(1);
    // z = 6.3, but the level was spent at the look before: nothing more is
    // concluded, and no interval is left.
    expect(third?.bound?.[0]?.significant).toBe(false);
    expect(third?.bound?.[0]?.ci).toEqual([null, null]);
    expect(third?.difference?.ci).toEqual([null, null]);
    expect(third?.sequence?.criticalValue).toBeNull();
    expect(third?.sentence).toContain('goal');
    expect(third?.sentence).not.toContain('interval');
  });
});

describe('an early look at a group sequential experiment', () => {
  it('is not powered by units that a look at the end would need', () => {
    // 2 % of 10 is 3.9 standard errors, but a look at 3 % of the plan takes
    // more than eleven of them to be conclusive.
    const [result] = replay([
      dayInput({
        day: 1,
        n: 3_000,
        observedMetrics: [
          observedMetric('goal', 'success', {
            b: 10,
            n: 3_000,
            mdeRelative: 0.02,
          }),
        ],
        plan: { design, requiredUnits: 200_000 },
      }),
    ]);
    const goal = goalOf(result);
    expect(goal).toMatchObject({
      units: 6_000,
      requiredUnits: 200_000,
      powered: false,
    });
    expect(goal.outcome).toBe('not-enough-data');
    expect(result?.recommendations[0]?.action).toBe('continue');
    expect(result?.progress.stopReachedAt).toBeUndefined();
  });
});
