import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, daysAfter, daysBetween, startOfDay } from './calendar-day';

const hoursOf = (day: string, next: string, timeZone: string): number =>
  (Date.parse(startOfDay(next, timeZone)) -
    Date.parse(startOfDay(day, timeZone))) /
  3_600_000;

describe('the days of a zone', () => {
  // Official changes of clocks: Stockholm on the last Sundays of March and
  // October at 01:00 UTC; Cairo at midnight, which 24 April 2026 lacks; Lord
  // Howe by half an hour; Apia went without 30 December 2011.
  it.each([
    ['Europe/Stockholm', '2026-03-28', '2026-03-27T23:00:00.000Z', 24],
    ['Europe/Stockholm', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Stockholm', '2026-03-30', '2026-03-29T22:00:00.000Z', 24],
    ['Europe/Stockholm', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', 23],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00.000Z', 24.5],
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', 24],
    ['UTC', '2026-03-29', '2026-03-29T00:00:00.000Z', 24],
  ])('in %s the day %s begins at %s', (timeZone, day, begins, hours) => {
    const next = new Date(Date.parse(day) + 86_400_000)
      .toISOString()
      .slice(0, 10);
    expect(startOfDay(day, timeZone)).toBe(begins);
    expect(hoursOf(day, next, timeZone)).toBe(hours);
    const before = new Date(Date.parse(begins) - 1).toISOString();
    expect(dayOf(begins, timeZone)).toBe(day);
    expect(dayOf(before, timeZone) < day).toBe(true);
  });

  it.each([
    // 14 days that begin at 9:00 of winter time end at 9:00 of summer time.
    ['2026-03-20T08:00:00Z', 14, '2026-04-03T07:00:00.000Z'],
    ['2026-10-20T07:00:00Z', 7, '2026-10-27T08:00:00.000Z'],
    // 02:30 is skipped on 29 March, and shown twice on 25 October.
    ['2026-03-28T01:30:00Z', 1, '2026-03-29T01:30:00.000Z'],
    ['2026-10-24T00:30:00Z', 1, '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T01:30:00Z', 0, '2026-10-25T01:30:00.000Z'],
    ['2026-04-03T07:00:00Z', -14, '2026-03-20T08:00:00.000Z'],
    ['2026-03-28T08:00:00Z', 1.5, '2026-03-29T19:00:00.000Z'],
  ])('in Stockholm %s and %d days are %s', (from, days, to) => {
    expect(daysAfter(from, days, 'Europe/Stockholm')).toBe(to);
  });

  it('are counted from a wall-clock time to the same one', () => {
    const [march, april] = ['2026-03-20T08:00:00Z', '2026-04-03T07:00:00Z'];
    expect(daysBetween(march, april, 'Europe/Stockholm')).toBe(14);
    expect(daysBetween(march, april)).toBe(14 - 1 / 24);
  });

  it('are 24 hours from midnight on in UTC, which goes without saying', () => {
    const [min, max] = ['1970-01-01', '2100-01-01'].map(at => Date.parse(at));
    fc.assert(
      fc.property(
        fc.integer({ min: min ?? 0, max: max ?? 0 }),
        fc.double({ min: -400, max: 400, noNaN: true }),
        (ms, days) => {
          const at = new Date(ms).toISOString();
          expect(dayOf(at)).toBe(at.slice(0, 10));
          expect(startOfDay(at.slice(0, 10))).toBe(
            `${at.slice(0, 10)}T00:00:00.000Z`,
          );
          expect(daysAfter(at, days)).toBe(
            new Date(ms + days * 86_400_000).toISOString(),
          );
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});
