import { describe, expect, it } from 'vitest';
import {
  goal,
  guard,
  planFor,
  problemsFor,
  rate,
} from './planning/plan-test-input';

describe('planSampleSize by hand', () => {
  it('one mean: (1.644854 + 0.841621)² · 2 · (4 + 4) / 0.2² = 2,473.02', () => {
    expect(planFor({}).requiredUnits).toBe(2_474);
  });

  it('one rate: 6.182557 · 2 · (0.16 + 0.1716) / 0.02² = 10,250.68', () => {
    expect(planFor({ metrics: [rate] }).requiredUnits).toBe(10_252);
  });

  it('a guardrail splits beta: (1.644854 + 1.281552)² · 16 / 0.2² = 3,425.54', () => {
    const plan = planFor({ metrics: [goal, guard] });
    expect(plan.design.powerPerMetric.toFixed(3)).toBe('0.900');
    expect(
      plan.perMetric.map(({ metricId, units }) => [metricId, units]),
    ).toEqual([
      ['goal', 3_426],
      ['guard', 3_426],
    ]);
  });

  it('two success metrics split alpha: (1.959964 + 0.841621)² · 16 / 0.2² = 3,139.55', () => {
    const other = { ...goal, metricId: 'other', mdeRelative: 0.1 };
    const plan = planFor({ metrics: [goal, other] });
    expect(plan.perMetric[0]?.units).toBe(3_140);
    expect(plan.requiredUnits).toBe(3_140);
  });

  it('three even variants: alpha / 2, and a unit in each for every pair', () => {
    // 3,139.55 in the pair, 1,569.8 in each of three
    const variants = ['a', 'b', 'c'].map(id => ({ id, weight: 1 }));
    expect(planFor({ variants }).requiredUnits).toBe(3 * 1_570);
  });

  it('uneven weights cost more: 6.182557 · (4/0.75 + 4/0.25) / 0.2² = 3,297.36', () => {
    const variants = [
      { id: 'a', weight: 3 },
      { id: 'b', weight: 1 },
    ];
    // 2,473.02 and 824.34, each rounded up
    expect(planFor({ variants }).requiredUnits).toBe(2_474 + 825);
  });

  it('turns traffic into whole days', () => {
    expect(planFor({ unitsPerDay: 400 }).days).toBe(7);
    expect(planFor({})).not.toHaveProperty('days');
  });

  it('a metric to decrease uses the lower rate for the treatment', () => {
    // 6.182557 · 2 · (0.16 + 0.18·0.82) / 0.02² = 9,508.8
    expect(
      planFor({ metrics: [{ ...rate, direction: 'decrease' }] }).requiredUnits,
    ).toBe(9_510);
  });
});

describe('planSampleSize: what cannot be planned', () => {
  it('gives notice of a success metric without a target', () => {
    const vague = { ...rate, mdeRelative: undefined };
    const plan = planFor({ metrics: [goal, vague] });
    expect(plan.perMetric.map(({ metricId }) => metricId)).toEqual(['goal']);
    expect(plan.notices[0]).toMatchObject({
      code: 'ETUDE_ANALYSIS_NO_POWER_TARGET',
      path: 'metrics[1].mdeRelative',
    });
  });

  it('sizes a width without a target, but neither prices nor power', () => {
    const vague = { ...goal, mdeRelative: undefined };
    const design = {
      kind: 'fixed-width' as const,
      alpha: 0.05,
      power: 0.8,
      plannedDays: 14,
      widthRelative: 0.02,
    };
    // (2 · 1.644854 / 0.2)² · 16 = 4,328.87
    const plan = planFor({ metrics: [vague], design, unitsPerDay: 400 });
    expect(plan).toMatchObject({
      requiredUnits: 4_330,
      prices: [],
      powerCurves: [],
      plannedPeriod: null,
      days: 11,
    });
    expect(plan.perMetric).toMatchObject([
      { metricId: 'goal', units: 4_330, poweredEffectRelative: null },
    ]);
    expect(plan.notices.map(({ code }) => code)).toEqual([
      'ETUDE_ANALYSIS_NO_POWER_TARGET',
    ]);
    // Of two, the one with a target has an effect it finds.
    const both = planFor({
      metrics: [vague, { ...goal, metricId: 'other' }],
      design,
    });
    expect(
      both.perMetric.map(one => one.poweredEffectRelative !== null),
    ).toEqual([false, true]);
  });

  it('refuses when no metric has a target, with all reasons', () => {
    expect(
      problemsFor({ metrics: [{ ...goal, mdeRelative: undefined }] }),
    ).toEqual([
      'ETUDE_ANALYSIS_NO_POWER_TARGET metrics',
      'ETUDE_ANALYSIS_NO_POWER_TARGET metrics[0].mdeRelative',
    ]);
  });

  it('refuses baselines and rates that are none', () => {
    expect(
      problemsFor({
        metrics: [
          { ...goal, baselineVariance: 0 },
          { ...goal, baselineMean: Number.NaN },
        ],
      }),
    ).toHaveLength(2);
    expect(problemsFor({ alpha: 5 })).toHaveLength(1);
    expect(problemsFor({ variants: [{ id: 'a', weight: 1 }] })).toEqual([
      'ETUDE_ANALYSIS_TOO_FEW_VARIANTS variants',
    ]);
  });
});
