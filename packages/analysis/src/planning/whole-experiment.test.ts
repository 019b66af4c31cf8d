import { describe, expect, it } from 'vitest';
import { goal, planFor, problemsFor } from './plan-test-input';
import { plannedWeights, roundedUnits } from './whole-experiment';

const variants = [
  { id: 'a', weight: 2 },
  { id: 'b', weight: 1 },
  { id: 'c', weight: 1 },
];

describe('the weights of a plan', () => {
  it('have the control apart: the first variant, unless it is named', () => {
    expect(plannedWeights(variants, undefined)).toEqual({
      control: 2,
      treatments: [1, 1],
      total: 4,
    });
    expect(plannedWeights(variants, 'b')).toEqual({
      control: 1,
      treatments: [2, 1],
      total: 4,
    });
    expect(plannedWeights(variants, 'ghost').control).toBeNaN();
  });

  it('decide which variant needs most', () => {
    // b against control a: 4 · (1/2 + 1/1) · 4; against control b: c is worse.
    const [byFirst, bySecond] = ['a', 'b'].map(
      controlVariant => planFor({ variants, controlVariant }).requiredUnits,
    );
    expect(byFirst).toBeLessThan(bySecond ?? 0);
  });
});

describe('units of a whole experiment', () => {
  it('are whole in every variant', () => {
    const weights = plannedWeights(variants, 'a');
    expect(roundedUnits(8, weights)).toBe(8);
    // 4.5, 2.25 and 2.25.
    expect(roundedUnits(9, weights)).toBe(5 + 3 + 3);
  });

  it('are at least 30 in the smallest variant', () => {
    const easy = { ...goal, mdeRelative: 5 };
    expect(planFor({ metrics: [easy] }).requiredUnits).toBe(60);
    const skewed = [
      { id: 'a', weight: 3 },
      { id: 'b', weight: 1 },
    ];
    expect(planFor({ metrics: [easy], variants: skewed }).requiredUnits).toBe(
      120,
    );
  });

  it('are no number when they cannot be counted', () => {
    const tiny = { ...goal, mdeRelative: 1e-9 };
    expect(problemsFor({ metrics: [tiny] })).toEqual([
      'ETUDE_ANALYSIS_UNITS_OUT_OF_REACH metrics[0]',
    ]);
  });
});
