import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import type { TestInputOptions } from '../test-input';
import { observedMetric, testInput } from '../test-input';

const success = (b: number, mdeRelative = 0.02) =>
  observedMetric('goal', 'success', { b, mdeRelative });
const guardrail = (b: number, nimRelative = 0.02) =>
  observedMetric('guard', 'guardrail', { b, nimRelative });
const bareGuardrail = (b: number) => observedMetric('bare', 'guardrail', { b });
const watched = (b: number) =>
  observedMetric('watched', 'deterioration', { b });

// Live, and the planned end is just reached: effects are open.
const atEnd: Partial<AnalysisInput> = { state: 'live', endReason: undefined };
const running: Partial<AnalysisInput> = {
  ...atEnd,
  now: '2026-03-10T09:00:00Z',
  traffic: [
    { variant: 'a', exposureDate: '2026-03-09', units: 10_000 },
    { variant: 'b', exposureDate: '2026-03-09', units: 10_000 },
  ],
};

const recommendationOf = (options: TestInputOptions) => {
  const [recommendation] = analyzeExperiment(
    testInput(options),
  ).recommendations;
  if (recommendation === undefined) throw new Error('no recommendation');
  return recommendation;
};

describe('recommendation', () => {
  const cases: readonly (readonly [string, string, TestInputOptions])[] = [
    [
      'ship: a success metric is better, all guardrails hold',
      'ship',
      { observedMetrics: [success(10.2), guardrail(10), bareGuardrail(10)] },
    ],
    [
      'ship: guardrails only, all safe',
      'ship',
      { observedMetrics: [guardrail(10)] },
    ],
    [
      'end: better, but a guardrail is not shown safe although powered',
      'end',
      { observedMetrics: [success(10.2), guardrail(9.95, 0.009)] },
    ],
    [
      'continue: better, but a guardrail lacks units',
      'continue',
      { observedMetrics: [success(10.2), guardrail(10, 0.001)] },
    ],
    [
      'abort: better, but a watched metric got worse',
      'abort',
      { observedMetrics: [success(10.2), watched(9.8)] },
    ],
    [
      'abort: within its margin, but worse',
      'abort',
      { observedMetrics: [success(10.2), guardrail(9.8, 0.05)] },
    ],
    [
      'abort: a guardrail without a margin got worse',
      'abort',
      { observedMetrics: [success(10.2), bareGuardrail(9.8)] },
    ],
    [
      'abort: better, but the split is broken',
      'abort',
      { observedMetrics: [success(10.2)], units: { a: 10_000, b: 9_000 } },
    ],
    ['end: a powered null', 'end', { observedMetrics: [success(10)] }],
    [
      'end: a powered null, whatever a guardrail still lacks',
      'end',
      { observedMetrics: [success(10), guardrail(10, 0.001)] },
    ],
    [
      'continue: nothing better, units are missing',
      'continue',
      { observedMetrics: [success(10, 0.002)] },
    ],
  ];

  for (const [what, action, options] of cases) {
    it(what, () => {
      const now = recommendationOf({ ...options, ...atEnd });
      expect(now.action).toBe(action);
      expect(now.sentence).toContain('b');
      const ended = recommendationOf(options);
      expect(ended.action).toBe(action === 'continue' ? 'end' : action);
      if (action !== 'ship') expect(ended.sentence).toContain('Do not ship b');
    });

    it(`${what}: ships exactly when all conditions hold`, () => {
      const { conditions } = recommendationOf(options);
      expect(conditions.every(({ holds }) => holds === true)).toBe(
        action === 'ship',
      );
    });
  }

  it('keeps running while effects are closed, whatever they are', () => {
    for (const b of [9, 10, 11]) {
      const closed = recommendationOf({
        observedMetrics: [success(b), guardrail(b)],
        ...running,
      });
      expect(closed.action).toBe('continue');
      expect(closed.conditions.map(({ holds }) => holds)).toEqual([
        true,
        null,
        null,
        null,
      ]);
    }
  });

  it('aborts on failed health even while effects are closed', () => {
    const failed = recommendationOf({
      observedMetrics: [success(10)],
      ...running,
      crossoverUnits: 500,
    });
    expect(failed.action).toBe('abort');
    expect(failed.sentence).toBe('Abort b: A health check failed: Crossover.');
  });

  it('judges each treatment variant on its own', () => {
    const { recommendations } = analyzeExperiment(
      testInput({
        variants: ['a', 'b', 'c'].map(id => ({ id, weight: 1 })),
        observedMetrics: [
          {
            metricId: 'goal',
            role: 'success',
            mdeRelative: 0.02,
            observed: {
              a: [10_000, 10, 4],
              b: [10_000, 10.2, 4],
              c: [10_000, 9.8, 4],
            },
          },
        ],
      }),
    );
    expect(
      recommendations.map(({ variant, action }) => [variant, action]),
    ).toEqual([
      ['b', 'ship'],
      ['c', 'abort'],
    ]);
  });

  it('says how many units and days are missing', () => {
    // (1.644854 + 0.841621)² · 16 / 0.02² = 247,302 units; 20,000 are there,
    // all on one day: 113,651 more per variant, 12 days.
    const { sentence } = recommendationOf({
      observedMetrics: [success(10, 0.002)],
      ...atEnd,
    });
    expect(sentence).toContain(
      '114,000 more units per variant (≈ 12 days at the observed traffic)',
    );
  });

  it('names what got better when it says ship, and nothing else', () => {
    const other = observedMetric('other', 'success', {
      b: 10,
      mdeRelative: 0.02,
    });
    expect(
      recommendationOf({ observedMetrics: [success(10.2), other] }).sentence,
    ).toBe(
      'Ship b: goal got better, every guardrail holds and nothing got worse.',
    );
    expect(
      recommendationOf({ observedMetrics: [guardrail(10)] }).sentence,
    ).toBe(
      'Ship b: every guardrail stays within its margin and nothing got worse.',
    );
  });
});
