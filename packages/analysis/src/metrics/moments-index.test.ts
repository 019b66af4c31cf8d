import type { MomentsRow } from '@etude/metrics';
import { momentsOf, vectorMomentsOf } from '@etude/stats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexMoments, outcomeOf, vectorOf } from './moments-index';

const rowOf = (values: readonly number[], date: string): MomentsRow => ({
  metricId: 'm',
  variant: 'a',
  exposureDate: date,
  ...momentsOf(values),
});

const pairRow = (
  y: readonly number[],
  x: readonly number[],
  date: string,
): MomentsRow => {
  const { n, means, comoments } = vectorMomentsOf([y, x]);
  const [mean = 0, ...others] = means;
  const [m2 = 0, ...rest] = comoments;
  return {
    metricId: 'm',
    variant: 'a',
    exposureDate: date,
    n,
    mean,
    m2,
    companions: { means: others, comoments: rest },
  };
};

const days = fc.array(
  fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 20 }),
  { maxLength: 6 },
);

describe('indexMoments', () => {
  it('merges two days by hand: {1, 3} and {5}', () => {
    // mean 3; squared deviations 4 + 0 + 4
    const { total } = indexMoments([rowOf([1, 3], 'd1'), rowOf([5], 'd2')]);
    expect(total.cellOf('m', 'a')).toEqual({ n: 3, mean: 3, m2: 8 });
  });

  it('merges companions: y = 1, 3, 5 and x = 2, 2, 5', () => {
    // means 3 and 3; yx: 2·1 + 0·1 + 2·2 = 6; xx: 1 + 1 + 4
    const { total } = indexMoments([
      pairRow([1, 3], [2, 2], 'd1'),
      pairRow([5], [5], 'd2'),
    ]);
    const cell = total.cellOf('m', 'a');
    expect(outcomeOf(cell)).toEqual({ n: 3, mean: 3, m2: 8 });
    expect(vectorOf(cell)).toEqual({
      n: 3,
      means: [3, 3],
      comoments: [8, 6, 6],
    });
  });

  it('keeps metrics and variants apart, whatever their names', () => {
    const { total } = indexMoments([
      { ...rowOf([1], 'd1'), metricId: 'x', variant: 'y z' },
      { ...rowOf([9], 'd1'), metricId: 'x y', variant: 'z' },
    ]);
    expect(outcomeOf(total.cellOf('x', 'y z')).mean).toBe(1);
    expect(total.cellOf('x', 'z').n).toBe(0);
    expect(total.has('y')).toBe(false);
  });

  it('keeps values of dimensions out of the total, and null apart', () => {
    const index = indexMoments([
      rowOf([1], 'd1'),
      { ...rowOf([2], 'd1'), dimension: { name: 'country', value: 'se' } },
      { ...rowOf([3], 'd1'), dimension: { name: 'country', value: null } },
      { ...rowOf([4], 'd2'), dimension: { name: 'country', value: 'se' } },
    ]);
    expect(index.total.cellOf('m', 'a').n).toBe(1);
    expect(
      index.dimensions.map(slice => [
        slice.dimension,
        slice.value,
        outcomeOf(slice.cellOf('m', 'a')).mean,
      ]),
    ).toEqual([
      ['country', 'se', 3],
      ['country', null, 3],
    ]);
  });

  it('does not depend on how days are cut or ordered', () => {
    fc.assert(
      fc.property(days, lists => {
        const rows = lists.map((values, day) => rowOf(values, `d${day}`));
        const whole = rowOf(lists.flat(), 'all');
        for (const order of [rows, rows.toReversed()]) {
          const cell = outcomeOf(indexMoments(order).total.cellOf('m', 'a'));
          expect(cell.n).toBe(whole.n);
          expect(Math.abs(cell.mean - whole.mean)).toBeLessThan(1e-9);
          expect(Math.abs(cell.m2 - whole.m2)).toBeLessThan(
            1e-9 * (1 + whole.m2),
          );
        }
      }),
      { seed: 1 },
    );
  });
});
