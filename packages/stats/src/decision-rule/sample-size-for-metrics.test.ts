import { describe, expect, it } from 'vitest';
import type {
  MetricsSampleSizeInput,
  PoweredMetric,
} from './sample-size-for-metrics';
import { requiredSampleSizeForMetrics } from './sample-size-for-metrics';

const success: PoweredMetric = {
  name: 'orders',
  role: 'success',
  mean: 10,
  variance: 4,
  effectRelative: 0.02,
};
const one: MetricsSampleSizeInput = {
  rule: 1,
  alpha: 0.05,
  power: 0.8,
  sides: 1,
  metrics: [success],
};

const sizeOf = (change: Partial<MetricsSampleSizeInput>) => {
  const result = requiredSampleSizeForMetrics({ ...one, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const problemsOf = (change: Partial<MetricsSampleSizeInput>) => {
  const result = requiredSampleSizeForMetrics({ ...one, ...change });
  return result.ok ? [] : result.problems.map(({ path }) => path);
};

describe('requiredSampleSizeForMetrics', () => {
  // 2 σ²(z.95 + z.80)²/δ² per variant: 8 · 6.18255734/0.04, by hand.
  it('is the usual sample size for one success metric', () => {
    const { perMetric, requiredTotalExact } = sizeOf({});
    expect(requiredTotalExact).toBeCloseTo(2 * 1236.511, 1);
    expect(perMetric.map(({ name }) => name)).toEqual(['orders']);
    expect(perMetric[0]?.perVariant).toEqual([1237, 1237]);
  });

  it('takes the variance of the treatment where one is given', () => {
    const twice = sizeOf({ metrics: [{ ...success, varianceTreatment: 12 }] });
    expect(
      twice.requiredTotalExact / sizeOf({}).requiredTotalExact,
    ).toBeCloseTo(2, 12);
  });

  it('does not depend on the sign of the mean, and pays for unequal shares', () => {
    const { requiredTotalExact } = sizeOf({});
    const mirrored = sizeOf({ metrics: [{ ...success, mean: -10 }] });
    expect(mirrored.requiredTotalExact).toBe(requiredTotalExact);
    // (1 + r)²/(4 r) for shares 1 : r, here 16/12.
    const unequal = sizeOf({ allocation: [1, 3] });
    expect(unequal.requiredTotalExact / requiredTotalExact).toBeCloseTo(
      4 / 3,
      12,
    );
  });

  it('needs what its most demanding metric needs', () => {
    const guardrail: PoweredMetric = {
      ...success,
      name: 'latency',
      role: 'guardrail',
      effectRelative: 0.01,
    };
    const both = sizeOf({ sides: 2, metrics: [success, guardrail] });
    const totals = both.perMetric.map(({ totalExact }) => totalExact);
    expect(both.requiredTotalExact).toBe(Math.max(...totals));
    expect(both.requiredTotalExact).toBe(totals[1]);
    // Both at the power β/2; the guardrail one-sided at the whole alpha.
    const alone = sizeOf({ power: 0.9, metrics: [guardrail] });
    expect(totals[1]).toBeCloseTo(alone.requiredTotalExact, 6);
  });

  it('refuses a mean of 0 and an effect that is none, with the place', () => {
    expect(
      problemsOf({
        metrics: [
          success,
          { ...success, mean: 0 },
          { ...success, effectRelative: 0 },
        ],
      }),
    ).toEqual(['metrics[1].mean', 'metrics[2].effectRelative']);
    expect(
      problemsOf({ power: 2, metrics: [{ ...success, mean: 0 }] }),
    ).toEqual(expect.arrayContaining(['power', 'metrics[0].mean']));
    expect(problemsOf({ metrics: [] }).length).toBeGreaterThan(0);
  });
});
