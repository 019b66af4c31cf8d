import { describe, expect, it } from 'vitest';
import { metricBaseline } from './metric-baseline';
import { goal } from './plan-test-input';
import type { MetricBaselineFigures } from './sample-size-plan';

const baselineOf = (changes: Partial<MetricBaselineFigures>) =>
  metricBaseline({ ...goal, ...changes });
const pathsOf = (changes: Partial<MetricBaselineFigures>) => {
  const baseline = baselineOf(changes);
  return baseline.ok ? [] : baseline.problems.map(({ path }) => path);
};

describe('what one unit looks like', () => {
  it('has the variance that covariates and clusters leave', () => {
    expect(baselineOf({})).toEqual({
      ok: true,
      value: { mean: 10, variance: 4, varianceFactor: 1 },
    });
    // (1 − 0.36) · 1.95
    expect(baselineOf({ covariateR2: 0.36, designEffect: 1.95 })).toMatchObject(
      { value: { varianceFactor: expect.closeTo(1.248, 12) } },
    );
  });

  it('of a ratio or quantile told as such is taken as it is', () => {
    for (const kind of ['ratio', 'quantile'] as const) {
      expect(baselineOf({ kind })).toMatchObject({
        value: { mean: 10, variance: 4 },
      });
    }
  });

  it('of a ratio comes from its parts, up to the largest covariance', () => {
    const parts = (covariance: number) => ({
      kind: 'ratio' as const,
      baselineMean: 8,
      baselineVariance: 9,
      denominator: { mean: 4, variance: 1, covariance },
    });
    // 8/4 and (9 − 2·2·c + 4·1)/16.
    for (const covariance of [1.5, 0, -3, 3]) {
      expect(baselineOf(parts(covariance))).toMatchObject({
        value: {
          mean: expect.closeTo(2, 12),
          variance: expect.closeTo((13 - 4 * covariance) / 16, 12),
        },
      });
    }
    expect(pathsOf(parts(3.001))).toEqual(['denominator.covariance']);
    expect(pathsOf(parts(-3.001))).toEqual(['denominator.covariance']);
  });

  it('of a quantile comes from its bounds', () => {
    const quantile = { probability: 0.5, n: 10_001, lower: 9.9, upper: 10.1 };
    // n − 1 units with an error of 0.1 / 1.959964.
    expect(baselineOf({ kind: 'quantile', quantile })).toMatchObject({
      value: {
        mean: 10,
        variance: expect.closeTo(10_000 * (0.1 / 1.959963984540054) ** 2, 6),
      },
    });
  });

  it('is refused with every figure that is none', () => {
    for (const covariateR2 of [-0.1, 1, 2, Number.NaN]) {
      expect(pathsOf({ covariateR2 })).toEqual(['covariateR2']);
    }
    for (const designEffect of [0, -1, Infinity, Number.NaN]) {
      expect(pathsOf({ designEffect })).toEqual(['designEffect']);
    }
    expect(pathsOf({ covariateR2: 0, designEffect: 0.5 })).toEqual([]);
    expect(
      pathsOf({
        covariateR2: 1,
        designEffect: 0,
        kind: 'ratio',
        denominator: { mean: 0, variance: 1, covariance: 0 },
      }),
    ).toEqual(['covariateR2', 'designEffect', 'denominator']);
    expect(
      pathsOf({
        kind: 'quantile',
        quantile: { probability: 0.5, n: 100, lower: 2, upper: 1 },
      }),
    ).toEqual(['quantile']);
  });
});
