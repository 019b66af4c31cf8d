import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import { explainResult } from '../explanation/explain-result';
import type { TestSample } from '../test-input';
import { momentsRow, testInput } from '../test-input';
import { liftFields, shownLift } from './shown-lift';

const inputOf = (a: TestSample, b: TestSample): AnalysisInput => {
  const input = testInput({
    observedMetrics: [
      {
        metricId: 'goal',
        role: 'success',
        mdeRelative: 0.1,
        observed: { a, b },
      },
    ],
    units: { a: 100, b: 100 },
  });
  const inCountry = (variant: string, sample: TestSample) => ({
    ...momentsRow('goal', variant, sample),
    dimension: { name: 'country', value: 'se' },
  });
  return {
    ...input,
    moments: [...input.moments, inCountry('a', a), inCountry('b', b)],
  };
};

const resultOf = (input: AnalysisInput) => {
  const { metrics, breakdowns } = analyzeExperiment(input);
  const [[result], [breakdown]] = [metrics, breakdowns];
  if (!result || !breakdown) throw new Error('no result');
  return { result, breakdown };
};

const withVariance = (variance: number) =>
  inputOf([100, 10, variance], [100, 12, variance]);

describe('the lift of a metric whose control mean is near 0', () => {
  it("has Fieller's interval within ten standard errors of 0", () => {
    // R: q = qnorm(0.95), A = 100 − 9q², B = 120, C = 144 − 9q².
    const { result } = resultOf(withVariance(900));
    expect(result.lift?.method).toBe('fieller');
    expect(result.lift?.ci[0]).toBeCloseTo(-0.38047862398792, 12);
    expect(result.lift?.ci[1]).toBeCloseTo(1.55297901358497, 12);
    expect(resultOf(withVariance(99)).result.lift?.method).toBeUndefined();
    // Ten standard errors exactly: √(100/100) = 1.
    expect(resultOf(withVariance(100)).result.lift?.method).toBeUndefined();
  });

  it('says why it is not there where the interval would have no end', () => {
    // A = 100 − 900 q² < 0: the control mean is a third of a standard error.
    const { result, breakdown } = resultOf(withVariance(90_000));
    for (const shown of [result, breakdown]) {
      expect(shown).not.toHaveProperty('lift');
      expect(shown.liftProblem).toMatchObject({
        code: 'ETUDE_ANALYSIS_UNBOUNDED_LIFT',
        path: 'lift',
        message:
          'goal has no lift: the control mean cannot be told from 0 at the level of this test, so that the interval of a share of it has no end. Read the difference.',
      });
      expect(shown.liftProblem?.details).toMatchObject({
        problems: [{ code: 'ETUDE_STATS_UNBOUNDED_INTERVAL' }],
      });
    }
  });

  it('changes nothing else of the result when it is not there', () => {
    const { result } = resultOf(withVariance(90_000));
    expect(result).toMatchObject({
      status: 'estimated',
      difference: { estimate: 2 },
      control: { n: 100, mean: 10 },
    });
    expect(result).not.toHaveProperty('problem');
    expect(result.bound).toHaveLength(2);
  });

  it('is no share of a control mean of exactly 0', () => {
    const { result, breakdown } = resultOf(inputOf([100, 0, 4], [100, 1, 4]));
    for (const shown of [result, breakdown]) {
      expect(shown).not.toHaveProperty('lift');
      expect(shown.liftProblem?.code).toBe('ETUDE_ANALYSIS_ZERO_CONTROL_MEAN');
      expect(shown.liftProblem?.message).toContain('a share of nothing');
    }
    // That the effect to find is a share of nothing as well is another problem.
    expect(result.problem?.code).toBe('ETUDE_ANALYSIS_ZERO_CONTROL_MEAN');
    expect(result.problem?.message).not.toBe(result.liftProblem?.message);
  });

  it('is there, or the reason why not, and never both', () => {
    for (const variance of [0.1, 99, 900, 90_000, 1e300]) {
      const { result, breakdown } = resultOf(withVariance(variance));
      for (const shown of [result, breakdown]) {
        expect(
          (shown.lift === undefined) !== (shown.liftProblem === undefined),
        ).toBe(true);
      }
    }
  });

  it('has no explanation when it is not there, and the means have one', () => {
    const idsOf = (variance: number) =>
      explainResult(withVariance(variance)).map(({ id }) => id);
    const lifts = [
      'metric/goal/b/lift',
      'metric/goal/b/lift-interval',
      'breakdown/country/se/goal/b/lift',
    ];
    const always = [
      'metric/goal/b/control-mean',
      'metric/goal/b/treatment-mean',
      'breakdown/country/se/goal/b/difference',
    ];
    expect(idsOf(900)).toEqual(expect.arrayContaining([...lifts, ...always]));
    const without = idsOf(90_000);
    expect(without).toEqual(expect.arrayContaining(always));
    expect(without.filter(id => lifts.includes(id))).toEqual([]);
  });
});

describe('shownLift', () => {
  const sample = (mean: number) => ({ n: 100, mean, variance: 4 });
  const samples = {
    control: sample(10),
    treatment: sample(12),
    df: Infinity,
    baseline: 10,
  };

  it('has an open interval at a look that may not spend anything', () => {
    expect(shownLift(samples, 0)).toEqual({
      ok: true,
      value: { estimate: expect.closeTo(0.2, 12), ci: [null, null] },
    });
  });

  it('is a share of the mean before adjustment', () => {
    // 10 → 12 after adjustment of a control mean that was 8: (8 + 2)/8 − 1.
    const lift = shownLift({ ...samples, baseline: 8 }, 0.1);
    expect(lift.ok && lift.value.estimate).toBeCloseTo(0.25, 12);
  });

  it('is named when it leaves the range of numbers', () => {
    const fields = liftFields('Revenue', {
      ok: false,
      problems: [
        { code: 'ETUDE_STATS_NOT_FINITE', message: 'lift is Infinity' },
      ],
    });
    expect(fields.liftProblem?.code).toBe('ETUDE_ANALYSIS_LIFT_OUT_OF_RANGE');
    expect(fields.liftProblem?.message).toMatch(/^Revenue has no lift: /);
    expect(fields.liftProblem?.message).not.toContain('Infinity');
  });
});
