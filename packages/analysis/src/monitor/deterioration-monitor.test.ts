import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import type { TestDay } from '../designs/design-test-input';
import { dayInput, replay } from '../designs/design-test-input';
import { observedMetric } from '../test-input';

// Fixed horizon, 10,000 units planned; one success metric and one watched:
// each inferiority test has 0.05 / 2. se = √(8/n).
const day = (
  index: number,
  n: number,
  watched: number,
  more: Partial<TestDay> = {},
): AnalysisInput =>
  dayInput({
    day: index,
    n,
    observedMetrics: [
      observedMetric('goal', 'success', { b: 10, n, mdeRelative: 0.02 }),
      observedMetric('watched', 'deterioration', { b: watched, n }),
    ],
    ...more,
    plan: { requiredUnits: 10_000, ...more.plan },
  });

const watchOf = (result: ReturnType<typeof analyzeExperiment> | undefined) => {
  const monitor = result?.monitors.find(
    ({ metricId }) => metricId === 'watched',
  );
  if (monitor === undefined) throw new Error('no monitor');
  return monitor;
};

describe('the watch over deterioration of a fixed-horizon experiment', () => {
  // Spending 0.025 t²: at t = 0.2 0.001, z = 3.090; at t = 0.4 rpact 3.3.4
  // has z = 2.714. Statistics: −2.85 and −2.85.
  const results = replay([
    day(1, 1_000, 10 - 2.85 * Math.sqrt(8 / 1_000)),
    day(2, 2_000, 10 - 2.85 * Math.sqrt(8 / 2_000)),
    day(3, 3_000, 10),
    day(4, 4_000, 10),
  ]);

  it('is quiet at the first look and rings at the second', () => {
    expect(results.map(result => watchOf(result).state)).toEqual([
      'quiet',
      'alarm',
      'alarm',
      'alarm',
    ]);
    expect(watchOf(results[1])).toMatchObject({
      method: 'group-sequential',
      alarmAt: '2026-03-04T10:00:00Z',
      looks: 2,
    });
  });

  it('keeps ringing, and tells since when', () => {
    expect(watchOf(results[3])).toMatchObject({
      alarmAt: '2026-03-04T10:00:00Z',
      looks: 4,
    });
    expect(watchOf(results[3]).sentence).toBe(
      'watched got worse in b: its watch rang on 4 Mar 2026, 10:00 UTC. By how much is shown when effects open.',
    );
  });

  it('is not silenced by data that went missing', () => {
    const lost = analyzeExperiment({
      ...day(3, 3_000, 10),
      moments: [],
      pastLooks: results.slice(0, 2).map(({ look }) => look),
    });
    expect(watchOf(lost)).toMatchObject({
      state: 'alarm',
      alarmAt: '2026-03-04T10:00:00Z',
      looks: 2,
    });
    expect(lost.recommendations[0]?.action).toBe('abort');
  });

  it('recommends to abort, while effects stay closed', () => {
    const [recommendation] = results[1]?.recommendations ?? [];
    expect(results[1]?.visibility.effects).toBe('closed');
    expect(recommendation?.action).toBe('abort');
    expect(recommendation?.sentence).toBe('Abort b: watched got worse.');
    expect(results[0]?.recommendations[0]?.action).toBe('continue');
  });

  it('says of the closed metric whether, and never by how much', () => {
    const watched = results[1]?.metrics[1];
    expect(watched).toMatchObject({ status: 'hidden', outcome: 'worse' });
    expect(JSON.stringify(results[1]?.metrics)).not.toMatch(
      /estimate|mean|pValue|statistic|"ci"/,
    );
  });

  it('makes the verdict a regression, though later units look fine', () => {
    const ended = {
      ...day(3, 3_000, 10),
      state: 'ended' as const,
      endReason: 'abort' as const,
      pastLooks: results.slice(0, 2).map(({ look }) => look),
    };
    expect(analyzeExperiment(ended).verdict).toMatchObject({
      class: 'regression',
      variant: 'b',
    });
  });
});

describe('the watch and the final test', () => {
  const ended = (n: number, b: number, more: Partial<AnalysisInput> = {}) => ({
    ...day(14, n, b),
    state: 'ended' as const,
    endReason: 'planned-end' as const,
    ...more,
  });
  const boundOf = (input: AnalysisInput) =>
    analyzeExperiment(input).metrics[1]?.bound?.[0];

  it('are the ordinary test when nobody looked before', () => {
    // z_0.975 = 1.959964
    for (const more of [{}, { pastLooks: [] }]) {
      const just = ended(4_000, 10 - 1.9601 * Math.sqrt(8 / 4_000), more);
      const less = ended(4_000, 10 - 1.9599 * Math.sqrt(8 / 4_000), more);
      expect(boundOf(just)).toMatchObject({ significant: true, alpha: 0.025 });
      expect(boundOf(less)).toMatchObject({ significant: false });
    }
  });

  it('spend what is left at the end, however many units came', () => {
    const { look } = analyzeExperiment({ ...day(7, 2_000, 10), pastLooks: [] });
    // rpact 3.3.4: 1 − Φ(z_2) of looks at 2000/n and 1. The first spent
    // 0.025 · 0.4² by the plan, with the most units 0.025 · (2/7)².
    const levels = [
      [4_000, 0.02321423621],
      [5_000, 0.02274131536],
      [7_000, 0.02370734493],
    ] as const;
    for (const [n, level] of levels) {
      const bound = boundOf(ended(n, 10, { pastLooks: [look] }));
      expect(Math.abs((bound?.alpha ?? 0) / level - 1)).toBeLessThan(1e-6);
    }
  });

  it('do not say anything before the end when no looks are kept', () => {
    const { monitors, look } = analyzeExperiment(day(2, 2_000, 5));
    expect(monitors.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    expect(monitors[0]?.sentence).toContain('no earlier looks are kept');
    expect(look.tests).toEqual([]);
  });

  it('are always-valid without a planned number of units', () => {
    const { requiredUnits: _, ...plan } = day(1, 1_000, 10).plan;
    const [first, second] = replay([
      { ...day(1, 1_000, 10), plan },
      { ...day(2, 2_000, 9.5), plan },
    ]);
    expect(watchOf(first)).toMatchObject({
      method: 'always-valid',
      state: 'quiet',
    });
    expect(watchOf(second).state).toBe('alarm');
  });
});
