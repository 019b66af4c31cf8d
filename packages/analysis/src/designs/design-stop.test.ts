import type { MomentsRow } from '@etude/metrics';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../analysis-context';
import type { AnalysisInput } from '../analysis-input';
import type { TestSample } from '../test-input';
import { momentsRow, testInput } from '../test-input';
import { precisionStopAt } from './design-stop';
import { TEST_RATES } from './design-test-input';

const power = { kind: 'fixed-power' as const, ...TEST_RATES };
const width = {
  kind: 'fixed-width' as const,
  ...TEST_RATES,
  widthRelative: 0.05,
};

const rowAt = (
  exposureDate: string | null,
  variant: string,
  sample: TestSample,
): MomentsRow => ({ ...momentsRow('goal', variant, sample), exposureDate });

type Rows = readonly (readonly [string | null, TestSample, TestSample])[];

// One row a day with units of a and b; a mean of 10 and a variance of 4 in
// both needs 2,473 units for an effect of 2 %.
const inputOf = (
  rows: Rows,
  changes: Partial<AnalysisInput> = {},
  design: AnalysisInput['plan']['design'] = power,
): AnalysisInput => {
  const input = testInput({
    observedMetrics: [
      { metricId: 'goal', role: 'success', mdeRelative: 0.02, observed: {} },
    ],
    state: 'live',
    now: '2026-03-05T10:00:00Z',
  });
  return {
    ...input,
    plan: { ...input.plan, design },
    moments: rows.flatMap(([day, a, b]) => [
      rowAt(day, 'a', a),
      rowAt(day, 'b', b),
    ]),
    traffic: rows.flatMap(([exposureDate, [a], [b]]) => [
      { variant: 'a', exposureDate, units: a },
      { variant: 'b', exposureDate, units: b },
    ]),
    ...changes,
  };
};
const stopAt = (...args: Parameters<typeof inputOf>): string | undefined =>
  precisionStopAt(contextOf(inputOf(...args)));

const half: TestSample = [700, 10, 4];
const twoDays: Rows = [
  ['2026-03-03', half, half],
  ['2026-03-04', half, half],
];
const STOP = '2026-03-05T00:00:00.000Z';

