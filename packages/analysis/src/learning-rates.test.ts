import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learningRates } from './learning-rates';
import type { LearningRecord } from './learning-rates-record';

const record = (
  changes: Partial<LearningRecord> & Pick<LearningRecord, 'class'>,
): LearningRecord => ({
  endedAt: '2026-02-10T00:00:00Z',
  owner: 'group:default/a',
  ...changes,
});
const times = (
  count: number,
  changes: Partial<LearningRecord> & Pick<LearningRecord, 'class'>,
) => Array.from({ length: count }, () => record(changes));

describe('learningRates', () => {
  // 3 wins, 5 regressions, 2 neutral, 6 lost, 4 restarts, 7 excluded: N = 16.
  const records = [
    ...times(3, { class: 'win' }),
    ...times(5, { class: 'regression' }),
    ...times(2, { class: 'neutral' }),
    ...times(2, { class: 'no-learning', reason: 'SRM' }),
    ...times(1, { class: 'no-learning', reason: 'DATA_MISSING' }),
    ...times(3, { class: 'no-learning', reason: 'UNDERPOWERED' }),
    ...times(3, { class: 'restart' }),
    ...times(1, { class: 'no-learning', reason: 'SRM', restart: true }),
    ...times(7, { class: 'excluded' }),
  ];
  const ratesOfAll = () => learningRates(records);

  it('counts only ended experiments in scope, restarts apart', () => {
    const rates = ratesOfAll();
    expect(rates.experiments).toBe(16);
    expect(rates.learning).toMatchObject({ count: 10, of: 16, share: 0.625 });
    expect(rates.win.share).toBe(0.1875);
    expect(rates.regression.count).toBe(5);
    expect(rates.neutral.count).toBe(2);
    expect(rates.invalid.count).toBe(3);
    expect(rates.restart).toMatchObject({ count: 4, of: 20, share: 0.2 });
  });

  it('says by reason where learnings were lost', () => {
    const rates = ratesOfAll();
    const lost = rates.noLearningByReason
      .filter(({ rate }) => rate.count > 0)
      .map(({ reason, rate }) => [reason, rate.count]);
    expect(lost).toEqual([
      ['SRM', 2],
      ['DATA_MISSING', 1],
      ['UNDERPOWERED', 3],
    ]);
  });

  it('gives Wilson intervals: 10 of 16 is 0.386 to 0.815', () => {
    const rates = ratesOfAll();
    // (0.625 + 0.12005 ± 1.959964·√(0.0146484 + 0.0037514)) / 1.240091
    const [from, to] = rates.learning.ci ?? [0, 0];
    expect(from.toFixed(3)).toBe('0.386');
    expect(to.toFixed(3)).toBe('0.815');
  });

  it('has no share of nothing', () => {
    expect(learningRates([]).learning).toEqual({
      count: 0,
      of: 0,
      share: null,
      ci: null,
    });
  });

  it('groups by quarter and owner, and hides rates below ten', () => {
    const grouped = learningRates([
      ...times(10, { class: 'win', endedAt: '2026-03-31T23:59:59Z' }),
      ...times(9, {
        class: 'win',
        endedAt: '2026-04-01T00:00:00Z',
        owner: 'group:default/b',
      }),
    ]);
    const keysOf = (groups: typeof grouped.byQuarter) =>
      groups.map(({ key }) => key);
    const reversed = learningRates([
      ...times(1, { class: 'win', endedAt: '2026-04-01T00:00:00Z' }),
      ...times(1, { class: 'win', endedAt: '2025-12-31T23:59:59Z' }),
      ...times(1, { class: 'win', endedAt: '2026-03-31T23:59:59Z' }),
    ]);
    expect(keysOf(reversed.byQuarter)).toEqual([
      '2025-Q4',
      '2026-Q1',
      '2026-Q2',
    ]);
    expect(keysOf(reversed.byMonth)).toEqual(['2025-12', '2026-03', '2026-04']);
    expect(
      grouped.byQuarter.map(({ key, experiments, rates: shown }) => [
        key,
        experiments,
        shown === null,
      ]),
    ).toEqual([
      ['2026-Q1', 10, false],
      ['2026-Q2', 9, true],
    ]);
    expect(
      grouped.byOwner.map(({ key, learnings, rates: shown }) => [
        key,
        learnings,
        shown === null,
      ]),
    ).toEqual([
      ['group:default/a', 10, false],
      ['group:default/b', 9, true],
    ]);
  });

  it('groups by month and surface, experiments without one in none', () => {
    const grouped = learningRates([
      ...times(10, { class: 'win', surface: 'home' }),
      ...times(2, { class: 'neutral', endedAt: '2026-03-01T00:00:00Z' }),
      ...times(1, { class: 'win', endedAt: '2026-02-28T23:59:59Z' }),
    ]);
    const shown = ({ byMonth, bySurface }: typeof grouped) =>
      [...byMonth, ...bySurface].map(({ key, experiments, rates: some }) => [
        key,
        experiments,
        some !== null,
      ]);
    expect(shown(grouped)).toEqual([
      ['2026-02', 11, true],
      ['2026-03', 2, false],
      ['home', 10, true],
    ]);
  });

  it('has the median precision of experiments in scope beside the rates', () => {
    const { precision } = learningRates([
      ...times(1, { class: 'no-learning', reason: 'SRM', mdeRatio: 2 }),
      ...times(1, { class: 'win', mdeRatio: 0.8 }),
      ...times(1, { class: 'no-learning', reason: 'SRM', mdeRatio: 15 }),
      ...times(1, { class: 'neutral', mdeRatio: 1 }),
      ...times(1, { class: 'win' }),
      ...times(3, { class: 'restart', mdeRatio: 90 }),
      ...times(3, { class: 'excluded', mdeRatio: 90 }),
    ]);
    expect(precision).toEqual({ medianRatio: 1.5, experiments: 4 });
    expect(learningRates(times(3, { class: 'win' })).precision).toEqual({
      medianRatio: null,
      experiments: 0,
    });
  });

  it('leads from all ended experiments to the learnings', () => {
    const rates = ratesOfAll();
    const steps = rates.waterfall
      .filter(({ count }) => count > 0)
      .map(({ kind, key, count, remaining }) => [kind, key, count, remaining]);
    expect(steps).toEqual([
      ['excluded', 'excluded', 7, 20],
      ['restart', 'restart', 4, 16],
      ['lost', 'SRM', 2, 14],
      ['lost', 'DATA_MISSING', 1, 13],
      ['lost', 'UNDERPOWERED', 3, 10],
      ['learning', 'neutral', 2, 8],
      ['learning', 'regression', 5, 3],
      ['learning', 'win', 3, 0],
    ]);
  });

  it('loses nothing by the reason of what was learned', () => {
    const learned = learningRates(times(2, { class: 'win', reason: 'SRM' }));
    expect(learned.invalid.count).toBe(0);
    expect(
      learned.noLearningByReason.every(({ rate }) => rate.count === 0),
    ).toBe(true);
  });

  it('does not count a restart out of scope as a restart', () => {
    const out = learningRates(times(2, { class: 'excluded', restart: true }));
    expect(out).toMatchObject({ experiments: 0, restart: { count: 0, of: 0 } });
  });

  it('splits N into its classes without a rest, in any order', () => {
    const classes = fc.constantFrom(
      'win' as const,
      'regression' as const,
      'neutral' as const,
      'no-learning' as const,
      'restart' as const,
      'excluded' as const,
    );
    const reasons = fc.constantFrom(
      'SRM' as const,
      'PRE_EXPOSURE_BIAS' as const,
      'UNDERPOWERED' as const,
      undefined,
    );
    const some = fc.record({
      name: classes,
      reason: reasons,
      again: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), drawn => {
        const list = drawn.map(({ name, reason, again }) =>
          record({
            class: name,
            restart: again,
            ...(name === 'no-learning' ? { reason } : {}),
          }),
        );
        const all = learningRates(list);
        expect(learningRates(list.toReversed())).toEqual(all);
        expect(all.win.count + all.regression.count + all.neutral.count).toBe(
          all.learning.count,
        );
        expect(all.learning.count + all.noLearning.count).toBe(all.experiments);
        const counted = list.filter(
          one =>
            one.restart !== true &&
            one.class !== 'restart' &&
            one.class !== 'excluded',
        );
        expect(all.experiments).toBe(counted.length);
        const steps = all.waterfall;
        expect(steps.reduce((sum, { count }) => sum + count, 0)).toBe(
          list.length,
        );
        expect(steps.at(-1)?.remaining).toBe(0);
        const { learning, win, noLearning, invalid, restart } = all;
        for (const { share, ci } of [
          learning,
          win,
          noLearning,
          invalid,
          restart,
        ]) {
          if (share === null || ci === null) continue;
          const [low, high] = ci;
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(share);
          expect(share).toBeLessThanOrEqual(high);
          expect(high).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 1 },
    );
  });
});
