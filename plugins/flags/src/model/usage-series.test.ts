import type { FlagUsage } from '@etude/plugin-flags-common';
import { dayOf, usageSeries } from './usage-series';

const usage = (changes: Partial<FlagUsage> = {}): FlagUsage => ({
  from: '2026-11-14',
  to: '2026-11-16',
  reportedSince: '2026-11-01',
  evaluations: [
    { day: '2026-11-14', variant: 'off', count: 2 },
    { day: '2026-11-14', variant: 'on', count: 3 },
    { day: '2026-11-16', variant: 'on', count: 4 },
    { day: '2026-11-16', variant: null, count: 1 },
  ].map(entry => ({
    client: 'shop-web',
    rule: null,
    reason: 'MATCH',
    ...entry,
  })),
  ...changes,
});

const read = (found: FlagUsage) =>
  usageSeries(found).map(({ name, points }) => [
    name,
    ...points.map(({ x, y }) => `${dayOf(x)}: ${y}`),
  ]);

describe('usageSeries', () => {
  it('has a day without evaluations as 0, and the most used first', () => {
    expect(read(usage())).toEqual([
      ['on', '2026-11-14: 3', '2026-11-15: 0', '2026-11-16: 4'],
      ['off', '2026-11-14: 2', '2026-11-15: 0', '2026-11-16: 0'],
      ['no variant', '2026-11-14: 0', '2026-11-15: 0', '2026-11-16: 1'],
    ]);
  });

  it('claims nothing about days before the edges reported', () => {
    const [on] = read(usage({ reportedSince: '2026-11-16' }));
    expect(on).toEqual(['on', '2026-11-16: 4']);
    expect(usageSeries(usage({ reportedSince: null }))).toEqual([]);
  });
});
