import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysLater } from './conformance/wall-clock';
import { dayShiftPieces, zonePlan } from './time-zone';
import type { TimePiece } from './time-zone';

const YEAR = {
  fromMs: Date.parse('2026-01-01T00:00:00Z'),
  untilMs: Date.parse('2027-01-01T00:00:00Z'),
};

const secondsAt = (pieces: readonly TimePiece[], ms: number): number =>
  pieces.findLast(({ fromMs }) => fromMs <= ms)?.seconds ?? Number.NaN;

describe('zonePlan', () => {
  // Official changes of clocks in 2026.
  it.each([
    [
      'Europe/Stockholm',
      3600,
      ['2026-03-29T01:00:00.000Z 7200', '2026-10-25T01:00:00.000Z 3600'],
    ],
    [
      'America/New_York',
      -18000,
      ['2026-03-08T07:00:00.000Z -14400', '2026-11-01T06:00:00.000Z -18000'],
    ],
    // By half an hour only.
    [
      'Australia/Lord_Howe',
      39600,
      ['2026-04-04T15:00:00.000Z 37800', '2026-10-03T15:30:00.000Z 39600'],
    ],
    ['Asia/Kolkata', 19800, []],
    ['UTC', 0, []],
  ])('knows the clocks of %s', (timeZone, offsetSeconds, transitions) => {
    const plan = zonePlan(timeZone, YEAR);
    expect(plan.offsetSeconds).toBe(offsetSeconds);
    expect(
      plan.transitions.map(one => `${one.at} ${one.offsetSeconds}`),
    ).toEqual(transitions);
  });
});

describe('dayShiftPieces', () => {
  // The wall clock is searched for there, worked out piece by piece here.
  it('leads to the same time of the wall clock on the other day', () => {
    const zones = [
      'Europe/Stockholm',
      'America/St_Johns',
      'Pacific/Chatham',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Casablanca',
    ] as const;
    const plans = new Map(zones.map(zone => [zone, zonePlan(zone, YEAR)]));
    const minute = 60_000;
    const lastMinute = (YEAR.untilMs - YEAR.fromMs) / minute - 40 * 1440;
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 40 * 1440, max: lastMinute }),
        fc.integer({ min: -30, max: 30 }),
        (zone, minutes, days) => {
          const ms = YEAR.fromMs + minutes * minute;
          const plan = plans.get(zone);
          if (plan === undefined) throw new Error(zone);
          const shift = secondsAt(dayShiftPieces(plan, days), ms);
          expect(ms + shift * 1000).toBe(daysLater(ms, days, zone));
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });
});
