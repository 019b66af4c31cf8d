import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from './analysis-input';
import { analyzeExperiment } from './analyze-experiment';
import { TEST_RATES, dayInput } from './designs/design-test-input';
import type { TestMetric } from './test-input';

const gst = {
  kind: 'group-sequential' as const,
  ...TEST_RATES,
  plannedLooks: 5,
  spending: { kind: 'pocock' as const },
  overRun: 'rescale' as const,
};
const always = { kind: 'always-valid' as const, ...TEST_RATES };

// Treatments b and c with these effects; se = √(8/4,000) = 0.045.
const inputOf = (
  effects: { readonly b: number; readonly c: number },
  design: AnalysisInput['plan']['design'],
  changes: Partial<AnalysisInput> = {},
): AnalysisInput => {
  const metric: TestMetric = {
    metricId: 'goal',
    role: 'success',
    mdeRelative: 0.001,
    observed: {
      a: [4_000, 10, 4],
      b: [4_000, 10 + effects.b, 4],
      c: [4_000, 10 + effects.c, 4],
    },
  };
  return {
    ...dayInput({
      day: 3,
      n: 4_000,
      observedMetrics: [metric],
      variants: [
        { id: 'a', weight: 1 },
        { id: 'b', weight: 1 },
        { id: 'c', weight: 1 },
      ],
      plan: { design, requiredUnits: 20_000 },
    }),
    pastLooks: [],
    ...changes,
  };
};
const stopOf = (...args: Parameters<typeof inputOf>) => {
  const { progress, look } = analyzeExperiment(inputOf(...args));
  expect(look.stopReachedAt).toBe(progress.stopReachedAt);
  return progress.stopReachedAt;
};

const NOW = '2026-03-05T10:00:00Z';
const LARGE = { b: 1, c: 1 };

describe('the stop of a sequential test', () => {
  it('is now, once every variant is decided', () => {
    for (const design of [gst, always]) {
      expect(stopOf(LARGE, design)).toBe(NOW);
      // Harm decides as well.
      expect(stopOf({ b: 1, c: -1 }, design)).toBe(NOW);
    }
  });

  it('is not yet while any variant is undecided', () => {
    expect(
      analyzeExperiment(inputOf({ b: 1, c: 0 }, gst)).look,
    ).not.toHaveProperty('stopReachedAt');
    expect(stopOf({ b: 1, c: 0 }, gst)).toBeUndefined();
    expect(stopOf({ b: 0, c: 1 }, gst)).toBeUndefined();
  });

  it('is none of a design that tests once', () => {
    const fixed = { kind: 'fixed-horizon' as const, ...TEST_RATES };
    const late = { now: '2026-03-17T10:00:00Z' };
    expect(stopOf(LARGE, fixed, late)).toBeUndefined();
    const look = { at: NOW, tests: [], units: {}, srmP: 1 };
    const pastLooks = [{ ...look, stopReachedAt: NOW }];
    expect(stopOf(LARGE, fixed, { pastLooks })).toBeUndefined();
  });

  it('is none of an experiment that has ended: it is no rule of its end', () => {
    const ended = {
      state: 'ended' as const,
      endReason: 'planned-end' as const,
    };
    expect(stopOf(LARGE, gst, ended)).toBeUndefined();
  });

  it('is none while a health check fails: that is no evidence', () => {
    const broken = { crossoverUnits: 4_000 };
    expect(stopOf(LARGE, gst, broken)).toBeUndefined();
  });

  it('stays where it was first reached, also after the end', () => {
    const look = { at: '2026-03-03T10:00:00Z', tests: [], units: {}, srmP: 1 };
    const pastLooks = [look, { ...look, stopReachedAt: look.at }];
    expect(stopOf({ b: 0, c: 0 }, gst, { pastLooks })).toBe(look.at);
    const ended = {
      state: 'ended' as const,
      endReason: 'planned-end' as const,
    };
    expect(stopOf(LARGE, gst, { pastLooks, ...ended })).toBe(look.at);
  });
});
