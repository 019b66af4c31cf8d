import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import type { TestDay } from '../designs/design-test-input';
import { dayInput, replay } from '../designs/design-test-input';
import type { JudgedTest } from '../metrics/judged-test';
import { observedMetric } from '../test-input';
import { deteriorationMonitor } from './deterioration-monitor';

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
  const replayed = () =>
    replay([
      day(1, 1_000, 10 - 2.85 * Math.sqrt(8 / 1_000)),
      day(2, 2_000, 10 - 2.85 * Math.sqrt(8 / 2_000)),
      day(3, 3_000, 10),
      day(4, 4_000, 10),
    ]);

  it('is quiet at the first look and rings at the second', () => {
    const results = replayed();
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
    const results = replayed();
    expect(watchOf(results[3])).toMatchObject({
      alarmAt: '2026-03-04T10:00:00Z',
      looks: 4,
    });
    expect(watchOf(results[3]).sentence).toBe(
      'watched got worse in b: its watch rang on 4 Mar 2026, 10:00 UTC. By how much is shown when effects open.',
    );
  });

  it('is not silenced by data that went missing', () => {
    const results = replayed();
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
    const results = replayed();
    const [recommendation] = results[1]?.recommendations ?? [];
    expect(results[1]?.visibility.effects).toBe('closed');
    expect(recommendation?.action).toBe('abort');
    expect(recommendation?.sentence).toBe('Abort b: watched got worse.');
    expect(results[0]?.recommendations[0]?.action).toBe('continue');
  });

  it('says of the closed metric whether, and never by how much', () => {
    const results = replayed();
    const watched = results[1]?.metrics[1];
    expect(watched).toMatchObject({ status: 'hidden', outcome: 'worse' });
    expect(JSON.stringify(results[1]?.metrics)).not.toMatch(
      /estimate|mean|pValue|statistic|"ci"/,
    );
  });

  it('makes the verdict a regression, though later units look fine', () => {
    const results = replayed();
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

  it('are told how they look before there is a look', () => {
    const early = (plan: AnalysisInput['plan']) =>
      watchOf(analyzeExperiment({ ...day(1, 50, 10), plan, pastLooks: [] }));
    const { requiredUnits: _, ...unplanned } = day(1, 50, 10).plan;
    expect(early(day(1, 50, 10).plan)).toMatchObject({
      method: 'group-sequential',
      state: 'unknown',
    });
    expect(early(unplanned)).toMatchObject({
      method: 'always-valid',
      state: 'unknown',
    });
  });

  it('say something at the end, also when no looks were kept', () => {
    const monitors = (b: number) =>
      watchOf(analyzeExperiment(ended(4_000, b))).state;
    expect(monitors(10)).toBe('quiet');
    expect(monitors(9)).toBe('alarm');
  });

  it('leave a p-value for the next look only where it runs', () => {
    const [{ look } = { look: undefined }] = replay([day(1, 1_000, 10)]);
    expect(look?.tests.length).toBeGreaterThan(0);
    for (const test of look?.tests ?? []) {
      expect(test).not.toHaveProperty('runningP');
    }
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

describe('what the watch says', () => {
  const metric = {
    metricId: 'goal',
    name: 'Orders',
    variant: 'b',
    now: '2026-03-05T10:00:00Z',
  };
  const NEVER = { units: [], runningP: 1 };
  const judged = (
    changes: Partial<JudgedTest['history']> & {
      readonly significant?: boolean;
      readonly method?: JudgedTest['level']['method'];
    },
  ): JudgedTest => {
    const {
      significant = false,
      method = 'group-sequential',
      ...history
    } = changes;
    return {
      history: { ...NEVER, ...history },
      level: {
        method,
        nominal: 0.01,
        informationFraction: null,
        criticalValue: null,
        runningP: null,
        isSpent: false,
      },
      bound: {
        kind: 'inferiority',
        nullValue: 0,
        statistic: 0,
        pValue: 0.5,
        alpha: 0.01,
        significant,
        ci: [null, null],
      },
    };
  };
  const said = (
    changes: Parameters<typeof judged>[0],
    effects: 'open' | 'closed' = 'closed',
  ) => deteriorationMonitor({ ...metric, effects }, judged(changes));

  it('is quiet for so many looks', () => {
    expect(said({})).toEqual({
      metricId: 'goal',
      variant: 'b',
      method: 'group-sequential',
      looks: 1,
      state: 'quiet',
      sentence: 'Orders shows no sign of getting worse in b, at one look.',
    });
    expect(said({ units: [100, 200] }).sentence).toBe(
      'Orders shows no sign of getting worse in b, at 3 looks.',
    );
  });

  it('rings now, or since it first did', () => {
    expect(said({ significant: true })).toMatchObject({
      state: 'alarm',
      alarmAt: metric.now,
    });
    const crossedAt = '2026-03-03T10:00:00Z';
    expect(said({ significant: true, crossedAt }, 'open')).toMatchObject({
      alarmAt: crossedAt,
      sentence:
        'Orders got worse in b: its watch rang on 3 Mar 2026, 10:00 UTC.',
    });
    expect(said({ significant: true, crossedAt }).sentence).toMatch(
      / By how much is shown when effects open\.$/,
    );
  });

  it('names how it looks; one look is that of a spent level', () => {
    expect(said({ method: 'always-valid' }).method).toBe('always-valid');
    expect(said({ method: 'once' }).method).toBe('group-sequential');
  });
});
