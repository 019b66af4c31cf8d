import { describe, expect, it } from 'vitest';
import { closeTo, codesOf, pathsOf, valueOf } from '../test-input';
import {
  EMPTY_MOMENTS,
  mergeMoments,
  momentsFromVariance,
  momentsOf,
  sampleVariance,
} from './moments';
import { momentsFromSums } from './moments-from-sums';
import {
  EMPTY_PAIR_MOMENTS,
  mergePairMoments,
  momentsOfX,
  momentsOfY,
  pairMomentsFromSummary,
  pairMomentsOf,
  sampleCovariance,
} from './pair-moments';
import {
  EMPTY_VECTOR_MOMENTS,
  mergeVectorMoments,
  momentsAt,
  pairMomentsAt,
  vectorMomentsFromSummary,
  vectorMomentsOf,
  vectorMomentsOfPair,
} from './vector-moments';

// x = 1, 2, 6 and y = 2, 1, 9 by hand: means 3 and 4, Σ(x − 3)² = 14,
// Σ(y − 4)² = 38, Σ(x − 3)(y − 4) = 4 + 3 + 15 = 22.
const x = [1, 2, 6];
const y = [2, 1, 9];
const PAIR = { n: 3, meanX: 3, meanY: 4, m2X: 14, m2Y: 38, cXY: 22 };

describe('pair moments', () => {
  it('by hand', () => {
    expect(pairMomentsOf({ x, y })).toEqual(PAIR);
    expect(sampleCovariance(PAIR)).toBe(11);
    expect(momentsOfX(PAIR)).toEqual({ n: 3, mean: 3, m2: 14 });
    expect(momentsOfY(PAIR)).toEqual({ n: 3, mean: 4, m2: 38 });
  });

  it('are what an engine’s variances say', () => {
    const summary = {
      n: 3,
      meanX: 3,
      meanY: 4,
      varianceX: 7,
      varianceY: 19,
      covariance: 11,
    };
    expect(pairMomentsFromSummary(summary)).toEqual(PAIR);
    // Of two units an engine has a variance, of one it has NULL or NaN.
    const two = { ...summary, n: 2, varianceX: 0.5, varianceY: 2 };
    expect(pairMomentsFromSummary({ ...two, covariance: 1 })).toEqual({
      n: 2,
      meanX: 3,
      meanY: 4,
      m2X: 0.5,
      m2Y: 2,
      cXY: 1,
    });
    expect(
      pairMomentsFromSummary({
        ...summary,
        n: 1,
        varianceX: NaN,
        varianceY: NaN,
        covariance: NaN,
      }),
    ).toEqual({ n: 1, meanX: 3, meanY: 4, m2X: 0, m2Y: 0, cXY: 0 });
    expect(
      pairMomentsFromSummary({ ...summary, n: 0, meanX: NaN, meanY: NaN }),
    ).toEqual(EMPTY_PAIR_MOMENTS);
  });

  it('say nothing of one unit, and nothing of columns that do not match', () => {
    expect(sampleCovariance(pairMomentsOf({ x: [1], y: [2] }))).toBeNaN();
    closeTo(sampleCovariance(pairMomentsOf({ x: [1, 3], y: [2, 8] })), 6);
    expect(pairMomentsOf({ x: [], y: [] })).toEqual(EMPTY_PAIR_MOMENTS);
    expect(pairMomentsOf({ x: [1, 2], y: [1] }).cXY).toBeNaN();
  });

  it('merge with nothing to themselves, even where nothing is not 0', () => {
    const nothing = { ...EMPTY_PAIR_MOMENTS, meanX: NaN, meanY: NaN };
    expect(mergePairMoments(PAIR, nothing)).toEqual(PAIR);
    expect(mergePairMoments(nothing, PAIR)).toEqual(PAIR);
  });
});

describe('moments', () => {
  it('merge with nothing to themselves, even where nothing is not 0', () => {
    const some = momentsOf(y);
    const nothing = { ...EMPTY_MOMENTS, mean: NaN };
    expect(mergeMoments(some, nothing)).toEqual(some);
    expect(mergeMoments(nothing, some)).toEqual(some);
  });

  it('of an engine’s variance: none of no unit, no spread of one', () => {
    expect(momentsFromVariance(0, NaN, NaN)).toEqual(EMPTY_MOMENTS);
    expect(momentsFromVariance(1, 5, NaN)).toEqual({ n: 1, mean: 5, m2: 0 });
    expect(momentsFromVariance(2, 5, 3)).toEqual({ n: 2, mean: 5, m2: 3 });
    expect(sampleVariance(momentsFromVariance(2, 5, 3))).toBe(3);
    expect(momentsOf([])).toEqual(EMPTY_MOMENTS);
  });
});

