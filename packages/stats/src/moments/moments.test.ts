import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  momentsFromVariance,
  momentsOf,
  mergeMoments,
  sampleVariance,
} from './moments';
import {
  mergePairMoments,
  pairMomentsOf,
  sampleCovariance,
} from './pair-moments';

const isRelativelyClose = (a: number, b: number, scale: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(scale, 1e-300);

const columns = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  maxLength: 200,
});

describe('momentsOf', () => {
  it('gives the variance 1 of values around a mean of 1e9', () => {
    // 1e9 − 1, 1e9, 1e9 + 1: variance (1 + 0 + 1) / 2 = 1.
    const moments = momentsOf([1e9 - 1, 1e9, 1e9 + 1]);
    expect(moments.mean).toBe(1e9);
    expect(sampleVariance(moments)).toBe(1);
  });

  it('says nothing about spread with fewer than two units', () => {
    expect(sampleVariance(momentsOf([]))).toBeNaN();
    expect(sampleVariance(momentsOf([3]))).toBeNaN();
  });

  it('keeps six digits where a raw sum of squares has none', () => {
    // ±1 alternating around 1e9, 1e5 values: variance n/(n − 1).
    const n = 100_000;
    const values = Array.from({ length: n }, (_, i) => 1e9 + (i % 2 ? 1 : -1));
    const relative = sampleVariance(momentsOf(values)) / (n / (n - 1)) - 1;
    expect(Math.abs(relative)).toBeLessThan(1e-6);
  });
});

describe('mergeMoments', () => {
  it('is associative, and equal to the moments of all values', () => {
    fc.assert(
      fc.property(columns, columns, columns, (a, b, c) => {
        const [x, y, z] = [momentsOf(a), momentsOf(b), momentsOf(c)];
        const left = mergeMoments(mergeMoments(x, y), z);
        const right = mergeMoments(x, mergeMoments(y, z));
        const whole = momentsOf([...a, ...b, ...c]);
        const scale = Math.max(...[...a, ...b, ...c].map(Math.abs), 0);
        return [right, whole].every(
          other =>
            other.n === left.n &&
            isRelativelyClose(other.mean, left.mean, scale) &&
            isRelativelyClose(other.m2, left.m2, scale * scale * left.n),
        );
      }),
      { seed: 1 },
    );
  });

  it('takes an engine’s VAR_SAMP of parts to that of the whole', () => {
    // {1, 2, 3}: mean 2, variance 1. {7, 9}: mean 8, variance 2.
    // Whole: mean 22/5, m2 = 2 + 2 + 36·(3·2/5) = 47.2.
    const merged = mergeMoments(
      momentsFromVariance(3, 2, 1),
      momentsFromVariance(2, 8, 2),
    );
    expect(merged.n).toBe(5);
    expect(merged.mean - 4.4).toBeLessThan(1e-15);
    expect(Math.abs(merged.m2 / 47.2 - 1)).toBeLessThan(1e-15);
  });
});

describe('mergePairMoments', () => {
  it('is associative in the covariance', () => {
    const pairs = fc.array(
      fc.tuple(
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      ),
      { maxLength: 90 },
    );
    const of = (rows: readonly (readonly [number, number])[]) =>
      pairMomentsOf({ x: rows.map(r => r[0]), y: rows.map(r => r[1]) });
    fc.assert(
      fc.property(pairs, pairs, pairs, (a, b, c) => {
        const left = mergePairMoments(mergePairMoments(of(a), of(b)), of(c));
        const right = mergePairMoments(of(a), mergePairMoments(of(b), of(c)));
        const whole = of([...a, ...b, ...c]);
        return [right, whole].every(other =>
          isRelativelyClose(other.cXY, left.cXY, 1e6 * left.n),
        );
      }),
      { seed: 1 },
    );
  });

  it('has the covariance of a small table', () => {
    // x = 1, 2, 3 and y = 2, 4, 9: Σ(x − 2)(y − 5) = 3 + 0 + 4 = 7, over 2.
    const pair = pairMomentsOf({ x: [1, 2, 3], y: [2, 4, 9] });
    expect(sampleCovariance(pair)).toBe(3.5);
  });

  it('turns columns of different length into NaN', () => {
    expect(pairMomentsOf({ x: [1, 2], y: [1] }).cXY).toBeNaN();
  });
});
