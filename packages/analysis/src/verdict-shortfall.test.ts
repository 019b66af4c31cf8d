import { describe, expect, it } from 'vitest';
import type { MetricResult } from './analysis-result';
import { formatShareUp, provableEffect } from './verdict-shortfall';
import { short, verdict, dated, planOf } from './verdict-test-input';

describe('verdict: what would have powered it', () => {
  it('says units, days and the effect that could have been found', () => {
    // 10,000 more; 1,000 units a day; 2 % · √(40,000/30,000) = 2.3094 %.
    const traffic = dated([
      [500, 500],
      [500, 500],
    ]);
    expect(verdict({ options: { traffic } })).toMatchObject({
      reason: 'UNDERPOWERED',
      prevention:
        '5,000 more units per variant (≈ 10 days at the observed traffic) would have powered goal. With the units there were, an effect of at least 2.31 % could have been found (planned: 2 %).',
    });
  });

  it('says the margin that would have been provable', () => {
    const { mdeRelative: _, ...rest } = short;
    const guard: MetricResult = {
      ...rest,
      role: 'guardrail',
      nimRelative: 0.01,
      precision: {
        currentPower: 0.4,
        poweredEffectRelative: 0.018,
        share: 0.75,
        projectedFinishAt: null,
      },
    };
    expect(verdict({ results: [guard] }).prevention).toContain(
      'a margin of at least 1.8 % would have been provable (planned: 1 %).',
    );
  });

  it('says no effect that could have been found where there is none', () => {
    const withPrecision = (poweredEffectRelative: number): MetricResult => ({
      ...short,
      precision: {
        currentPower: 0.4,
        poweredEffectRelative,
        share: 0.75,
        projectedFinishAt: null,
      },
    });
    const preventionOf = (result: MetricResult) =>
      verdict({ results: [result] }).prevention;
    expect(preventionOf(withPrecision(0.021))).toContain(
      'could have been found',
    );
    // What was planned could have been found: it was something else.
    expect(preventionOf(withPrecision(0.019))).not.toContain(
      'could have been found',
    );
    expect(preventionOf({ ...short, units: 0 })).not.toContain(
      'could have been found',
    );
  });

  it('rounds a figure up, so that "at least" stays true of it', () => {
    expect(formatShareUp(0.0230940107)).toBe('2.31 %');
    expect(formatShareUp(0.0231000001)).toBe('2.32 %');
    expect(formatShareUp(0.1)).toBe('10 %');
    expect(formatShareUp(1.2341)).toBe('124 %');
  });

  it('blames the allocation when equal shares would have sufficed', () => {
    // 4 c (1 − c) · 100,000 = 36,000 with c = 0.9, of 40,000 units.
    const skewed: MetricResult = {
      ...short,
      control: { n: 36_000, mean: 10 },
      treatment: { n: 4_000, mean: 10 },
      units: 40_000,
      requiredUnits: 100_000,
    };
    const options = planOf({
      variants: [
        { id: 'a', weight: 9 },
        { id: 'b', weight: 1 },
      ],
    });
    const sentence = 'with equal shares the same 40,000 units would have';
    expect(verdict({ results: [skewed], options }).prevention).toContain(
      sentence,
    );
    // What is only watched needs no power.
    const watched: MetricResult = { ...short, role: 'deterioration' };
    expect(
      verdict({ results: [skewed, { ...watched, metricId: 'w' }], options })
        .prevention,
    ).toContain(sentence);
    // Another metric has its own units: they do not add up.
    const other = { ...skewed, metricId: 'other', requiredUnits: 90_000 };
    expect(verdict({ results: [skewed, other], options }).prevention).toContain(
      sentence,
    );
    const larger = { ...skewed, requiredUnits: 120_000 };
    expect(verdict({ results: [larger], options }).prevention).not.toContain(
      'equal shares',
    );
    expect(verdict({ results: [skewed] }).prevention).not.toContain(
      'equal shares',
    );
  });

  it('counts all variants when it blames the allocation', () => {
    // Control 60,000, b and c 10,000 each; equal shares: 53,333 in a pair.
    const ofVariant = (variant: string, requiredUnits: number) => ({
      ...short,
      variant,
      control: { n: 60_000, mean: 10 },
      treatment: { n: 10_000, mean: 10 },
      units: 70_000,
      requiredUnits,
    });
    const options = planOf({
      variants: [
        { id: 'a', weight: 6 },
        { id: 'b', weight: 1 },
        { id: 'c', weight: 1 },
      ],
    });
    const traffic = ['a', 'b', 'c'].map(variant => ({
      variant,
      exposureDate: null,
      units: variant === 'a' ? 60_000 : 10_000,
    }));
    // 4 · 6/7 · 1/7 = 0.4898: 53,333 of a pair suffice up to 108,888.
    const withNeed = (need: number) =>
      verdict({
        results: [ofVariant('b', need), ofVariant('c', 80_000)],
        options: { ...options, traffic },
      }).prevention;
    expect(withNeed(108_000)).toContain('the same 80,000 units');
    expect(withNeed(109_000)).not.toContain('equal shares');
  });

  it('says which part of the audience would have been enough', () => {
    const audience = { conditions: [], proportion: 0.1, exclusivityTags: [] };
    const { prevention } = verdict({ options: planOf({ audience }) });
    // 0.1 · 40,000/30,000 = 13.33 %, rounded up.
    expect(prevention).toContain(
      'Taking 13.4 % of the audience instead of 10 %',
    );
    expect(verdict().prevention).not.toContain('audience');
  });

  it('tells early ends from planned ones', () => {
    const early = verdict({ options: { endReason: 'stopped-early' } });
    expect(early.reason).toBe('ABORTED_EARLY');
    expect(early.prevention).toContain('Let it run on');
    expect(verdict({ options: { endReason: 'planned-end' } }).reason).toBe(
      'UNDERPOWERED',
    );
    const open = { endReason: undefined, now: '2026-03-10T00:00:00Z' };
    expect(verdict({ options: open }).reason).toBe('ABORTED_EARLY');
    const onTime = { ...open, now: '2026-03-16T09:00:00Z' };
    expect(verdict({ options: onTime }).reason).toBe('UNDERPOWERED');
  });
});

describe('provableEffect', () => {
  const known = {
    currentPower: null,
    poweredEffectRelative: 0.018,
    share: null,
    projectedFinishAt: null,
  };

  it('is the figure of the result, or follows from units ∝ 1/effect²', () => {
    expect(provableEffect({ ...short, precision: known })).toBe(0.018);
    // 2 % with a quarter of the units: 4 %.
    expect(provableEffect({ ...short, units: 10_000 })).toBeCloseTo(0.04, 12);
  });

  it('is not known without a target, units or a need of them', () => {
    const { mdeRelative: _mde, ...noTarget } = short;
    const { units: _units, ...noUnits } = short;
    const { requiredUnits: _need, ...noNeed } = short;
    for (const result of [noTarget, noUnits, noNeed]) {
      expect(provableEffect(result)).toBeUndefined();
    }
    expect(provableEffect({ ...short, units: 0 })).toBeUndefined();
  });
});
