import { describe, expect, it } from 'vitest';
import type { TestInputOptions } from '../test-input';
import { dailySplit } from './daily-split';
import { LIVE, checkOf, days, inputOf, row } from './health-test-input';
import { lastExposureDate, unitsPerDay } from './traffic-counts';

describe('traffic by day', () => {
  it('ends on the last day with an exposure, in whatever order', () => {
    const rows = [
      row('a', '2026-03-04', 5),
      row('a', '2026-03-02', 5),
      row('a', null, 5),
      row('a', '2026-03-09', 0),
    ];
    expect(lastExposureDate(rows)).toBe('2026-03-04');
    expect(lastExposureDate(rows.toReversed())).toBe('2026-03-04');
    expect(lastExposureDate(rows.slice(2))).toBeNull();
  });

  it('is a mean from the first to the last day, of units with a day', () => {
    const rows = [
      row('a', '2026-03-02', 30),
      row('a', '2026-03-04', 60),
      row('a', null, 1_000),
      row('a', '2026-03-09', 0),
    ];
    // 90 units in three days.
    expect(unitsPerDay(rows)).toBe(30);
    expect(unitsPerDay(rows.slice(2))).toBeNull();
  });

  it('has every day from the first to the last, variants in their order', () => {
    const traffic = [
      row('b', '2026-03-05', 4),
      row('a', '2026-03-03', 1),
      row('a', '2026-03-05', 2),
      row('a', '2026-03-05', 3),
      row('stray', '2026-03-08', 9),
      row('a', '2026-03-09', 0),
      row('a', null, 7),
    ];
    expect(dailySplit(inputOf({ traffic }))).toEqual([
      { day: '2026-03-03', counts: [1, 0] },
      { day: '2026-03-04', counts: [0, 0] },
      { day: '2026-03-05', counts: [5, 4] },
    ]);
    expect(dailySplit(inputOf({ traffic: [row('a', null, 7)] }))).toEqual([]);
  });
});

describe('what the traffic check says', () => {
  it('counts all units, and says when none came', () => {
    const traffic = days([50, 60], [40, 50]);
    expect(checkOf('traffic', { traffic })).toMatchObject({
      state: 'pass',
      figure: { name: 'exposed units', value: 200 },
      sentence:
        'The rule is evaluated and applied: 200 units are exposed, and every variant has some.',
    });
    expect(checkOf('traffic', { ...LIVE, traffic })).toMatchObject({
      state: 'warn',
      sentence: '200 units are exposed, but none in the last 48 hours.',
    });
    const now = '2026-03-03T08:00:00Z';
    expect(checkOf('traffic', { ...LIVE, now, traffic: [] }).sentence).toBe(
      'No unit has been exposed yet; the experiment is less than 48 hours old.',
    );
    const one = [row('a', '2026-03-02', 5)];
    expect(checkOf('traffic', { ...LIVE, now, traffic: one }).state).toBe(
      'fail',
    );
  });

  it('stalls and stops by dates, where there are any', () => {
    const undated = [row('a', null, 50), row('b', null, 50)];
    expect(checkOf('traffic', { ...LIVE, traffic: undated }).state).toBe(
      'pass',
    );
    const traffic = [...days([50, 50], [50, 0]), row('a', null, 9_000)];
    expect(checkOf('traffic', { traffic }).sentence).toBe(
      'Exposure to b stopped, while other variants went on.',
    );
    // Units without a day came at no time after the last of b.
    const early = [...days([50, 50]), row('a', null, 9_000)];
    expect(checkOf('traffic', { traffic: early }).state).toBe('pass');
  });
});

describe('what the sample ratio check says', () => {
  it('has the shares there are beside those of the plan', () => {
    const variants = [
      { id: 'a', weight: 3 },
      { id: 'b', weight: 1 },
    ];
    expect(
      checkOf('srm', { variants, units: { a: 750, b: 250 } }).sentence,
    ).toBe(
      'Units are split as planned: a 75 % (planned 75 %), b 25 % (planned 25 %); p = 1 (chi-square test at the end; fails below 0.001).',
    );
    const broken = checkOf('srm', { variants, units: { a: 8_000, b: 2_000 } });
    expect(broken.sentence).toContain('a 80 % (planned 75 %), b 20 %');
    expect(broken.sentence).toContain('No metric can be trusted.');
  });

  it('names the variant that deviates most for its size', () => {
    // Of 10,000: c misses 200 of 2,500 units, 4.6 standard deviations; a has
    // 210 more than 5,000, which is 4.2.
    const variants = [
      { id: 'a', weight: 2 },
      { id: 'b', weight: 1 },
      { id: 'c', weight: 1 },
    ];
    const sentence = (a: number, b: number, c: number) =>
      checkOf('srm', { variants, units: { a, b, c } }).sentence;
    expect(sentence(5_210, 2_490, 2_300)).toContain(
      ' c deviates most: 200 units too few.',
    );
    expect(sentence(4_790, 2_510, 2_700)).toContain(
      ' c deviates most: 200 units too many.',
    );
  });

  it('names a day only where there are several', () => {
    const broken = days([5_000, 4_000]);
    expect(checkOf('srm', { traffic: broken }).sentence).not.toContain(
      'Of all days',
    );
    const two = days([500, 500], [5_000, 4_000]);
    expect(checkOf('srm', { traffic: two }).sentence).toContain(
      ' Of all days 3 Mar 2026 contributes most.',
    );
  });

  it('is the sequential one while live, and remembers that it failed', () => {
    const units = { a: 1_000, b: 1_000 };
    const tests = (options: Partial<TestInputOptions>) =>
      checkOf('srm', { units, ...options }).sentence;
    expect(tests(LIVE)).toContain(
      '(sequential check, which holds however often one looks; fails below 0.01).',
    );
    const look = {
      at: '2026-03-05T00:00:00Z',
      tests: [],
      units: {},
      srmP: 0.001,
    };
    expect(tests({ pastLooks: [look] })).toContain(
      'fails below 0.01, and it did while the experiment ran)',
    );
    expect(tests({ ...LIVE, pastLooks: [look] })).toContain(
      'fails below 0.01)',
    );
  });

  it('waits for units', () => {
    expect(checkOf('srm', { units: { a: 0, b: 0 } })).toMatchObject({
      state: 'unknown',
      sentence: 'With 0 exposed units the split cannot be judged yet.',
    });
  });
});
