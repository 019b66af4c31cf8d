import type { MomentsRow } from '@etude/metrics';
import { momentsOf } from '@etude/stats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeMomentsRows, sampleOf } from './merged-moments';

const rowOf = (values: readonly number[], date: string): MomentsRow => ({
  metricId: 'm',
  variant: 'a',
  exposureDate: date,
  ...momentsOf(values),
});

const days = fc.array(
  fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 20 }),
  { maxLength: 6 },
);

describe('mergeMomentsRows', () => {
  it('merges two days by hand: {1, 3} and {5}', () => {
    // mean 3; squared deviations 4 + 0 + 4
    const merged = mergeMomentsRows([rowOf([1, 3], 'd1'), rowOf([5], 'd2')]);
    expect(merged('m', 'a')).toEqual({ n: 3, mean: 3, m2: 8 });
    expect(sampleOf(merged('m', 'a'), 'average').variance).toBe(4);
  });

  it('keeps metrics and variants apart, whatever their names', () => {
    const rows = [
      { ...rowOf([1], 'd1'), metricId: 'x', variant: 'y z' },
      { ...rowOf([9], 'd1'), metricId: 'x y', variant: 'z' },
    ];
    expect(mergeMomentsRows(rows)('x', 'y z').mean).toBe(1);
    expect(mergeMomentsRows(rows)('x', 'z').n).toBe(0);
  });

  it('does not depend on how days are cut or ordered', () => {
    fc.assert(
      fc.property(days, lists => {
        const rows = lists.map((values, day) => rowOf(values, `d${day}`));
        const whole = rowOf(lists.flat(), 'all');
        const forwards = mergeMomentsRows(rows)('m', 'a');
        const backwards = mergeMomentsRows(rows.toReversed())('m', 'a');
        for (const merged of [forwards, backwards]) {
          expect(merged.n).toBe(whole.n);
          expect(Math.abs(merged.mean - whole.mean)).toBeLessThan(1e-9);
          expect(Math.abs(merged.m2 - whole.m2)).toBeLessThan(
            1e-9 * (1 + whole.m2),
          );
        }
      }),
      { seed: 1 },
    );
  });
});

describe('sampleOf', () => {
  it('gives a proportion the variance p(1 − p), denominator n', () => {
    const moments = momentsOf([1, 0, 0, 0]);
    expect(sampleOf(moments, 'proportion').variance).toBe(0.1875);
    expect(sampleOf(moments, 'count').variance.toFixed(12)).toBe(
      '0.250000000000',
    );
  });
});
