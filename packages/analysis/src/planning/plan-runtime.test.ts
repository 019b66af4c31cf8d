import { describe, expect, it } from 'vitest';
import { formatDays, formatDaysNeeded, planRuntime } from './plan-runtime';
import { planInput } from './plan-test-input';
import type { DaysNeeded } from './runtime-forecast';
import { runtimeForecast } from './runtime-forecast';
import type { PlanSampleSizeInput } from './sample-size-plan';

const needed = (changes: Partial<DaysNeeded> = {}): DaysNeeded => ({
  days: 9,
  low: 8,
  high: 11,
  extrapolated: false,
  ...changes,
});

describe('days in words', () => {
  it('are one day or more, with their bounds when there are any', () => {
    expect(formatDays(1)).toBe('1 day');
    expect(formatDays(1_200)).toBe('1,200 days');
    expect(formatDaysNeeded(needed())).toBe('9 days (8 to 11)');
    expect(formatDaysNeeded(needed({ high: null }))).toBe(
      '9 days (at least 8)',
    );
    expect(formatDaysNeeded(needed({ low: null }))).toBe('9 days');
    expect(formatDaysNeeded(needed({ low: 9, high: 9 }))).toBe('9 days');
  });
});

const forecastOf = (input: Partial<PlanSampleSizeInput>) => {
  const forecast = runtimeForecast(planInput(input));
  if (forecast === undefined) throw new Error('no forecast');
  return forecast;
};
// 100 units a day for eight days.
const eightDays = Array.from({ length: 8 }, (_, k) => 100 * (k + 1));

describe('the runtime of a plan in words', () => {
  const history = () => forecastOf({ traffic: { cumulativeUnits: eightDays } });
  const sentence = (changes: Partial<DaysNeeded>, window = 0): string =>
    planRuntime(needed(changes), history(), window).sentence;

  it('is in full weeks, with what varies', () => {
    expect(planRuntime(needed(), history(), 0)).toEqual({
      ...needed(),
      weeks: 2,
      sentence:
        'The units are there after 9 days: plan 2 full weeks. Daily traffic varies: 9 of 10 such periods take 8 to 11 days.',
    });
    expect(sentence({ days: 7, low: null })).toBe(
      'The units are there after 7 days: plan 1 full week.',
    );
    expect(sentence({ days: 8, low: 8, high: 8 })).toBe(
      'The units are there after 8 days: plan 2 full weeks.',
    );
    expect(sentence({ high: null })).toContain(
      'varies so much that only a lower limit is certain: 8 days.',
    );
  });

  it('says what is waited for at the end', () => {
    expect(sentence({}, 14)).toContain(
      'after 9 days, waiting up to 14 days for the last values included: plan',
    );
    expect(sentence({}, 0)).not.toContain('waiting');
  });

  it('says when it goes beyond the history, if there is one', () => {
    expect(sentence({ extrapolated: true })).toContain(
      'The history has 8 days; beyond it',
    );
    expect(sentence({})).not.toContain('history');
    const plain = forecastOf({ unitsPerDay: 100 });
    expect(
      planRuntime(needed({ extrapolated: true }), plain, 0).sentence,
    ).not.toContain('history');
  });
});

describe('the forecast of traffic', () => {
  it('is none without traffic', () => {
    for (const unitsPerDay of [undefined, 0, -1]) {
      expect(runtimeForecast(planInput({ unitsPerDay }))).toBeUndefined();
    }
  });

  it('counts the units that enter', () => {
    const half = forecastOf({
      traffic: { cumulativeUnits: eightDays, exposureShare: 0.5 },
      // A history is better than a plain number.
      unitsPerDay: 7,
    });
    expect(half.unitsBy(4)).toBeCloseTo(200, 9);
    expect(half.historyDays).toBe(8);
    const plain = forecastOf({ unitsPerDay: 70 });
    expect(plain.unitsBy(3)).toBeCloseTo(210, 9);
    expect(plain.historyDays).toBeNull();
  });

  it('is that of the last of all needs, each with its own window', () => {
    const forecast = forecastOf({ traffic: { cumulativeUnits: eightDays } });
    const days = (...needs: readonly (readonly [number, number])[]) =>
      forecast.daysUntil(
        needs.map(([units, windowDays]) => ({ units, windowDays })),
      )?.days;
    expect(days([400, 0])).toBe(4);
    expect(days([400, 3])).toBe(7);
    expect(days([400, 3], [600, 0])).toBe(7);
    expect(days([400, 0], [600, 0])).toBe(6);
    expect(days([600, 0], [400, 0])).toBe(6);
    expect(forecast.daysUntil([])).toBeNull();
  });

  it('says what it took from beyond the history, and what it needs', () => {
    const forecast = forecastOf({ traffic: { cumulativeUnits: eightDays } });
    const isBeyond = (...units: readonly number[]) =>
      forecast.daysUntil(units.map(one => ({ units: one, windowDays: 0 })))
        ?.extrapolated;
    expect(isBeyond(400)).toBe(false);
    expect(isBeyond(1_000)).toBe(true);
    expect(isBeyond(1_000, 400)).toBe(true);
    expect(isBeyond(400, 1_000)).toBe(true);
    expect(forecast.problemsFor(400)).toEqual([]);
  });

  it('has bounds as wide as its needs, shifted by their windows', () => {
    const noisy = [90, 210, 290, 420, 480, 620, 700, 800];
    const forecast = forecastOf({ traffic: { cumulativeUnits: noisy } });
    const at = (windowDays: number) =>
      forecast.daysUntil([{ units: 1_500, windowDays }]);
    const [now, later] = [at(0), at(5)];
    expect(now?.low).toBeLessThanOrEqual(now?.days ?? 0);
    expect(later).toEqual({
      days: (now?.days ?? 0) + 5,
      low: (now?.low ?? 0) + 5,
      high: (now?.high ?? 0) + 5,
      extrapolated: true,
    });
    // A need without bounds leaves none to all.
    const plain = forecastOf({ unitsPerDay: 100 });
    expect(
      plain.daysUntil([
        { units: 100, windowDays: 0 },
        { units: 200, windowDays: 0 },
      ]),
    ).toMatchObject({ days: 2, low: null, high: null });
    const both = forecast.daysUntil([
      { units: 1_500, windowDays: 0 },
      { units: 1_500, windowDays: 5 },
    ]);
    expect(both).toEqual(later);
  });

  it('never reaches what never comes, and says why', () => {
    const flat = forecastOf({
      traffic: { cumulativeUnits: eightDays.map(() => 100) },
    });
    expect(flat.daysUntil([{ units: 50, windowDays: 0 }])?.days).toBe(1);
    expect(flat.daysUntil([{ units: 500, windowDays: 0 }])).toBeNull();
    expect(
      flat.daysUntil([
        { units: 50, windowDays: 0 },
        { units: 500, windowDays: 0 },
      ]),
    ).toBeNull();
    expect(flat.problemsFor(500)).toMatchObject([{ path: 'traffic' }]);
  });
});
