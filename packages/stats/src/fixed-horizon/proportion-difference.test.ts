import { describe, expect, it } from 'vitest';
import { proportionDifferenceTest } from './proportion-difference';
import { wilsonBounds } from './wilson-interval';

const rates = {
  control: { successes: 80, n: 900 },
  treatment: { successes: 130, n: 1100 },
  alternative: 'two-sided',
  alpha: 0.05,
} as const;

const testOf = (
  change: Partial<Parameters<typeof proportionDifferenceTest>[0]>,
) => {
  const result = proportionDifferenceTest({ ...rates, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

describe('proportionDifferenceTest', () => {
  it('pooled: the p-value of the common rate, the interval of the own rates', () => {
    const pooled = testOf({ method: 'pooled-z' });
    const unpooled = testOf({});
    expect(pooled.ci).toEqual(unpooled.ci);
    // z² = χ² of the 2 × 2 table: R 4.2, prop.test(correct = FALSE).
    const common = 210 / 2000;
    const stdErr = Math.sqrt(common * (1 - common) * (1 / 900 + 1 / 1100));
    expect(pooled.stdErr).toBeCloseTo(stdErr, 12);
    expect(pooled.stdErr).not.toBe(unpooled.stdErr);
    expect(pooled.pValue).not.toBe(unpooled.pValue);
  });

  it('pooled: tests two opposite certain rates', () => {
    const opposite = testOf({
      method: 'pooled-z',
      control: { successes: 0, n: 50 },
      treatment: { successes: 50, n: 50 },
    });
    // √(1/2 · 1/2 · 2/50) = 1/10: ten standard errors.
    expect(opposite.statistic).toBeCloseTo(10, 12);
  });

  it('refuses rates that are certain and alike, by either method', () => {
    for (const method of ['pooled-z', 'unpooled-z'] as const) {
      const result = proportionDifferenceTest({
        ...rates,
        method,
        control: { successes: 0, n: 50 },
        treatment: { successes: 0, n: 60 },
      });
      expect(result.ok ? [] : result.problems.map(p => p.code)).toEqual([
        'ETUDE_STATS_ZERO_VARIANCE',
      ]);
    }
  });
});

describe('wilsonBounds', () => {
  it('begins at exactly 0 and ends at exactly 1 at the ends', () => {
    for (let n = 1; n <= 300; n += 1) {
      expect(wilsonBounds({ successes: 0, n, perSide: 0.025 })[0]).toBe(0);
      expect(wilsonBounds({ successes: n, n, perSide: 0.025 })[1]).toBe(1);
    }
  });
});
