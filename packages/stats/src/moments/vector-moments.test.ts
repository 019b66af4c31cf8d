import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf, sampleVariance } from './moments';
import { momentsFromSums } from './moments-from-sums';
import { momentsOfX, pairMomentsOf, sampleCovariance } from './pair-moments';
import type { VectorMoments } from './vector-moments';
import {
  combinedSumOfSquares,
  transformedVectorMoments,
} from './combined-moments';
import {
  EMPTY_VECTOR_MOMENTS,
  mergeVectorMoments,
  momentsAt,
  pairMomentsAt,
  vectorMomentsFromSummary,
  vectorMomentsOf,
} from './vector-moments';

const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const rows = fc.array(fc.tuple(value, value, value), { maxLength: 90 });

const ofRows = (table: readonly (readonly number[])[]): VectorMoments =>
  vectorMomentsOf([0, 1, 2].map(c => table.map(row => row[c] ?? NaN)));

const areClose = (a: VectorMoments, b: VectorMoments): boolean =>
  a.n === b.n &&
  a.means.every((mean, i) => Math.abs(mean - (b.means[i] ?? NaN)) <= 1e-9) &&
  a.comoments.every(
    (c, i) => Math.abs(c - (b.comoments[i] ?? NaN)) <= 1e-6 * Math.max(a.n, 1),
  );

describe('mergeVectorMoments', () => {
  it('is associative and order-free, and equals the moments of all units', () => {
    fc.assert(
      fc.property(rows, rows, rows, (a, b, c) => {
        const [x, y, z] = [ofRows(a), ofRows(b), ofRows(c)];
        const left = mergeVectorMoments(mergeVectorMoments(x, y), z);
        return [
          mergeVectorMoments(x, mergeVectorMoments(y, z)),
          mergeVectorMoments(z, mergeVectorMoments(y, x)),
          ofRows([...a, ...b, ...c]),
        ].every(other => areClose(left, other));
      }),
      { seed: 1 },
    );
  });

  it('leaves the other part alone when one has no units', () => {
    const some = ofRows([[1, 2, 3]]);
    expect(mergeVectorMoments(EMPTY_VECTOR_MOMENTS, some)).toBe(some);
    expect(mergeVectorMoments(some, EMPTY_VECTOR_MOMENTS)).toBe(some);
  });

  it('has no numbers for parts with different variables', () => {
    const two = vectorMomentsOf([
      [1, 2],
      [3, 5],
    ]);
    const merged = mergeVectorMoments(two, vectorMomentsOf([[1, 2]]));
    expect(merged.n).toBe(4);
    expect(merged.comoments).toHaveLength(3);
    expect(merged.means[1]).toBeNaN();
    expect(merged.comoments[2]).toBeNaN();
  });
});

describe('vectorMomentsOf', () => {
  it('holds every single and pair of variables', () => {
    fc.assert(
      fc.property(rows, table => {
        const v = ofRows(table);
        const column = (i: number) => table.map(row => row[i] ?? NaN);
        const pair = pairMomentsOf({ x: column(2), y: column(1) });
        const near = (a: number, b: number) => Math.abs(a - b) <= 1e-4;
        return (
          table.length < 2 ||
          (near(momentsAt(v, 0).m2, momentsOf(column(0)).m2) &&
            near(pairMomentsAt(v, 2, 1).cXY, pair.cXY) &&
            near(pairMomentsAt(v, 2, 1).m2X, pair.m2X) &&
            near(pairMomentsAt(v, 2, 1).meanY, pair.meanY))
        );
      }),
      { seed: 1 },
    );
  });

  it('turns columns of different length into NaN', () => {
    expect(vectorMomentsOf([[1, 2], [1]]).comoments[2]).toBeNaN();
  });

  it('reads an engine’s covariances, and nothing from one unit', () => {
    const v = vectorMomentsFromSummary({
      n: 5,
      means: [1, 2],
      covariances: [4, 3, 9],
    });
    expect(v.comoments).toEqual([16, 12, 36]);
    expect(
      vectorMomentsFromSummary({ n: 1, means: [1], covariances: [NaN] }),
    ).toEqual({ n: 1, means: [1], comoments: [0] });
  });
});

