import { describe, expect, it } from 'vitest';
import { contextOf } from './analysis-context';
import type { MetricResult } from './analysis-result';
import { progressOf } from './progress';
import { testInput } from './test-input';

const inputOf = (requiredUnits?: number) => {
  const input = testInput({
    observedMetrics: [],
    variants: [
      { id: 'a', weight: 2 },
      { id: 'b', weight: 1 },
      { id: 'c', weight: 1 },
    ],
    units: { a: 200, b: 100, c: 100, stray: 5 },
    state: 'live',
  });
  return requiredUnits === undefined
    ? input
    : { ...input, plan: { ...input.plan, requiredUnits } };
};

const needing = (
  units: number,
  requiredUnits: number | undefined,
): MetricResult => ({
  metricId: 'goal',
  name: 'goal',
  role: 'success',
  direction: 'increase',
  variant: 'b',
  status: 'estimated',
  units,
  ...(requiredUnits === undefined ? {} : { requiredUnits }),
  outcome: 'unknown',
  sentence: '',
});

const progress = (results: readonly MetricResult[], planned?: number) =>
  progressOf(contextOf(inputOf(planned)), results, undefined);

describe('progress', () => {
  it('counts the units of the variants of the plan', () => {
    expect(progress([]).units).toBe(400);
  });

  it('is the need of the neediest metric, over all variants', () => {
    // a and b have 3 of 4 parts: 600 of a pair are 800 of all.
    const results = [needing(300, 450), needing(300, 600), needing(300, 1)];
    expect(progress(results, 5_000)).toMatchObject({
      requiredUnits: 800,
      share: 0.5,
    });
  });

  it('is that of the plan before 100 units per variant', () => {
    expect(progress([needing(199, 600)], 5_000).requiredUnits).toBe(5_000);
    expect(progress([needing(200, 600)], 5_000).requiredUnits).toBe(800);
    expect(progress([needing(300, undefined)], 5_000).requiredUnits).toBe(
      5_000,
    );
  });

  it('is not known without either, nor of a plan of no units', () => {
    for (const planned of [undefined, 0]) {
      expect(progress([], planned)).toEqual({
        units: 400,
        requiredUnits: null,
        share: null,
        projectedFinishAt: null,
      });
    }
  });

  it('says when the rule of the design was first met', () => {
    const at = '2026-03-09T00:00:00.000Z';
    expect(progressOf(contextOf(inputOf()), [], at).stopReachedAt).toBe(at);
    expect(progress([])).not.toHaveProperty('stopReachedAt');
  });
});
