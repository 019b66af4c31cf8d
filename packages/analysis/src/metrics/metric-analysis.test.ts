import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricResult } from '../analysis-result';
import { analyzeExperiment } from '../analyze-experiment';
import type { TestMetric, TestSample } from '../test-input';
import { observedMetric, testInput } from '../test-input';

const resultOf = (metric: TestMetric): MetricResult => {
  const [result] = analyzeExperiment(
    testInput({ observedMetrics: [metric] }),
  ).metrics;
  if (result === undefined) throw new Error('no result');
  return result;
};

describe('outcomes', () => {
  const cases = [
    ['success', 10.2, { mdeRelative: 0.02 }, 'better'],
    ['success', 9.8, { mdeRelative: 0.02 }, 'worse'],
    ['success', 10, { mdeRelative: 0.02 }, 'no-difference'],
    ['success', 10, { mdeRelative: 0.002 }, 'not-enough-data'],
    ['success', 10, {}, 'unknown'],
    ['guardrail', 10, { nimRelative: 0.02 }, 'not-worse'],
    ['guardrail', 9.8, { nimRelative: 0.05 }, 'worse'],
    ['guardrail', 10, { nimRelative: 0.001 }, 'not-enough-data'],
    // −0.04 at a margin of 0.08: 1.41 se from either side, and powered.
    ['guardrail', 9.96, { nimRelative: 0.008 }, 'no-difference'],
    ['guardrail', 10, {}, 'no-difference'],
    ['deterioration', 10, {}, 'no-difference'],
    ['deterioration', 10.5, {}, 'no-difference'],
    ['deterioration', 9.8, {}, 'worse'],
  ] as const;

  for (const [role, b, targets, outcome] of cases) {
    it(`${role} ${JSON.stringify(targets)} at ${b} against 10 is ${outcome}`, () => {
      const result = resultOf(observedMetric('m', role, { b, ...targets }));
      expect(result.outcome).toBe(outcome);
      expect(result.sentence).toMatch(/^m /);
    });
  }

  it('says how far a metric moved and how many units it needs', () => {
    // (1.644854 + 0.841621)² · 16 / 0.02² = 247,302.3; 1.644854 · 0.0283 = 0.0465
    const result = resultOf(
      observedMetric('m', 'success', { b: 10.03, mdeRelative: 0.002 }),
    );
    expect(result.sentence).toBe(
      'm is undecided: +0.300 % (90 % interval −0.166 % to +0.766 %). To find a change of 0.2 % it needs 247,303 units and has 20,000.',
    );
  });

  it('mirrors for a metric that should decrease', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        fc.constantFrom('success' as const, 'guardrail' as const),
        (effect, role) => {
          const targets = { mdeRelative: 0.02, nimRelative: 0.02 };
          const up = resultOf(
            observedMetric('m', role, { b: 10 + effect, ...targets }),
          );
          const down = resultOf(
            observedMetric('m', role, {
              b: 10 - effect,
              direction: 'decrease',
              ...targets,
            }),
          );
          expect(down.outcome).toBe(up.outcome);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('numbers by hand', () => {
  // n = 100 each, variance 4: se = √0.08 = 0.282843; d = 0.5.
  const metric: TestMetric = {
    metricId: 'm',
    role: 'success',
    mdeRelative: 0.1,
    observed: { a: [100, 10, 4], b: [100, 10.5, 4] },
  };
  const resultByHand = () => resultOf(metric);

  it('tests at one-sided 0.05 and shows the two-sided 90 % interval', () => {
    const result = resultByHand();
    expect(result.difference?.stdErr.toFixed(6)).toBe('0.282843');
    // two-sided p of z = 1.76777; 0.5 ± 1.644854 · 0.282843
    expect(result.difference?.pValue.toFixed(4)).toBe('0.0771');
    const [from, to] = result.difference?.ci ?? [null, null];
    expect(from?.toFixed(5)).toBe('0.03477');
    expect(to?.toFixed(5)).toBe('0.96523');
    expect(result.outcome).toBe('better');
  });

  it('has one-sided bounds with an open end at the shown interval', () => {
    const result = resultByHand();
    const [superiority, inferiority] = result.bound ?? [];
    expect(superiority).toMatchObject({ nullValue: 0, alpha: 0.05 });
    expect(superiority?.ci[0]?.toFixed(12)).toBe(
      result.difference?.ci[0]?.toFixed(12),
    );
    expect(superiority?.ci[1]).toBeNull();
    expect(inferiority?.ci[0]).toBeNull();
    expect(inferiority?.significant).toBe(false);
  });

  it('gives the lift a delta interval', () => {
    const result = resultByHand();
    expect(result.lift?.estimate.toFixed(4)).toBe('0.0500');
    // se = √(0.04/100 + 1.05² · 0.04/100) = 0.0290; · 1.644854 = 0.0477
    expect(result.lift?.ci[0]?.toFixed(4)).toBe('0.0023');
    expect(result.lift?.ci[1]?.toFixed(4)).toBe('0.0977');
  });

  it('needs (1.644854 + 0.841621)² · 4 · 4 / 1² = 98.9 units', () => {
    const result = resultByHand();
    expect(result.requiredUnits).toBe(99);
    expect(result.units).toBe(200);
    expect(result.powered).toBe(true);
  });
});

describe('problems instead of numbers', () => {
  const observedAs = (a: TestSample | null, b: TestSample): TestMetric => ({
    metricId: 'm',
    role: 'success',
    mdeRelative: 0.02,
    observed: { ...(a === null ? {} : { a }), b },
  });
  const cases = [
    ['EMPTY_VARIANT', observedAs(null, [10, 1, 1])],
    ['EMPTY_VARIANT', observedAs([10, 1, 1], [0, 0, 0])],
    ['TOO_FEW_UNITS', observedAs([1, 1, 0], [10, 1, 1])],
    ['ZERO_VARIANCE', observedAs([10, 1, 0], [10, 2, 0])],
    [
      'ZERO_VARIANCE',
      {
        ...observedAs([10, 1, 0], [10, 0, 0]),
        type: 'proportion' as const,
      },
    ],
    ['INVALID_NUMBER', observedAs([10, Number.NaN, 1], [10, 1, 1])],
  ] as const;

  for (const [code, metric] of cases) {
    it(`${code} for ${JSON.stringify(metric.observed)}`, () => {
      const result = resultOf(metric);
      expect(result).toMatchObject({ status: 'problem', outcome: 'unknown' });
      expect(result.problem?.code).toBe(`ETUDE_ANALYSIS_${code}`);
      expect(result).not.toHaveProperty('difference');
      expect(result).not.toHaveProperty('bound');
      expect(result.sentence).toContain('m has no result');
    });
  }

  it('leaves the lift out when the control mean is 0', () => {
    const result = resultOf(observedAs([100, 0, 1], [100, 1, 1]));
    expect(result.status).toBe('estimated');
    expect(result).not.toHaveProperty('lift');
    expect(result.sentence).toContain('+1.00');
  });
});
