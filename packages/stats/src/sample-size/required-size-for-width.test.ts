import { describe, expect, it } from 'vitest';
import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import { requiredSampleSizeForWidth } from './required-size-for-width';

describe('requiredSampleSizeForWidth', () => {
  it('(2 · 1.959964 / 0.5)² · (9/0.25 + 4/0.75) by hand', () => {
    const size = requiredSampleSizeForWidth({
      width: 0.5,
      alpha: 0.05,
      varianceControl: 9,
      varianceTreatment: 4,
      allocation: [1, 3],
    });
    // 61.46334 · 41.33333 = 2,540.485
    expect(size.ok && size.value.totalExact.toFixed(2)).toBe('2540.48');
    expect(size.ok && size.value.perVariant).toEqual([636, 1_906]);
  });

  it('gives the test an interval of that width', () => {
    const size = requiredSampleSizeForWidth({
      width: 0.5,
      alpha: 0.05,
      varianceControl: 9,
    });
    const [n = NaN] = size.ok ? size.value.perVariant : [];
    const sample = { n, mean: 10, variance: 9 };
    const test = meanDifferenceTest({
      control: sample,
      treatment: sample,
      alternative: 'two-sided',
      alpha: 0.05,
    });
    const [low, high] = test.ok ? test.value.ci : [NaN, NaN];
    expect(high - low).toBeLessThanOrEqual(0.5);
    expect(high - low).toBeGreaterThan(0.499);
  });

  it('refuses what has no width', () => {
    const found = requiredSampleSizeForWidth({
      width: 0,
      alpha: 1,
      varianceControl: 0,
      allocation: [0, 1],
    });
    expect(found.ok ? [] : found.problems.map(({ path }) => path)).toEqual([
      'width',
      'alpha',
      'varianceControl',
      'allocation[0]',
    ]);
  });
});
