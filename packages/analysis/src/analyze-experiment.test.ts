import { describe, expect, it } from 'vitest';
import { analyzeExperiment } from './analyze-experiment';
import { observedMetric, testInput } from './test-input';

const metrics = [
  observedMetric('goal', 'success', { b: 10.2, mdeRelative: 0.002 }),
  observedMetric('guard', 'guardrail', { b: 9.9, nimRelative: 0.02 }),
];
const running = {
  state: 'live' as const,
  endReason: undefined,
  now: '2026-03-16T08:59:59Z',
};

describe('visibility of a fixed-horizon design', () => {
  const closedResult = () =>
    analyzeExperiment(testInput({ observedMetrics: metrics, ...running }));

  it('closes effects until the planned end and says when they open', () => {
    const closed = closedResult();
    expect(closed.visibility).toMatchObject({
      effects: 'closed',
      opensAt: '2026-03-16T09:00:00Z',
    });
    expect(closed.visibility.sentence).toContain('16 Mar 2026, 09:00 UTC');
  });

  it('lets no mean, estimate or p-value of a metric out', () => {
    const closed = closedResult();
    for (const result of closed.metrics) {
      expect(result).toMatchObject({ status: 'hidden', outcome: 'unknown' });
      for (const key of [
        'control',
        'treatment',
        'difference',
        'lift',
        'bound',
        'problem',
      ]) {
        expect(result).not.toHaveProperty(key);
      }
    }
  });

  it('says the same whatever the effect is, but for health and progress', () => {
    const shapeOf = (b: number) =>
      JSON.stringify(
        analyzeExperiment(
          testInput({
            observedMetrics: [
              observedMetric('goal', 'success', { b, mdeRelative: 0.02 }),
            ],
            ...running,
          }),
        ),
      );
    expect(shapeOf(12)).toBe(shapeOf(8));
  });

  it('shows health and progress all the time', () => {
    const closed = closedResult();
    expect(closed.health.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['traffic', 'srm', 'crossover', 'data']),
    );
    expect(closed.progress.units).toBe(20_000);
    expect(closed.progress.share).toBeLessThan(0.1);
  });

  it('opens at the planned end, and when ended before', () => {
    const at = (changes: object) =>
      analyzeExperiment(
        testInput({ observedMetrics: metrics, ...running, ...changes }),
      ).visibility.effects;
    expect(at({ now: '2026-03-16T09:00:00Z' })).toBe('open');
    expect(at({ state: 'ended', endReason: 'abort' })).toBe('open');
    expect(at({ plannedEndAt: null })).toBe('closed');
  });
});

describe('progress', () => {
  it('takes the need from the plan until there are enough units', () => {
    const input = testInput({
      observedMetrics: [
        observedMetric('goal', 'success', { b: 10, mdeRelative: 0.02, n: 50 }),
      ],
      units: { a: 50, b: 50 },
    });
    const planned = {
      ...input,
      plan: { ...input.plan, requiredUnits: 1_000 },
    };
    const { progress } = analyzeExperiment({ ...planned, state: 'live' });
    // 900 are missing at 100 a day: nine days after 16 March, 10:00.
    expect(progress).toEqual({
      units: 100,
      requiredUnits: 1_000,
      share: 0.1,
      projectedFinishAt: '2026-03-25T10:00:00.000Z',
    });
    const ended = analyzeExperiment(planned).progress;
    expect(ended.projectedFinishAt).toBeNull();
    expect(analyzeExperiment(input).progress.requiredUnits).toBeNull();
  });

  it('needs 2,474 units in two variants to find 0.2 of N(10, 4)', () => {
    // (1.644854 + 0.841621)² · 16 / 0.2² = 2,473.02
    const { progress } = analyzeExperiment(
      testInput({
        observedMetrics: [
          observedMetric('goal', 'success', { b: 10, mdeRelative: 0.02 }),
        ],
      }),
    );
    expect(progress.requiredUnits).toBe(2_474);
  });
});

describe('input that cannot be analysed', () => {
  const codeOf = (act: () => unknown): unknown => {
    try {
      act();
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error;
    }
    return 'nothing thrown';
  };

  it('throws for rates that are none and for metrics it was not told of', () => {
    expect(
      codeOf(() =>
        analyzeExperiment(testInput({ observedMetrics: metrics, alpha: 5 })),
      ),
    ).toBe('ETUDE_ANALYSIS_INVALID_PLAN');
    expect(
      codeOf(() =>
        analyzeExperiment(
          testInput({ observedMetrics: metrics, metricInfo: [] }),
        ),
      ),
    ).toBe('ETUDE_ANALYSIS_UNKNOWN_METRIC');
  });
});
