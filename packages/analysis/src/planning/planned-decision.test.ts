import type { DecisionRuleNode } from '@etude/lifecycle';
import { describe, expect, it } from 'vitest';
import { goal, guard, planFor, problemsFor, rate } from './plan-test-input';

const superior = (metricId: string): DecisionRuleNode => ({
  kind: 'hypothesis',
  metricId,
  test: 'superiority',
});
const unharmed = (metricId: string): DecisionRuleNode => ({
  kind: 'hypothesis',
  metricId,
  test: 'non-inferiority',
});
const other = { ...goal, metricId: 'other' };

describe('sizes at the levels of the decision', () => {
  it('the standard rule written as a tree needs the same', () => {
    const metrics = [goal, other, guard];
    const root: DecisionRuleNode = {
      kind: 'all',
      children: [
        { kind: 'any', children: [superior('goal'), superior('other')] },
        unharmed('guard'),
      ],
    };
    const standard = planFor({ metrics });
    const tree = planFor({ metrics, decisionRule: { kind: 'tree', root } });
    expect(tree.perMetric).toEqual(standard.perMetric);
    expect(tree.prices).toEqual(standard.prices);
  });

  it('all of two success metrics split beta: (1.644854 + 1.281552)² · 16 / 0.2²', () => {
    const root: DecisionRuleNode = {
      kind: 'all',
      children: [superior('goal'), superior('other')],
    };
    const plan = planFor({
      metrics: [goal, other],
      decisionRule: { kind: 'tree', root },
    });
    expect(plan.requiredUnits).toBe(3_426);
    expect(plan.perMetric[0]).toMatchObject({ alpha: 0.05 });
    expect(plan.perMetric[0]?.power.toFixed(6)).toBe('0.900000');
  });

  it('a guardrail that has to improve as well is sized for both', () => {
    const root: DecisionRuleNode = {
      kind: 'all',
      children: [unharmed('guard'), superior('guard')],
    };
    const plan = planFor({
      metrics: [{ ...guard, mdeRelative: 0.01 }],
      decisionRule: { kind: 'tree', root },
    });
    // Half the effect, four times the 3,425.54 units
    expect(plan.perMetric.map(({ units }) => units)).toEqual([13_704]);
    expect(plan.powerCurves.map(({ test }) => test)).toEqual([
      'non-inferiority',
      'superiority',
    ]);
  });

  it('the strict guarantee pays for false vetoes', () => {
    // beta (0.2 − 0.05)/2 in place of 0.2/2: (1.644854 + 1.439531)² · 400
    const plan = planFor({
      metrics: [goal, guard],
      decisionRule: { kind: 'standard', guarantee: 'strict' },
    });
    expect(plan.requiredUnits).toBe(2 * Math.ceil(1_902.686));
  });

  it('refuses a rule on a metric that is not there', () => {
    expect(
      problemsFor({
        metrics: [goal],
        decisionRule: { kind: 'tree', root: superior('ghost') },
      }),
    ).toEqual(['ETUDE_ANALYSIS_UNKNOWN_METRIC decisionRule']);
  });

  it('gives notice of a margin that a rule needs', () => {
    const plan = planFor({
      metrics: [goal, { ...guard, nimRelative: undefined }],
      decisionRule: {
        kind: 'tree',
        root: { kind: 'all', children: [superior('goal'), unharmed('guard')] },
      },
    });
    expect(plan.notices).toMatchObject([
      {
        code: 'ETUDE_ANALYSIS_NO_POWER_TARGET',
        path: 'metrics[1].nimRelative',
      },
    ]);
  });
});

describe('sizes: laws', () => {
  it('units grow with the variants', () => {
    const unitsOf = (count: number): number =>
      planFor({
        variants: Array.from({ length: count }, (_, i) => ({
          id: `v${i}`,
          weight: 1,
        })),
      }).requiredUnits;
    const units = [2, 3, 4, 5].map(unitsOf);
    expect([...units].sort((a, b) => a - b)).toEqual(units);
  });

  it('units fall with the square of the effect', () => {
    const { sensitivity } = planFor({ unitsPerDay: 200 });
    expect(sensitivity.map(({ multiplier }) => multiplier)).toEqual([
      0.5, 0.75, 1, 1.25, 1.5, 2,
    ]);
    for (const { multiplier, units, mdeRelative, days } of sensitivity) {
      const exact = 2_473.0228 / multiplier ** 2;
      expect(units).toBe(2 * Math.ceil(exact / 2));
      expect(mdeRelative).toEqual({ goal: 0.02 * multiplier });
      expect(days).toBe(Math.ceil((units ?? NaN) / 200));
    }
  });

  it('an effect beyond a rate of 1 has no size', () => {
    const high = { ...rate, baselineMean: 0.7, mdeRelative: 0.3 };
    const { sensitivity, powerCurves } = planFor({ metrics: [high] });
    expect(sensitivity.at(-1)).toMatchObject({ units: null, days: null });
    expect(powerCurves[0]?.points.length).toBeLessThan(21);
  });
});

describe('power curves', () => {
  it('start at alpha and have the planned power at the planned effect', () => {
    for (const looks of [undefined, 7]) {
      const { powerCurves } = planFor({
        metrics: [rate],
        ...(looks && {
          design: {
            kind: 'group-sequential' as const,
            alpha: 0.05,
            power: 0.8,
            plannedDays: 7,
            plannedLooks: looks,
            spending: { kind: 'pocock' as const },
            overRun: 'rescale' as const,
          },
        }),
      });
      const points = powerCurves[0]?.points ?? [];
      expect(points[0]?.power.toFixed(6)).toBe('0.050000');
      expect(points[10]?.effectRelative.toFixed(6)).toBe('0.100000');
      expect(Math.abs((points[10]?.power ?? 0) - 0.8)).toBeLessThan(5e-4);
      const powers = points.map(({ power }) => power);
      expect([...powers].sort((a, b) => a - b)).toEqual(powers);
    }
  });

  it('agree with the powered effect of a rate', () => {
    // Found by statsmodels-free arithmetic: 6.182557 (0.16 + x̃)/ (n/2) = Δ²
    const [own] = planFor({ metrics: [rate] }).perMetric;
    expect(own?.poweredEffectRelative?.toFixed(4)).toBe('0.1000');
  });

  it('a metric that needs few units finds less than it was asked for', () => {
    const easy = { ...goal, metricId: 'easy', mdeRelative: 0.04 };
    const { perMetric } = planFor({ metrics: [goal, easy] });
    expect(perMetric[1]?.poweredEffectRelative?.toFixed(4)).toBe('0.0200');
  });
});

describe('a fixed-width design', () => {
  it('needs (2 · 1.644854 / 0.2)² · 2 · (4 + 4) units for a width of 2 %', () => {
    const plan = planFor({
      design: {
        kind: 'fixed-width',
        alpha: 0.05,
        power: 0.8,
        plannedDays: 14,
        widthRelative: 0.02,
      },
    });
    expect(plan.requiredUnits).toBe(2 * Math.ceil(4_328.87 / 2));
    expect(plan.sensitivity[0]).toMatchObject({
      mdeRelative: { goal: 0.01 },
      units: 2 * Math.ceil((4 * 4_328.87) / 2),
    });
    expect(plan.prices[0]?.maximumUnits).toBe(2_474);
  });
});
