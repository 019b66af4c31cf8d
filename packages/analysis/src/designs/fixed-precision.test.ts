import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import type { TestMetric } from '../test-input';
import { momentsRow } from '../test-input';
import { TEST_RATES, dayInput, replay } from './design-test-input';

const date = (index: number): string =>
  new Date(Date.UTC(2026, 2, 2 + index)).toISOString().slice(0, 10);

// 200 units a day and variant, control N(10, 4), treatment N(10 + effect, 9).
const onDay = (
  day: number,
  design: AnalysisInput['plan']['design'],
  options: { effect?: number; mdeRelative?: number } = {},
): AnalysisInput => {
  const { effect = 0.1, mdeRelative = 0.03 } = options;
  const metric: TestMetric = {
    metricId: 'goal',
    role: 'success',
    mdeRelative,
    observed: {},
  };
  const input = dayInput({
    day,
    n: 200 * day,
    observedMetrics: [metric],
    plan: { design },
  });
  return {
    ...input,
    moments: Array.from({ length: day + 1 }, (_, index) => [
      // Today has begun: its units are there, but its day is not complete.
      {
        ...momentsRow('goal', 'a', [index === day ? 90 : 200, 10, 4]),
        exposureDate: date(index),
      },
      {
        ...momentsRow('goal', 'b', [index === day ? 90 : 200, 10 + effect, 9]),
        exposureDate: date(index),
      },
    ]).flat(),
  };
};

describe('a fixed-power experiment, from start to stop', () => {
  const design = { kind: 'fixed-power' as const, ...TEST_RATES };
  // (1.644854 + 0.841621)² · 2 · (4 + 9) / 0.3² = 1786.05 units: 400 a day are
  // 1,600 after four complete days and 2,000 after five.
  const days = [1, 2, 3, 4, 5, 6].map(day => onDay(day, design));
  const replayed = () => replay(days);

  it('stays closed until the first complete day with enough precision', () => {
    const results = replayed();
    expect(results.map(({ visibility }) => visibility.effects)).toEqual([
      'closed',
      'closed',
      'closed',
      'closed',
      'open',
      'open',
    ]);
    expect(results.map(({ progress }) => progress.stopReachedAt)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      '2026-03-07T00:00:00.000Z',
      '2026-03-07T00:00:00.000Z',
    ]);
    expect(results[0]?.visibility.sentence).toContain(
      'every metric that decides has its power',
    );
  });

  it('tells how far it is by counts and spreads', () => {
    const results = replayed();
    const [, second] = results;
    const [goal] = second?.metrics ?? [];
    expect(goal).toMatchObject({
      status: 'hidden',
      units: 980,
      requiredUnits: 1_779,
      powered: false,
    });
    expect(goal?.precision?.share).toBeCloseTo(980 / 1_779, 9);
    // Merged days have m2 = 487 · s², so s² · 487/489; se = 0.162549:
    // Φ(0.3/0.162549 − 1.644854) = Φ(0.200749)
    expect(goal?.precision?.currentPower?.toFixed(3)).toBe('0.580');
    // (1.644854 + 0.841621) · 0.162549 / 10
    expect(goal?.precision?.poweredEffectRelative?.toFixed(4)).toBe('0.0404');
    expect(second?.recommendations[0]).toMatchObject({ action: 'continue' });
    expect(second?.recommendations[0]?.sentence).toContain('precise enough');
  });

  it('then makes the ordinary test at the ordinary level', () => {
    const results = replayed();
    const [goal] = results[4]?.metrics ?? [];
    expect(goal?.status).toBe('estimated');
    expect(goal).not.toHaveProperty('sequence');
    expect(goal?.bound?.[0]).toMatchObject({
      kind: 'superiority',
      alpha: 0.05,
    });
  });

  it('stops on the same day whatever the effect is', () => {
    for (const effect of [-3, 0, 3]) {
      expect(
        analyzeExperiment(onDay(5, design, { effect })).progress.stopReachedAt,
      ).toBe('2026-03-07T00:00:00.000Z');
      expect(
        analyzeExperiment(onDay(4, design, { effect })).progress,
      ).not.toHaveProperty('stopReachedAt');
    }
  });

  it('waits for data to be complete, and for its burn-in', () => {
    const { visibility } = analyzeExperiment({
      ...onDay(5, design),
      dataUntil: '2026-03-06T20:00:00Z',
    });
    expect(visibility.effects).toBe('closed');
    const late = analyzeExperiment(onDay(5, { ...design, burnInUnits: 2_001 }));
    expect(late.visibility.effects).toBe('closed');
  });

  it('opens at the planned end at the latest', () => {
    const small = onDay(14, design, { mdeRelative: 0.001 });
    expect(analyzeExperiment(small).visibility.effects).toBe('open');
    expect(analyzeExperiment(small).progress).not.toHaveProperty(
      'stopReachedAt',
    );
  });
});

describe('a fixed-width experiment', () => {
  const design = {
    kind: 'fixed-width' as const,
    ...TEST_RATES,
    widthRelative: 0.05,
  };

  it('stops when the interval is narrow enough', () => {
    // 2 · 1.644854 · √(13/n) ≤ 0.5: n ≥ 562.8 in each variant: day 3.
    const results = replay([1, 2, 3].map(day => onDay(day, design)));
    expect(results.map(({ visibility }) => visibility.effects)).toEqual([
      'closed',
      'closed',
      'open',
    ]);
    const [goal] = results[1]?.metrics ?? [];
    // 2 · 1.644854 · 0.162549 / 10
    expect(goal?.precision?.widthRelative?.toFixed(4)).toBe('0.0535');
  });
});
