import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeMoments } from './merge-moments';
import type { Moments } from './merge-moments';

const EMPTY: Moments = { n: 0, mean: 0, m2: 0 };
const one = (x: number): Moments => ({ n: 1, mean: x, m2: 0 });
const merged = (xs: readonly number[]): Moments =>
  xs.map(one).reduce(mergeMoments, EMPTY);

const close = (left: Moments, right: Moments, scale: number) => {
  expect(left.n).toBe(right.n);
  expect(Math.abs(left.mean - right.mean)).toBeLessThanOrEqual(1e-12 * scale);
  expect(Math.abs(left.m2 - right.m2)).toBeLessThanOrEqual(
    1e-11 * scale * scale,
  );
};

describe('mergeMoments', () => {
  it('agrees with a worked example', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, Σ(x − 5)² = 32.
    expect(mergeMoments(merged([2, 4, 4]), merged([4, 5, 5, 7, 9]))).toEqual({
      n: 8,
      mean: 5,
      m2: 32,
    });
  });

  it('does not depend on how the numbers are split', () => {
    const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(numbers, numbers, numbers, (a, b, c) => {
        const left = mergeMoments(
          mergeMoments(merged(a), merged(b)),
          merged(c),
        );
        const right = mergeMoments(
          merged(a),
          mergeMoments(merged(b), merged(c)),
        );
        close(left, right, 1e5);
        close(left, merged([...a, ...b, ...c]), 1e5);
      }),
      { seed: 1 },
    );
  });

  it('keeps the variance of numbers far from zero', () => {
    const { mean, m2 } = merged(
      Array.from({ length: 3000 }, (_, index) => 1e9 + (index % 3) - 1),
    );
    expect(Math.abs(mean - 1e9)).toBeLessThan(1e-4);
    expect(Math.abs(m2 - 2000)).toBeLessThan(1e-3);
  });
});
