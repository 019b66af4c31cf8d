import { isEtudeError } from '@etude/kernel';
import { describe, expect, it } from 'vitest';
import { atLook, contextOf } from './analysis-context';
import { analyzeExperiment } from './analyze-experiment';
import { TEST_RATES } from './designs/design-test-input';
import type { TestInputOptions } from './test-input';
import { observedMetric, testInput } from './test-input';

const goal = observedMetric('goal', 'success', { b: 10, mdeRelative: 0.02 });
const inputOf = (options: Partial<TestInputOptions> = {}) =>
  testInput({ observedMetrics: [goal], ...options });

const thrownBy = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (isEtudeError(error)) return error;
    throw error;
  }
  throw new Error('nothing thrown');
};

describe('a plan that cannot be analysed', () => {
  it('has a weight that is no number above 0', () => {
    for (const weight of [0, -1, Number.NaN, Infinity]) {
      const variants = [
        { id: 'a', weight: 1 },
        { id: 'b', weight },
      ];
      const error = thrownBy(() => contextOf(inputOf({ variants })));
      expect(error.code).toBe('ETUDE_ANALYSIS_INVALID_PLAN');
      expect(error.problems).toEqual([
        {
          code: 'ETUDE_ANALYSIS_INVALID_WEIGHT',
          message: `The weight of variant 'b' is ${weight}: a finite number above 0 is needed.`,
        },
      ]);
      expect(error.message).toContain(`The weight of variant 'b' is ${weight}`);
    }
  });

  it('has rates that are none: each reason is told', () => {
    const error = thrownBy(() => contextOf(inputOf({ alpha: 5, power: 2 })));
    expect(error.problems.length).toBeGreaterThan(1);
    for (const { message } of error.problems) {
      expect(error.message).toContain(message);
    }
  });

  it('has a metric nobody described', () => {
    const error = thrownBy(() =>
      analyzeExperiment(inputOf({ metricInfo: [] })),
    );
    expect(error.code).toBe('ETUDE_ANALYSIS_UNKNOWN_METRIC');
    expect(error.details).toEqual({ metricId: 'goal' });
  });
});

describe('the last look', () => {
  const plan = inputOf().plan;
  const gst = {
    kind: 'group-sequential' as const,
    ...TEST_RATES,
    plannedLooks: 5,
    spending: { kind: 'pocock' as const },
    overRun: 'rescale' as const,
  };
  const isLast = (
    design: typeof plan.design,
    state: 'live' | 'ended',
    effects: 'open' | 'closed',
  ): boolean =>
    atLook(contextOf(inputOf({ plan: { ...plan, design }, state })), {
      effects,
      sentence: '',
    }).isLast;

  it('of a fixed horizon is the one that opens effects', () => {
    const design = { kind: 'fixed-horizon' as const, ...TEST_RATES };
    expect(isLast(design, 'live', 'closed')).toBe(false);
    expect(isLast(design, 'live', 'open')).toBe(true);
  });

  it('of a sequential design is none while it runs: effects are open', () => {
    expect(isLast(gst, 'live', 'open')).toBe(false);
    expect(
      isLast({ kind: 'always-valid', ...TEST_RATES }, 'live', 'open'),
    ).toBe(false);
  });

  it('of every design is the one after its end', () => {
    expect(isLast(gst, 'ended', 'open')).toBe(true);
    expect(isLast(gst, 'ended', 'closed')).toBe(true);
  });

  it('is not known before effects are open or not', () => {
    expect(contextOf(inputOf()).isLast).toBe(false);
  });
});

describe('units still to come', () => {
  it('are those of the traffic while it runs, and none after the end', () => {
    expect(contextOf(inputOf({ state: 'live' })).unitsPerDay).toBe(20_000);
    expect(contextOf(inputOf({ state: 'ended' })).unitsPerDay).toBeNull();
  });
});
