import { describe, expect, it } from 'vitest';
import { asymptoticConfidenceSequence } from './asymptotic-confidence-sequence';
import { groupSequentialAnalysis } from './group-sequential-analysis';
import { checkMixtureLevel } from './mixture-interval';

describe('checkMixtureLevel', () => {
  it('takes every level below 1 on two sides, below a half on one', () => {
    const isFree = (alpha: number, side: 'two-sided' | 'larger') =>
      checkMixtureLevel(alpha, side).length === 0;
    expect([0.05, 0.6, 0.99].map(a => isFree(a, 'two-sided'))).toEqual([
      true,
      true,
      true,
    ]);
    expect([0.05, 0.49, 0.5, 0.6].map(a => isFree(a, 'larger'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('names alpha itself where that is no level at all', () => {
    for (const alpha of [-0.1, 0, 1, 1.5, Number.NaN]) {
      for (const side of ['two-sided', 'smaller'] as const) {
        const problems = checkMixtureLevel(alpha, side);
        expect(problems.map(({ path }) => path)).toEqual(['alpha']);
      }
    }
    expect(checkMixtureLevel(0.7, 'smaller').map(p => p.path)).not.toEqual([
      'alpha',
    ]);
  });
});

describe('asymptoticConfidenceSequence', () => {
  const isComputed = (alpha: number, alternative: 'two-sided' | 'larger') =>
    asymptoticConfidenceSequence({
      difference: 0.2,
      stdErr: 0.1,
      nTotal: 900,
      tuningN: 2000,
      alpha,
      alternative,
    }).ok;

  it('takes a level of 0.6 on two sides and not on one', () => {
    expect(isComputed(0.6, 'two-sided')).toBe(true);
    expect(isComputed(0.6, 'larger')).toBe(false);
  });
});

describe('groupSequentialAnalysis of a variant without spread', () => {
  const codesOf = (control: number, treatment: number) => {
    const result = groupSequentialAnalysis({
      looks: [
        {
          control: { n: 1000, mean: 5, variance: control },
          treatment: { n: 1000, mean: 5.1, variance: treatment },
        },
      ],
      plannedTotal: 4000,
      spending: { kind: 'power', exponent: 2 },
      alternative: 'two-sided',
      alpha: 0.05,
    });
    return result.ok ? [] : result.problems.map(({ code }) => code);
  };

  it('is judged by the spread of the other, and refused without any', () => {
    expect(codesOf(0, 4)).toEqual([]);
    expect(codesOf(4, 0)).toEqual([]);
    expect(codesOf(0, 0)).toEqual(['ETUDE_STATS_ZERO_VARIANCE']);
  });
});
