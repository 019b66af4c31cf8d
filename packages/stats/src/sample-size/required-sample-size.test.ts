import { describe, expect, it } from 'vitest';
import { checkTarget, requiredSampleSize } from './required-sample-size';

describe('checkTarget', () => {
  const pathsOf = (alpha: number, sides: 1 | 2, power: number) =>
    checkTarget({ alpha, sides, power }).map(({ path }) => path);

  // A test that always rejects at random has the power of its level.
  it('asks for more power than the error rate of one side', () => {
    expect(pathsOf(0.1, 2, 0.06)).toEqual([]);
    expect(pathsOf(0.1, 2, 0.05)).toEqual(['power']);
    expect(pathsOf(0.1, 2, 0.04)).toEqual(['power']);
    expect(pathsOf(0.1, 1, 0.11)).toEqual([]);
    expect(pathsOf(0.1, 1, 0.09)).toEqual(['power']);
  });

  it('does not judge the power where a rate is none', () => {
    expect(pathsOf(1.5, 1, 0.8)).toEqual(['alpha']);
    expect(pathsOf(1.5, 1, -1)).toEqual(['alpha', 'power']);
  });
});

describe('requiredSampleSize', () => {
  it('is a multiple of its parts: variance over the squared effect', () => {
    const sizeOf = (change: object) => {
      const result = requiredSampleSize({
        alpha: 0.05,
        sides: 2,
        power: 0.8,
        varianceControl: 4,
        effect: 0.2,
        ...change,
      });
      if (!result.ok) throw new Error('refused');
      return result.value.totalExact;
    };
    // 4 σ²(1.959964 + 0.841621)²/δ², by hand.
    expect(sizeOf({})).toBeCloseTo(4 * 4 * 7.84888 * 25, 1);
    expect(sizeOf({ effect: -0.2 })).toBe(sizeOf({}));
    expect(sizeOf({ effect: 0.1 }) / sizeOf({})).toBeCloseTo(4, 12);
    expect(sizeOf({ varianceControl: 8 }) / sizeOf({})).toBeCloseTo(2, 12);
  });
});
