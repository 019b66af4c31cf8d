import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatsResult } from '../result';
import { exposureGaps } from './exposure-gaps';
import { hypergeometricCdf } from './hypergeometric-tail';
import { preExposureCheck } from './pre-exposure-check';
import { sequentialSrm } from './sequential-srm';
import { srmTest } from './srm-test';

const near = (actual: number | undefined, expected: number, relative = 1e-11) =>
  expect(Math.abs((actual ?? Number.NaN) / expected - 1)).toBeLessThan(
    relative,
  );

const problemsOf = (result: StatsResult<unknown>) =>
  result.ok ? [] : result.problems.map(({ code, path }) => [code, path]);

const gapsOf = (counts: readonly (readonly number[])[]) => {
  const result = exposureGaps({ counts });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

describe('hypergeometricCdf', () => {
  // mpmath 1.3, 50 digits: sums of quotients of binomial coefficients.
  const cases = [
    [0, 100, 50, 20, 8.7930362855199907e-8],
    [3, 100, 50, 20, 4.0428798223219674e-4],
    [60, 10_000, 5_000, 200, 5.4281163359163237e-9],
    [0, 10_000, 5_000, 200, 8.167727826668312e-62],
    [9, 40, 20, 20, 0.37618556728195457],
    [900, 100_000, 30_000, 4_000, 1.2822810432544089e-27],
    [0, 1_000_000, 333_333, 40, 9.0404269960763315e-8],
  ] as const;
  for (const [k, total, marked, drawn, expected] of cases) {
    it(`P(X ≤ ${k}) of ${drawn} drawn of ${total}, ${marked} marked`, () => {
      near(hypergeometricCdf(k, { total, marked, drawn }), expected);
    });
  }

  it('is 0 below the least and 1 from the most on', () => {
    const draw = { total: 15, marked: 12, drawn: 13 };
    expect(hypergeometricCdf(9, draw)).toBe(0);
    // 10 of 13 takes all three unmarked: C(12, 10)/C(15, 13) = 66/105.
    near(hypergeometricCdf(10, draw), 66 / 105);
    expect(hypergeometricCdf(12, draw)).toBe(1);
  });

  it('is the count itself when all are marked, or none, or all are drawn', () => {
    const at = (marked: number, drawn: number) =>
      [-1, 0, 1, 2, 3].map(k =>
        hypergeometricCdf(k, { total: 3, marked, drawn }),
      );
    expect(at(3, 2)).toEqual([0, 0, 0, 1, 1]);
    expect(at(0, 2)).toEqual([0, 1, 1, 1, 1]);
    expect(at(2, 3)).toEqual([0, 0, 0, 1, 1]);
    expect(at(2, 0)).toEqual([0, 1, 1, 1, 1]);
  });

  it('is 1 from the smaller of marked and drawn on', () => {
    expect(hypergeometricCdf(2, { total: 10, marked: 2, drawn: 5 })).toBe(1);
    expect(hypergeometricCdf(2, { total: 10, marked: 5, drawn: 2 })).toBe(1);
    // All but the draw of both marked: 1 − C(5, 2)/C(10, 2) = 1 − 10/45.
    near(hypergeometricCdf(1, { total: 10, marked: 2, drawn: 5 }), 7 / 9);
    near(hypergeometricCdf(1, { total: 10, marked: 5, drawn: 2 }), 7 / 9);
  });

  it('has no value for what is no draw', () => {
    const draws = [
      { total: 5, marked: 6, drawn: 2 },
      { total: 5, marked: 2, drawn: 6 },
      { total: 5, marked: 2.5, drawn: 3 },
      { total: 5, marked: -1, drawn: 3 },
    ];
    expect(draws.map(draw => hypergeometricCdf(1, draw))).toEqual(
      draws.map(() => Number.NaN),
    );
  });
});

describe('exposureGaps', () => {
  it('agrees with a one-sided Fisher test of each day', () => {
    // R 4.2, fisher.test(alternative = 'less') of day 3 against the others.
    const gaps = gapsOf([
      [50, 50],
      [50, 52],
      [3, 47],
      [51, 49],
    ]);
    near(gaps.leastP ?? Number.NaN, 3.12748125086408e-10);
    expect(gaps.threshold).toBeCloseTo(0.001 / 8, 15);
    expect(
      gaps.shortDays.map(({ day, variant, units }) => [day, variant, units]),
    ).toEqual([[2, 0, 3]]);
    // 50 of 352 units on the day, 154 of them in the variant.
    near(gaps.shortDays[0]?.expected, (50 * 154) / 352);
    expect(gaps.silentDays).toEqual([]);
  });

  it('leaves a steady mismatch to the sample ratio check', () => {
    expect(gapsOf(Array.from({ length: 5 }, () => [900, 100]))).toMatchObject({
      shortDays: [],
      leastP: 1,
    });
  });

  it('finds days without any unit, unless chance explains them', () => {
    // 4 days: (3/4)^n < 0.001/4 from n = 29 on.
    const at = (units: number) =>
      gapsOf([
        [units, 0],
        [0, 0],
        [0, 0],
        [0, 1],
      ]).silentDays;
    expect(at(27)).toEqual([]);
    expect(at(28)).toEqual([1, 2]);
  });

  it('does not judge a single day', () => {
    expect(gapsOf([[100, 0]])).toMatchObject({ leastP: null, silentDays: [] });
  });

  it('has no p-value unless units of two days can be compared', () => {
    const few = [
      [
        [0, 0],
        [0, 0],
      ],
      [
        [9, 5],
        [0, 0],
      ],
    ];
    expect(few.map(counts => gapsOf(counts).leastP)).toEqual([null, null]);
    expect(
      gapsOf([
        [9, 5],
        [0, 1],
      ]).leastP,
    ).toBeGreaterThan(0);
  });

  it('refuses what are no counts of variants by day', () => {
    const bad = [[], [[1]], [[1, 2], [1]], [[1, -2]], [[1, 0.5]]];
    for (const counts of bad) {
      expect(exposureGaps({ counts }).ok).toBe(false);
    }
    expect(exposureGaps({ counts: [[1, 2]], alpha: 1 }).ok).toBe(false);
  });

  it('does not depend on the order of days and variants', () => {
    const counts = fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(counts, rows => {
        const forth = gapsOf(rows);
        const back = gapsOf(rows.toReversed().map(row => row.toReversed()));
        expect(back.leastP === null).toBe(forth.leastP === null);
        near(back.leastP ?? 1, forth.leastP ?? 1, 1e-9);
        expect(back.shortDays.length).toBe(forth.shortDays.length);
        expect(back.silentDays.length).toBe(forth.silentDays.length);
      }),
      { seed: 1 },
    );
  });

  it('raises a false alarm on a sound split in less than alpha of runs', () => {
    // Every split of 2 × 6 fair units into days: alpha 0.2, exact binomials.
    const half = (k: number) => [1, 6, 15, 20, 15, 6, 1][k] ?? 0;
    let alarms = 0;
    for (let a = 0; a <= 6; a += 1) {
      for (let b = 0; b <= 6; b += 1) {
        const result = exposureGaps({
          counts: [
            [a, 6 - a],
            [b, 6 - b],
          ],
          alpha: 0.2,
        });
        if (result.ok && result.value.shortDays.length > 0) {
          alarms += half(a) * half(b);
        }
      }
    }
    expect(alarms / 4_096).toBeGreaterThan(0);
    expect(alarms / 4_096).toBeLessThan(0.2);
  });
});

