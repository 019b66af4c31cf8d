import { hasErrorCode } from '@etude/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitAssignments } from './split-assignments';

const weights = (...values: number[]) =>
  values.map((weight, index) => ({ variant: `v${index}`, weight }));

describe('splitAssignments', () => {
  it('splits 10,000 buckets by weight, in order', () => {
    expect(splitAssignments(weights(50, 30, 20))).toEqual([
      { id: 'v0', kind: 'variant', variant: 'v0', ranges: [[0, 5000]] },
      { id: 'v1', kind: 'variant', variant: 'v1', ranges: [[5000, 8000]] },
      { id: 'v2', kind: 'variant', variant: 'v2', ranges: [[8000, 10000]] },
    ]);
  });

  it('covers every bucket once, each share within one bucket', () => {
    const weight = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1 }), list => {
        fc.pre(list.some(value => value > 0));
        const total = list.reduce((sum, value) => sum + value, 0);
        let next = 0;
        splitAssignments(weights(...list)).forEach(({ ranges }, index) => {
          const [range] = ranges;
          const size = range === undefined ? 0 : range[1] - range[0];
          const share = ((list[index] ?? 0) / total) * 10_000;
          expect(Math.abs(size - share)).toBeLessThanOrEqual(1);
          if (range === undefined) return;
          expect(range[0]).toBe(next);
          next = range[1];
        });
        expect(next).toBe(10_000);
      }),
      { seed: 1 },
    );
  });

  it.each([[[0, 0]], [[]], [[1, -1]], [[NaN]], [[Infinity, 1]]])(
    'refuses the weights %j',
    list => {
      let code = false;
      try {
        splitAssignments(weights(...list));
      } catch (error) {
        code = hasErrorCode(error, 'ETUDE_SPLIT_WEIGHTS');
      }
      expect(code).toBe(true);
    },
  );
});