describe('large means', () => {
  // 1e12 + k·2⁻¹⁰ with k = 0, 1, 2, …: exact doubles with a spread of 1e-3.
  const n = 200;
  const small = Array.from({ length: n }, (_, i) => ((i * 7) % 5) / 1024);
  const large = small.map(x => 1e12 + x);

  it('cost the variance no digit', () => {
    // Of k = 0…4 in equal parts: variance 2 n/(n − 1) / 1024².
    const exact = ((2 * n) / (n - 1) / 1024) * (1 / 1024);
    const relative = sampleVariance(momentsOf(large)) / exact - 1;
    expect(Math.abs(relative)).toBeLessThan(1e-13);
  });

  it('cost covariances no digit', () => {
    const pair = pairMomentsOf({ x: large, y: small });
    const vector = vectorMomentsOf([large, small]);
    const exact = sampleCovariance(pairMomentsOf({ x: small, y: small }));
    for (const found of [pair, pairMomentsAt(vector, 0, 1)]) {
      expect(Math.abs(sampleCovariance(found) / exact - 1)).toBeLessThan(1e-13);
      const variance = sampleVariance(momentsOfX(found));
      expect(Math.abs(variance / exact - 1)).toBeLessThan(1e-13);
    }
  });
});

describe('transformedVectorMoments', () => {
  it('is the moments of the transformed units', () => {
    fc.assert(
      fc.property(rows, table => {
        if (table.length < 2) return true;
        const transformed = transformedVectorMoments(ofRows(table), [
          { weights: [2, 0, -1], constant: 5 },
          { weights: [0, 1, 1] },
        ]);
        const whole = vectorMomentsOf([
          table.map(([a, , c]) => 2 * a - c + 5),
          table.map(([, b, c]) => b + c),
        ]);
        return areClose(transformed, whole);
      }),
      { seed: 1 },
    );
  });

  it('leaves exactly nothing of a variable that the other determines', () => {
    const x = [0.1, 0.7, 1.3, 2.9, 3.1];
    const v = vectorMomentsOf([x.map(value_ => value_ / 3), x]);
    expect(combinedSumOfSquares(v, [1, -1 / 3])).toBe(0);
  });

  it('has no sum of squares for moments that no data can have', () => {
    const impossible = { n: 9, means: [0, 0], comoments: [1, 5, 1] };
    expect(combinedSumOfSquares(impossible, [1, -1])).toBeNaN();
  });
});

describe('momentsFromSums', () => {
  it('is exact for counts', () => {
    // Ten units, four ones: m2 = 4 − 16/10 = 2.4.
    expect(momentsFromSums({ n: 10, sum: 4, sumOfSquares: 4 })).toEqual({
      ok: true,
      value: {
        moments: { n: 10, mean: 0.4, m2: 2.4 },
        relativeError: 2 ** -52,
      },
    });
  });

  it('adds no error of its own to whole sums', () => {
    // A million units, half 50,000 and half 50,001: m2 = 1e6/4.
    const sums = momentsFromSums({
      n: 1e6,
      sum: 50_000_500_000,
      sumOfSquares: 5e5 * (50_000 ** 2 + 50_001 ** 2),
    });
    expect(sums.ok && sums.value.moments.m2).toBe(250_000);
  });

  it('bounds what it lost', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 20,
      maxLength: 300,
    });
    const shift = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(values, shift, (spread, mean) => {
        const units = spread.map(x => x + mean);
        const sums = momentsFromSums({
          n: units.length,
          sum: units.reduce((a, b) => a + b, 0),
          sumOfSquares: units.reduce((a, b) => a + b * b, 0),
        });
        if (!sums.ok) return true;
        const { moments, relativeError } = sums.value;
        const truth = momentsOf(units).m2;
        return Math.abs(moments.m2 / truth - 1) <= 2 * relativeError;
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['ETUDE_STATS_PRECISION_LOST', { n: 100, sum: 1e11, sumOfSquares: 1e20 }],
    ['ETUDE_STATS_PRECISION_LOST', { n: 3, sum: 0.3, sumOfSquares: 0.03 }],
    ['ETUDE_STATS_INVALID_VARIANCE', { n: 2, sum: 10, sumOfSquares: 1 }],
    ['ETUDE_STATS_INVALID_NUMBER', { n: 2, sum: NaN, sumOfSquares: 1 }],
    ['ETUDE_STATS_INVALID_COUNT', { n: -2, sum: 1, sumOfSquares: 1 }],
  ])('refuses with %s: %j', (code, sums) => {
    const result = momentsFromSums(sums);
    expect(result.ok ? [] : result.problems.map(p => p.code)).toEqual([code]);
  });

  it('knows nothing of spread with one unit', () => {
    const one = momentsFromSums({ n: 1, sum: 3, sumOfSquares: 9 });
    expect(one.ok && sampleVariance(one.value.moments)).toBeNaN();
  });
});
