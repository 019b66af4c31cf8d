import { describe, expect, it } from 'vitest';
import type { SizingGoal, SizingUnit } from './required-units';
import {
  exactPairUnits,
  exactPairUnitsForWidth,
  leastPairUnits,
  needsPower,
  powerTargetOf,
} from './required-units';

const mean = {
  direction: 'increase' as const,
  type: 'average' as const,
  mean: 10,
  variance: 4,
  allocation: [1, 1] as const,
};
const unitsOf = (goal: Partial<SizingGoal>, unit: Partial<SizingUnit> = {}) => {
  const units = exactPairUnits(
    { ...mean, ...unit },
    { test: 'superiority', target: 0.02, alpha: 0.05, power: 0.8, ...goal },
  );
  return units.ok ? units.value : undefined;
};

describe('the target of a metric', () => {
  const both = { mdeRelative: 0.02, nimRelative: 0.01 };

  it('is the effect of a success metric and the margin of a guardrail', () => {
    expect(powerTargetOf({ role: 'success', ...both })).toBe(0.02);
    expect(powerTargetOf({ role: 'guardrail', ...both })).toBe(0.01);
    expect(powerTargetOf({ role: 'deterioration', ...both })).toBeUndefined();
  });

  it('is needed of success metrics and of guardrails with a margin', () => {
    expect(needsPower({ role: 'success' })).toBe(true);
    expect(needsPower({ role: 'guardrail', nimRelative: 0.01 })).toBe(true);
    expect(needsPower({ role: 'guardrail' })).toBe(false);
    expect(needsPower({ role: 'deterioration', nimRelative: 0.01 })).toBe(
      false,
    );
  });
});

describe('units of a pair', () => {
  it('are at least 30 in the smaller variant', () => {
    expect(leastPairUnits({ allocation: [1, 1] })).toBe(60);
    expect(leastPairUnits({ allocation: [100, 300] })).toBe(120);
    expect(leastPairUnits({ allocation: [300, 100] })).toBe(120);
  });

  it('are (z_α + z_β)² · 2 · (v + v) / Δ² of the level and power', () => {
    // z = 1.644854 and 1.959964, 0.841621; Δ = 0.2.
    expect(unitsOf({})).toBeCloseTo(2_473.0229, 3);
    expect(unitsOf({ alpha: 0.025, test: 'non-inferiority' })).toBeCloseTo(
      3_139.5519,
      3,
    );
    // Covariates leave a part of the variance, and so of the units.
    expect(unitsOf({}, { varianceFactor: 0.64 })).toBeCloseTo(1_582.7347, 3);
  });

  it('of a rate know the rate with the effect, up or down', () => {
    // 6.182557 · 2 · (0.16 + p (1 − p)) / 0.02², p = 0.22 and 0.18.
    const rate = { type: 'proportion' as const, mean: 0.2, variance: 99 };
    expect(unitsOf({ target: 0.1 }, rate)).toBeCloseTo(10_250.68, 1);
    expect(
      unitsOf({ target: 0.1 }, { ...rate, direction: 'decrease' }),
    ).toBeCloseTo(9_508.77, 1);
  });

  it('are no number where the effect is a share of a mean of 0', () => {
    expect(unitsOf({}, { mean: 0 })).toBeUndefined();
  });
});

describe('units of a width', () => {
  it('are (2 z / w)² · 2 · (v + v) of the variance of a unit', () => {
    // (2 · 1.644854 / 0.2)² · 16 = 4,328.87
    const units = exactPairUnitsForWidth(mean, {
      widthRelative: 0.02,
      alpha: 0.05,
    });
    expect(units.ok && units.value).toBeCloseTo(4_328.87, 1);
  });

  it('take p (1 − p) for the variance of a rate, whatever is told', () => {
    // Width 0.1 · 0.2 = 0.02: (2 · 1.644854 / 0.02)² · 4 · 0.16 = 17,315.5
    const units = exactPairUnitsForWidth(
      { ...mean, type: 'proportion', mean: 0.2, variance: 99 },
      { widthRelative: 0.1, alpha: 0.05 },
    );
    expect(units.ok && units.value).toBeCloseTo(17_315.5, 0);
  });
});