describe('sequentialSrm', () => {
  it('agrees with 60-digit arithmetic, and never recovers', () => {
    // mpmath 1.3, 60 digits, from the Dirichlet integral itself.
    const result = sequentialSrm({
      batches: [
        [510, 490],
        [530, 470],
        [5_300, 4_700],
        [10_000, 10_000],
      ],
      weights: [1, 1],
    });
    if (!result.ok) throw new Error('refused');
    const { logBayesFactor, sequentialP, srm } = result.value;
    near(logBayesFactor[0], -0.029473881434593, 1e-9);
    near(logBayesFactor[2], 10.117000509469);
    near(logBayesFactor[3], 4.7875722000071);
    near(sequentialP[1], 0.83901564885297);
    near(sequentialP[3], 4.0387084711385e-5, 1e-9);
    expect(srm).toEqual([false, false, true, true]);
  });

  it('weighs the design of three variants', () => {
    const result = sequentialSrm({
      batches: [
        [3_000, 1_500, 1_400],
        [3_000, 1_300, 1_500],
        [0, 900, 0],
      ],
      weights: [2, 1, 1],
    });
    if (!result.ok) throw new Error('refused');
    near(result.value.sequentialP[0], 0.61453547479922);
    near(result.value.sequentialP[1], 0.16975009660412);
    near(result.value.sequentialP[2], 8.1130944185927e-16, 1e-9);
  });
});

