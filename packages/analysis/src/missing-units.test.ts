import { describe, expect, it } from 'vitest';
import type { MetricResult } from './analysis-result';
import {
  missingUnitsPhrase,
  underpowered,
  withoutPowerTarget,
} from './missing-units';
import { testInput } from './test-input';

const result: MetricResult = {
  metricId: 'goal',
  name: 'goal',
  role: 'success',
  direction: 'increase',
  variant: 'b',
  status: 'estimated',
  units: 900,
  requiredUnits: 1_000,
  powered: false,
  outcome: 'not-enough-data',
  sentence: '',
};
const named = (name: string, changes: Partial<MetricResult>): MetricResult => ({
  ...result,
  name,
  ...changes,
});
const namesOf = (results: readonly MetricResult[]) =>
  results.map(({ name }) => name);

describe('underpowered', () => {
  it('has the metric first that lacks the largest part', () => {
    const results = [
      named('nearly', { units: 900, requiredUnits: 1_000 }),
      named('none', { units: 0, requiredUnits: 700 }),
      named('half', { units: 250, requiredUnits: 500 }),
    ];
    const order = ['none', 'half', 'nearly'];
    expect(namesOf(underpowered(results))).toEqual(order);
    expect(namesOf(underpowered(results.toReversed()))).toEqual(order);
  });

  it('has only metrics that decide and are known to be short', () => {
    const { powered: _, ...unknown } = result;
    expect(
      underpowered([
        named('enough', { powered: true }),
        { ...unknown, name: 'unknown' },
        named('watched', { role: 'deterioration' }),
        named('no margin', { role: 'guardrail' }),
      ]),
    ).toEqual([]);
    const guard = named('guard', { role: 'guardrail', nimRelative: 0.01 });
    expect(underpowered([guard])).toEqual([guard]);
  });
});

describe('withoutPowerTarget', () => {
  const { powered: _, ...unknown } = result;

  it('has estimated metrics that decide without a judgement of power', () => {
    expect(withoutPowerTarget([unknown])).toEqual([unknown]);
    expect(
      withoutPowerTarget([
        result,
        { ...unknown, role: 'deterioration' },
        { ...unknown, status: 'problem' },
        { ...unknown, status: 'hidden' },
      ]),
    ).toEqual([]);
  });
});

describe('missingUnitsPhrase', () => {
  const planOf = (weights: Readonly<Record<string, number>>) =>
    testInput({
      observedMetrics: [],
      variants: Object.entries(weights).map(([id, weight]) => ({ id, weight })),
    }).plan;
  const onDays = (...units: readonly number[]) =>
    units.map((count, index) => ({
      variant: 'a',
      exposureDate: `2026-03-0${index + 2}`,
      units: count,
    }));

  it('counts per variant when shares are even, the pair keeping its part', () => {
    // 100 missing in two of four variants: 200 over all, 50 in each.
    expect(
      missingUnitsPhrase(result, planOf({ a: 1, b: 1, c: 1, d: 1 }), []),
    ).toBe('50 more units per variant');
  });

  it('counts all variants when shares are not even', () => {
    // a and b have 3 of 5 parts: 100 · 5/3 = 166.7, rounded up.
    expect(missingUnitsPhrase(result, planOf({ a: 2, b: 1, c: 2 }), [])).toBe(
      '167 more units over all variants',
    );
    expect(missingUnitsPhrase(result, planOf({ a: 1, b: 2, c: 2 }), [])).toBe(
      '167 more units over all variants',
    );
    // The variant of the result counts, not any other: c has 2 of 5 parts.
    expect(
      missingUnitsPhrase(
        { ...result, variant: 'c' },
        planOf({ a: 2, b: 1, c: 2 }),
        [],
      ),
    ).toBe('125 more units over all variants');
  });

  it('says the days at the observed traffic, one day as one', () => {
    const even = planOf({ a: 1, b: 1 });
    expect(missingUnitsPhrase(result, even, onDays(40, 60))).toBe(
      '50 more units per variant (≈ 2 days at the observed traffic)',
    );
    expect(missingUnitsPhrase(result, even, onDays(100, 100))).toBe(
      '50 more units per variant (≈ 1 day at the observed traffic)',
    );
  });
});
