import { describe, expect, it } from 'vitest';
import { analyzeExperiment } from '../analyze-experiment';
import { TEST_RATES, dayInput } from '../designs/design-test-input';

// Control 2,000 and treatments of 1,000 each, as the weights say, on two days:
// 2,000 units a day. Means of 10 with a variance of 4, an effect of 1 %:
// (1.959964 + 0.841621)² · 4 · (1/0.667 + 1/0.333) / 0.1² = 14,128 in a pair.
const resultOf = (mdeRelative: number | undefined) => {
  const input = dayInput({
    day: 2,
    n: 1_000,
    variants: [
      { id: 'a', weight: 2 },
      { id: 'b', weight: 1 },
      { id: 'c', weight: 1 },
    ],
    observedMetrics: [
      {
        metricId: 'goal',
        role: 'success',
        ...(mdeRelative === undefined ? {} : { mdeRelative }),
        observed: { a: [2_000, 10, 4], b: [1_000, 10, 4], c: [1_000, 10, 4] },
      },
    ],
    plan: { design: { kind: 'always-valid', ...TEST_RATES } },
  });
  const [result] = analyzeExperiment({
    ...input,
    traffic: input.traffic.map(row =>
      row.variant === 'a' ? { ...row, units: 2 * row.units } : row,
    ),
  }).metrics;
  if (result === undefined) throw new Error('no result');
  return result;
};

describe('the projected finish of a metric', () => {
  it('is when all variants have what its pair still needs', () => {
    const { units, requiredUnits = 0, precision } = resultOf(0.01);
    expect(units).toBe(3_000);
    // Three of four units are in the pair: 1,500 of them a day.
    const days = (requiredUnits - 3_000) / 1_500;
    expect(days).toBeGreaterThan(7);
    const found = Date.parse(precision?.projectedFinishAt ?? '');
    // The need is told as a whole number, and its part of a day is a minute.
    expect(
      Math.abs(found - Date.parse('2026-03-04T10:00:00Z') - days * 86_400_000),
    ).toBeLessThan(120_000);
  });

  it('is none without a need, and when there are units enough', () => {
    expect(resultOf(undefined).precision?.projectedFinishAt).toBeNull();
    expect(resultOf(0.5).precision?.projectedFinishAt).toBeNull();
  });

  it('is not written where nobody set an effect', () => {
    expect(resultOf(undefined)).not.toHaveProperty('mdeRelative');
    expect(resultOf(0.01)).toMatchObject({ mdeRelative: 0.01 });
    expect(resultOf(0.01)).not.toHaveProperty('nimRelative');
  });
});