describe('what the checks of validity refuse', () => {
  const EMPTY = 'ETUDE_STATS_EMPTY';
  const NUMBER = 'ETUDE_STATS_INVALID_NUMBER';
  const summary = { n: 100, mean: 10, variance: 4 };

  it('a sample ratio of unlike lists, of one variant and of no units', () => {
    const of = (counts: readonly number[], weights: readonly number[]) =>
      problemsOf(srmTest({ counts, weights })).map(([code]) => code);
    expect(of([5, 5, 5], [1, 1])).toEqual(['ETUDE_STATS_LENGTH_MISMATCH']);
    expect(of([5], [1])).toEqual([EMPTY]);
    expect(of([0, 0], [1, 1])).toHaveLength(1);
    expect(of([5, 5.5], [1, 1])).toHaveLength(1);
    expect(of([5, 5], [1, 0])).toEqual([NUMBER]);
  });

  it('a sequential sample ratio without looks, with unlike lists, or no c', () => {
    expect(problemsOf(sequentialSrm({ batches: [], weights: [1, 1] }))).toEqual(
      [[EMPTY, 'batches']],
    );
    const unlike = sequentialSrm({ batches: [[1, 2], [1]], weights: [1, 1] });
    expect(problemsOf(unlike).map(([code]) => code)).toEqual([
      'ETUDE_STATS_LENGTH_MISMATCH',
    ]);
    const noMixture = sequentialSrm({
      batches: [[1, 2]],
      weights: [1, 1],
      concentration: 0,
      threshold: 1,
    });
    expect(problemsOf(noMixture).map(([, path]) => path)).toEqual([
      'concentration',
      'threshold',
    ]);
  });

  it('a pre-exposure check of nothing, and says which comparison is none', () => {
    expect(problemsOf(preExposureCheck({ comparisons: [] }))).toEqual([
      [EMPTY, 'comparisons'],
    ]);
    const sound = { control: summary, treatment: summary };
    const problems = problemsOf(
      preExposureCheck({
        comparisons: [sound, { ...sound, treatment: { ...summary, n: 1 } }],
        alpha: 2,
      }),
    );
    expect(problems).toHaveLength(2);
    expect(problems[0]?.[1]).toBe('alpha');
    expect(problems[1]?.[1]).toContain('comparisons[1].');
  });
});

describe('preExposureCheck', () => {
  // z = 3 has p = 0.0027 (two-sided): below 0.01/3, above 0.01/4.
  it('divides alpha by the number of comparisons', () => {
    const same = { n: 200, mean: 10, variance: 100 };
    const off = { control: same, treatment: { ...same, mean: 13 } };
    const even = { control: same, treatment: same };
    const flags = (others: number, correction?: 'none') => {
      const result = preExposureCheck({
        comparisons: [off, ...Array.from({ length: others }, () => even)],
        ...(correction && { correction }),
      });
      if (!result.ok) throw new Error('refused');
      return result.value;
    };
    expect(flags(2).anyImbalanced).toBe(true);
    expect(flags(2).imbalanced).toEqual([true, false, false]);
    expect(flags(2).pValues[0]).toBeCloseTo(0.0026997960632601866, 12);
    expect(flags(3).anyImbalanced).toBe(false);
    expect(flags(3, 'none').anyImbalanced).toBe(true);
    expect(flags(3).threshold).toBe(0.0025);
  });
});
