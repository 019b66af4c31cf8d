import { describe, expect, it } from 'vitest';
import { goal, guard, planFor, problemsFor, rate } from './plan-test-input';
import type { SampleSizeMetric } from './sample-size-plan';

const unitsOf = (metric: SampleSizeMetric): number =>
  planFor({ metrics: [metric] }).requiredUnits;

describe('sizes by kind of metric', () => {
  it('a mean: 1,237.19 per variant by power.t.test in R, 1,236.5 by z', () => {
    expect(unitsOf(goal) / 2 / 1_237.19).toBeGreaterThan(0.999);
    expect(unitsOf(goal) / 2 / 1_237.19).toBeLessThan(1.001);
  });

  it('a count is a mean with its own variance', () => {
    expect(unitsOf({ ...goal, kind: 'count' })).toBe(unitsOf(goal));
  });

  it('a ratio: variance (9 − 2·2·1.5 + 4·1)/4² by the delta method', () => {
    // Numerator 8 ± 3, denominator 4 ± 1, covariance 1.5: ratio 2, variance
    // 7/16 = 0.4375; 6.182557 · 4 · 0.4375 / 0.04² = 6,762.17
    const ratio: SampleSizeMetric = {
      ...goal,
      kind: 'ratio',
      baselineMean: 8,
      baselineVariance: 9,
      denominator: { mean: 4, variance: 1, covariance: 1.5 },
    };
    expect(unitsOf(ratio)).toBe(6_764);
    const linearised: SampleSizeMetric = {
      ...goal,
      kind: 'ratio',
      baselineMean: 2,
      baselineVariance: 0.4375,
    };
    expect(unitsOf(linearised)).toBe(6_764);
  });

  it('a quantile: the variance of one unit off its 95 % bounds', () => {
    // Standard normal median of 10,001 values: √(π/2/10,000) = 0.0125331, so
    // bounds ± 0.0245645 and a variance of π/2. Around 10 with an MDE of 1 %:
    // 6.182557 · 4 · 1.570796 / 0.1² = 3,884.62
    const median: SampleSizeMetric = {
      ...goal,
      kind: 'quantile',
      baselineVariance: Number.NaN,
      mdeRelative: 0.01,
      quantile: {
        probability: 0.5,
        n: 10_001,
        lower: 10 - 0.0245645,
        upper: 10 + 0.0245645,
      },
    };
    expect(unitsOf(median) / 3_884.62).toBeGreaterThan(0.999);
    expect(unitsOf(median) / 3_884.62).toBeLessThan(1.001);
  });

  it('covariates multiply by 1 − R², of a mean and of a rate', () => {
    // 2,473.02 · 0.64 = 1,582.7 and 10,250.68 · 0.64 = 6,560.4
    expect(unitsOf({ ...goal, covariateR2: 0.36 })).toBe(1_584);
    expect(unitsOf({ ...rate, covariateR2: 0.36 })).toBe(6_562);
  });

  it('clusters multiply by the design effect', () => {
    // Clusters of 20 with ρ = 0.05: 1 + 19 · 0.05 = 1.95
    expect(unitsOf({ ...goal, designEffect: 1.95 })).toBe(
      2 * Math.ceil((2_473.0228 * 1.95) / 2),
    );
  });

  it('a guardrail of the same figures needs the same, alone', () => {
    expect(unitsOf(guard)).toBe(unitsOf(goal));
  });
});

describe('baselines that are none', () => {
  it.each([
    [
      { covariateR2: 1 },
      'ETUDE_ANALYSIS_INVALID_BASELINE metrics[0].covariateR2',
    ],
    [
      { designEffect: 0 },
      'ETUDE_ANALYSIS_INVALID_BASELINE metrics[0].designEffect',
    ],
    [
      {
        kind: 'ratio' as const,
        denominator: { mean: 4, variance: 1, covariance: 3 },
      },
      'ETUDE_ANALYSIS_INVALID_BASELINE metrics[0].denominator.covariance',
    ],
    [
      {
        kind: 'ratio' as const,
        denominator: { mean: 0, variance: 1, covariance: 0 },
      },
      'ETUDE_STATS_ZERO_DENOMINATOR metrics[0].denominator',
    ],
    [
      {
        kind: 'quantile' as const,
        quantile: { probability: 0.5, n: 100, lower: 2, upper: 1 },
      },
      'ETUDE_STATS_INVALID_NUMBER metrics[0].quantile',
    ],
  ])('refuses %j', (changes, problem) => {
    expect(problemsFor({ metrics: [{ ...goal, ...changes }] })).toEqual([
      problem,
    ]);
  });
});
