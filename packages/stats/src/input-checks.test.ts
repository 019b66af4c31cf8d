import { describe, expect, it } from 'vitest';
import {
  checkAlpha,
  checkCount,
  checkFinite,
  checkPositive,
  checkPower,
  checkProbability,
  checkRange,
  checkSample,
  checkVariance,
  lengthMismatch,
  zeroDenominator,
  zeroVariance,
} from './input-checks';
import type { StatsProblem } from './result';
import { computed, refusalOf, refusedWith } from './result';

type Check = (value: number, path: string) => readonly StatsProblem[];

// Values that pass and values that do not, with the code of the refusal.
const CHECKS: readonly [
  name: string,
  check: Check,
  good: readonly number[],
  bad: readonly number[],
  code: string,
][] = [
  [
    'a finite number',
    checkFinite,
    [0, -1e308, 1e-320],
    [NaN, Infinity, -Infinity],
    'ETUDE_STATS_INVALID_NUMBER',
  ],
  [
    'a positive number',
    checkPositive,
    [1e-320, 1, 1e308],
    [0, -1, NaN, Infinity],
    'ETUDE_STATS_INVALID_NUMBER',
  ],
  [
    'an error rate',
    checkAlpha,
    [1e-9, 0.5, 1 - 1e-9],
    [0, 1, -0.1, 1.1, NaN],
    'ETUDE_STATS_INVALID_ALPHA',
  ],
  [
    'a power',
    checkPower,
    [1e-9, 0.5, 1 - 1e-9],
    [0, 1, -0.1, 1.1, NaN],
    'ETUDE_STATS_INVALID_POWER',
  ],
  [
    'a probability',
    checkProbability,
    [0, 0.5, 1],
    [-1e-9, 1 + 1e-9, NaN],
    'ETUDE_STATS_INVALID_PROBABILITY',
  ],
  [
    'a variance',
    checkVariance,
    [0, 1, 1e308],
    [-1e-9, NaN, Infinity],
    'ETUDE_STATS_INVALID_VARIANCE',
  ],
  [
    'a count',
    checkCount,
    [0, 1, 2 ** 53 - 1],
    [-1, 0.5, 2 ** 53, NaN, Infinity],
    'ETUDE_STATS_INVALID_COUNT',
  ],
];

describe.each(CHECKS)('%s', (_name, check, good, bad, code) => {
  it.each(good)('may be %d', value => expect(check(value, 'x')).toEqual([]));

  it.each(bad)('is not %d', value => {
    const problems = check(value, 'power');
    expect(problems.map(problem => problem.code)).toEqual([code]);
    expect(problems[0]?.path).toBe('power');
    // The offending value and the path are in the sentence.
    expect(problems[0]?.message).toMatch(/^power is /);
    expect(problems[0]?.message).toContain(`${value}`);
  });
});

describe('checkCount', () => {
  it('says what is lacking apart from what is no count', () => {
    expect(checkCount(2, 'n', 2)).toEqual([]);
    expect(checkCount(1, 'n', 2)).toMatchObject([
      { code: 'ETUDE_STATS_TOO_FEW_UNITS', path: 'n' },
    ]);
    expect(checkCount(-1, 'n', 2)).toMatchObject([
      { code: 'ETUDE_STATS_INVALID_COUNT', path: 'n' },
    ]);
  });
});

describe('checkSample', () => {
  const pathsOf = (change: object) =>
    checkSample({ n: 9, mean: 1, variance: 2, ...change }, 'control').map(
      ({ path }) => path,
    );

  it('names each number that is none', () => {
    expect(pathsOf({})).toEqual([]);
    expect(pathsOf({ n: 2, variance: 0 })).toEqual([]);
    expect(pathsOf({ mean: NaN })).toEqual(['control.mean']);
    expect(pathsOf({ variance: -1 })).toEqual(['control.variance']);
    expect(pathsOf({ mean: NaN, variance: NaN })).toEqual([
      'control.mean',
      'control.variance',
    ]);
  });

  it('does not ask for a variance of one unit', () => {
    expect(pathsOf({ n: 1, variance: NaN })).toEqual(['control.n']);
    expect(pathsOf({ n: 1, mean: Infinity, variance: NaN })).toEqual([
      'control.n',
      'control.mean',
    ]);
  });
});

describe('checkRange', () => {
  it('names all that left the range of numbers, and nothing else', () => {
    expect(
      checkRange({ a: 1, b: Infinity, c: -0, d: NaN }).map(({ code, path }) => [
        code,
        path,
      ]),
    ).toEqual([
      ['ETUDE_STATS_INVALID_NUMBER', 'b'],
      ['ETUDE_STATS_INVALID_NUMBER', 'd'],
    ]);
  });
});

describe('problems', () => {
  it('carry the code and the path of what they are about', () => {
    expect(zeroVariance('stdErr')).toMatchObject({
      code: 'ETUDE_STATS_ZERO_VARIANCE',
      path: 'stdErr',
    });
    expect(zeroDenominator('mean')).toMatchObject({
      code: 'ETUDE_STATS_ZERO_DENOMINATOR',
      path: 'mean',
    });
    expect(lengthMismatch('a and b', '1 and 2')).toMatchObject({
      code: 'ETUDE_STATS_LENGTH_MISMATCH',
      path: 'a and b',
    });
  });

  it('make a refusal, and none make none', () => {
    const problem = zeroVariance('x');
    expect(refusalOf([])).toBeUndefined();
    expect(refusalOf([problem])).toEqual({ ok: false, problems: [problem] });
    expect(refusedWith(problem)).toEqual({ ok: false, problems: [problem] });
    expect(computed(0)).toEqual({ ok: true, value: 0 });
  });
});