describe('vector moments', () => {
  it('by hand, as a lower triangle', () => {
    const v = vectorMomentsOf([y, x]);
    expect(v).toEqual({ n: 3, means: [4, 3], comoments: [38, 22, 14] });
    expect(vectorMomentsOfPair(PAIR)).toEqual(v);
    expect(pairMomentsAt(v, 1, 0)).toEqual(PAIR);
    expect(momentsAt(v, 1)).toEqual({ n: 3, mean: 3, m2: 14 });
  });

  it('keep the spread around means that are far from 0', () => {
    const far = vectorMomentsOf([y.map(value => value + 1e9), x]);
    expect(far.means[0]).toBe(1e9 + 4);
    expect(far.comoments).toEqual([38, 22, 14]);
  });

  it('are what an engine’s covariances say', () => {
    const summary = { n: 3, means: [4, 3], covariances: [19, 11, 7] };
    expect(vectorMomentsFromSummary(summary)).toEqual(vectorMomentsOf([y, x]));
    expect(vectorMomentsFromSummary({ ...summary, n: 2 }).comoments).toEqual([
      19, 11, 7,
    ]);
    expect(
      vectorMomentsFromSummary({
        n: 1,
        means: [4, 3],
        covariances: [NaN, NaN, NaN],
      }).comoments,
    ).toEqual([0, 0, 0]);
    expect(
      vectorMomentsFromSummary({ n: 0, means: [NaN], covariances: [NaN] }),
    ).toEqual(EMPTY_VECTOR_MOMENTS);
  });

  it('of different variables are none, in either order', () => {
    const one = vectorMomentsOf([y]);
    const two = vectorMomentsOf([y, x]);
    for (const merged of [
      mergeVectorMoments(one, two),
      mergeVectorMoments(two, one),
    ]) {
      expect(merged.n).toBe(6);
      expect(merged.means).toEqual([4, NaN]);
      expect(merged.comoments).toEqual([76, NaN, NaN]);
    }
  });

  it('of nothing are nothing', () => {
    expect(vectorMomentsOf([[], []])).toEqual(EMPTY_VECTOR_MOMENTS);
    expect(vectorMomentsOf([])).toEqual(EMPTY_VECTOR_MOMENTS);
  });
});

describe('momentsFromSums', () => {
  it('of whole numbers are exact', () => {
    // 2, 1, 9: sums 12 and 86.
    const found = valueOf(momentsFromSums({ n: 3, sum: 12, sumOfSquares: 86 }));
    expect(found.moments).toEqual({ n: 3, mean: 4, m2: 38 });
    expect(found.relativeError).toBe(Number.EPSILON);
  });

  it('of equal values have no spread, and that for sure', () => {
    expect(
      valueOf(momentsFromSums({ n: 3, sum: 12, sumOfSquares: 48 })),
    ).toEqual({ moments: { n: 3, mean: 4, m2: 0 }, relativeError: 0 });
    expect(
      valueOf(momentsFromSums({ n: 1, sum: 4, sumOfSquares: 16 })),
    ).toEqual({ moments: { n: 1, mean: 4, m2: 0 }, relativeError: 0 });
  });

  it('of no unit are 0, or are refused', () => {
    const none = { n: 0, sum: 0, sumOfSquares: 0 };
    expect(valueOf(momentsFromSums(none))).toEqual({
      moments: EMPTY_MOMENTS,
      relativeError: 0,
    });
    for (const change of [{ sum: 3 }, { sumOfSquares: 9 }]) {
      expect(codesOf(momentsFromSums({ ...none, ...change }))).toEqual([
        'ETUDE_STATS_INVALID_VARIANCE',
      ]);
    }
  });

  it('tell what a stated error of the sums has cost', () => {
    // 1e-6 · (86 + 2 · 12 · 4)/38.
    const found = momentsFromSums({
      n: 3,
      sum: 12,
      sumOfSquares: 86,
      sumError: 1e-6,
    });
    closeTo(valueOf(found).relativeError, (1e-6 * 182) / 38, 1e-9);
  });

  it.each([
    [{ n: -1 }, 'ETUDE_STATS_INVALID_COUNT', 'n'],
    [{ sum: NaN }, 'ETUDE_STATS_INVALID_NUMBER', 'sum'],
    [{ sumOfSquares: NaN }, 'ETUDE_STATS_INVALID_NUMBER', 'sumOfSquares'],
    [{ sumError: NaN }, 'ETUDE_STATS_INVALID_NUMBER', 'sumError'],
    [{ sumOfSquares: 40 }, 'ETUDE_STATS_INVALID_VARIANCE', 'sumOfSquares'],
    [
      { sumOfSquares: -1, sumError: 10 },
      'ETUDE_STATS_INVALID_VARIANCE',
      'sumOfSquares',
    ],
    [{ sumError: 1 }, 'ETUDE_STATS_PRECISION_LOST', 'sumOfSquares'],
  ])('refuse %j', (change, code, path) => {
    const result = momentsFromSums({
      n: 3,
      sum: 12,
      sumOfSquares: 86,
      ...change,
    });
    expect(codesOf(result)).toEqual([code]);
    expect(pathsOf(result)).toEqual([path]);
  });
});