describe('precisionStopAt', () => {
  it('is the end of the last complete day, once there are units enough', () => {
    expect(stopAt(twoDays)).toBe(STOP);
    expect(stopAt(twoDays.slice(0, 1))).toBeUndefined();
  });

  it('compares treatments with the control, not the control with itself', () => {
    // 6.182557 · 2 · (9 + 4) / 0.2² = 4,018.7 of 4,200 units; two controls
    // would need 5,564.3.
    const control: TestSample = [2_100, 10, 9];
    const treatment: TestSample = [2_100, 10, 4];
    expect(stopAt([['2026-03-04', control, treatment]])).toBe(STOP);
  });

  it('does not count a day that has only begun', () => {
    expect(
      stopAt([
        ['2026-03-04', half, half],
        ['2026-03-05', half, half],
      ]),
    ).toBeUndefined();
  });

  it('counts days as complete as far as the data reaches, not further', () => {
    const until = (dataUntil: string) => stopAt(twoDays, { dataUntil });
    expect(until('2026-03-04T23:59:59Z')).toBeUndefined();
    expect(until('2026-03-05T00:00:00Z')).toBe(STOP);
    // Data from the future completes no day.
    expect(until('2026-03-07T00:00:00Z')).toBe(STOP);
  });

  it('takes the days of the zone of the plan, of 23 and 25 hours too', () => {
    const { plan } = inputOf(twoDays);
    const stockholm = { ...plan, timeZone: 'Europe/Stockholm' };
    const until = (now: string, days: readonly [string, string]) =>
      stopAt(
        days.map(day => [day, half, half]),
        { plan: stockholm, now },
      );
    // 29 March 2026 has 23 hours there: it begins at 23:00 UTC of the 28th,
    // by winter time, and is over at 22:00 UTC, by summer time.
    const spring = ['2026-03-28', '2026-03-29'] as const;
    expect(until('2026-03-29T21:59:59Z', spring)).toBeUndefined();
    expect(until('2026-03-29T22:00:00Z', spring)).toBe(
      '2026-03-29T22:00:00.000Z',
    );
    // 25 October has 25 hours, from 22:00 UTC of the 24th until 23:00 UTC.
    const autumn = ['2026-10-24', '2026-10-25'] as const;
    expect(until('2026-10-25T22:59:59Z', autumn)).toBeUndefined();
    expect(until('2026-10-25T23:00:00Z', autumn)).toBe(
      '2026-10-25T23:00:00.000Z',
    );
  });

  it('needs a complete day with an exposure', () => {
    const { traffic } = inputOf(twoDays);
    const today = traffic.map(row => ({ ...row, exposureDate: '2026-03-05' }));
    expect(stopAt(twoDays, { traffic: today })).toBeUndefined();
    expect(stopAt(twoDays, { traffic: [] })).toBeUndefined();
    const undated = traffic.map(row => ({ ...row, exposureDate: null }));
    expect(stopAt(twoDays, { traffic: undated })).toBe(STOP);
  });

  it('counts units without a date as there from the start', () => {
    expect(stopAt([[null, half, half], ...twoDays.slice(1)])).toBe(STOP);
  });

  it('does not count the rows of dimensions again', () => {
    // Half of what is needed, and the same again by country.
    const rows = inputOf(twoDays.slice(1)).moments;
    const moments = [
      ...rows,
      ...rows.map(row => ({
        ...row,
        dimension: { name: 'country', value: 'se' },
      })),
    ];
    expect(stopAt(twoDays.slice(1), { moments })).toBeUndefined();
  });

  it('waits for the burn-in, over all variants and complete days', () => {
    const after = (burnInUnits: number) =>
      stopAt(twoDays, {}, { ...power, burnInUnits });
    expect(after(2_800)).toBe(STOP);
    expect(after(2_801)).toBeUndefined();
    const undated: Rows = [[null, half, half], ...twoDays.slice(1)];
    expect(stopAt(undated, {}, { ...power, burnInUnits: 2_800 })).toBe(STOP);
    expect(
      stopAt(undated, {}, { ...power, burnInUnits: 2_801 }),
    ).toBeUndefined();
  });

  it('bridges days without a unit', () => {
    const rows: Rows = [
      ['2026-03-02', half, half],
      ['2026-03-04', half, half],
    ];
    expect(stopAt(rows, {}, { ...power, burnInUnits: 2_800 })).toBe(STOP);
  });

  it('asks every metric and variant that decides', () => {
    const input = inputOf(twoDays);
    const guard = {
      metricId: 'guard',
      role: 'guardrail' as const,
      direction: 'increase' as const,
    };
    const withGuard = (nimRelative?: number): AnalysisInput => ({
      ...input,
      plan: {
        ...input.plan,
        metrics: [
          ...input.plan.metrics,
          nimRelative === undefined ? guard : { ...guard, nimRelative },
        ],
      },
      metricInfo: [
        { id: 'guard', name: 'guard', type: 'average' },
        ...input.metricInfo,
      ],
    });
    const stop = (changed: AnalysisInput) =>
      precisionStopAt(contextOf(changed));
    // Only watched: it has no data, and nobody waits for it.
    expect(stop(withGuard())).toBe(STOP);
    expect(stop(withGuard(0.02))).toBeUndefined();
    const third = {
      ...input,
      plan: {
        ...input.plan,
        variants: [...input.plan.variants, { id: 'c', weight: 1 }],
      },
    };
    expect(stop(third)).toBeUndefined();
  });

  it('is none without anything to be precise about', () => {
    const input = inputOf(twoDays);
    const [metric] = input.plan.metrics;
    if (metric === undefined) throw new Error('no metric');
    const watched = { ...metric, role: 'deterioration' as const };
    expect(
      precisionStopAt(
        contextOf({ ...input, plan: { ...input.plan, metrics: [watched] } }),
      ),
    ).toBeUndefined();
  });

  it('waits for 30 of the rarer outcome of a yes/no metric', () => {
    const rate = (p: number): TestSample => [1_000, p, p * (1 - p)];
    const metricInfo = [
      { id: 'goal', name: 'goal', type: 'proportion' as const },
    ];
    const withRate = (p: number, q: number) => {
      const rows: Rows = [['2026-03-04', rate(p), rate(q)]];
      const input = inputOf(rows, { metricInfo });
      const metrics = input.plan.metrics.map(metric => ({
        ...metric,
        // So large that the units are always enough.
        mdeRelative: 5,
      }));
      return precisionStopAt(
        contextOf({ ...input, plan: { ...input.plan, metrics } }),
      );
    };
    expect(withRate(0.03, 0.03)).toBe(STOP);
    expect(withRate(0.029, 0.03)).toBeUndefined();
    expect(withRate(0.03, 0.029)).toBeUndefined();
    // Of a rate near 1 the rarer outcome is that without the event.
    expect(withRate(0.97, 0.971)).toBeUndefined();
  });

  it('stays met, whatever a later look finds', () => {
    const look = { at: '2026-03-04T10:00:00Z', tests: [], units: {}, srmP: 1 };
    const pastLooks = [
      look,
      { ...look, stopReachedAt: '2026-03-03T00:00:00.000Z' },
      { ...look, stopReachedAt: '2026-03-04T00:00:00.000Z' },
    ];
    const one = twoDays.slice(0, 1);
    expect(stopAt(one, { pastLooks })).toBe('2026-03-03T00:00:00.000Z');
    expect(stopAt(twoDays, { pastLooks: [look] })).toBe(STOP);
    // Of another design there is nothing to remember.
    expect(
      stopAt(one, { pastLooks }, { kind: 'fixed-horizon', ...TEST_RATES }),
    ).toBeUndefined();
  });

  it('is a rule of fixed-power and fixed-width designs alone', () => {
    // 2 · 1.644854 · √(8/700) = 0.352 ≤ 0.5.
    expect(stopAt(twoDays.slice(1), {}, width)).toBe(STOP);
    expect(
      stopAt(twoDays.slice(1), {}, { ...width, widthRelative: 0.03 }),
    ).toBeUndefined();
    for (const kind of ['fixed-horizon', 'always-valid'] as const) {
      expect(stopAt(twoDays, {}, { kind, ...TEST_RATES })).toBeUndefined();
    }
  });
});
