import { describe, expect, it } from 'vitest';
import type { PairMoments } from '../moments/pair-moments';
import type { VectorMoments } from '../moments/vector-moments';
import { closeTo, pathsOf, valueOf } from '../test-input';
import { cupedAdjust, cupedTest } from './cuped';
import { nonInferiorityTest } from './directed-test';
import { testEffect } from './effect-test';
import { linRegressionTest } from './lin-regression';
import { newcombeInterval } from './newcombe-interval';
import { linearisedRatioPairs, ratioCupedTest } from './ratio-cuped';
import { ratioMetricTest, ratioSummary } from './ratio-metric';
import { regressionAdjustedTest } from './regression-adjustment';

const options = { alternative: 'two-sided', alpha: 0.05 } as const;

describe('testEffect', () => {
  const input = { difference: 0.2, stdErr: 0.1, ...options };

  it.each([
    [{ difference: NaN }, ['difference']],
    [{ stdErr: Infinity }, ['stdErr']],
    [{ stdErr: 0 }, ['stdErr']],
    [{ null: NaN }, ['null']],
    [{ alpha: 0 }, ['alpha']],
    [{ df: 0 }, ['df']],
    [{ df: -1 }, ['df']],
    [{ difference: 1e300, stdErr: 1e-300 }, ['statistic']],
    [{ stdErr: 1e308 }, ['end of ci']],
  ])('refuses %j', (change, paths) => {
    expect(pathsOf(testEffect({ ...input, ...change }))).toEqual(paths);
  });

  it('has its own quantile at every level, however many were asked', () => {
    // Wald: the end of the interval is where a test at that level is just
    // significant, at 200 levels and again.
    const halfAt = (alpha: number) =>
      valueOf(testEffect({ ...input, difference: 0, stdErr: 1, alpha })).ci[1];
    for (const levels of [200, 200]) {
      for (let i = 1; i <= levels; i += 1) {
        const half = halfAt(i / 201);
        const p = valueOf(
          testEffect({ ...input, difference: half, stdErr: 1 }),
        ).pValue;
        closeTo(p, i / 201);
      }
    }
  });
});

// x = members, y = outcome of 100 units, by hand: R = 2.5.
const pair: PairMoments = {
  n: 100,
  meanX: 4,
  meanY: 10,
  m2X: 99,
  m2Y: 990,
  cXY: 198,
};

describe('ratio metrics', () => {
  it('have the delta-method variance of one unit', () => {
    // (10 − 2 · 2.5 · 2 + 6.25 · 1)/16.
    expect(valueOf(ratioSummary(pair))).toEqual({
      n: 100,
      mean: 2.5,
      variance: 6.25 / 16,
    });
    const { stdErr, statistic } = valueOf(
      ratioMetricTest({
        control: pair,
        treatment: pair,
        null: 0.5,
        ...options,
      }),
    );
    closeTo(stdErr, Math.sqrt((2 * 6.25) / 1600));
    closeTo(statistic, -0.5 / stdErr);
  });

  it.each([
    [{ n: 1 }, 'n'],
    [{ n: 1.5 }, 'n'],
    [{ meanX: NaN }, 'meanX'],
    [{ meanY: Infinity }, 'meanY'],
    [{ cXY: NaN }, 'cXY'],
    [{ m2X: -1 }, 'm2X'],
    [{ m2Y: -1 }, 'm2Y'],
    [{ m2Y: NaN }, 'm2Y'],
  ])('refuse %j, in either variant', (change, key) => {
    const wrong = { ...pair, ...change };
    expect(pathsOf(ratioSummary(wrong, 'x'))).toEqual([`x.${key}`]);
    const test = (control: PairMoments, treatment: PairMoments) =>
      pathsOf(ratioMetricTest({ control, treatment, ...options }));
    expect(test(wrong, pair)).toEqual([`control.${key}`]);
    expect(test(pair, wrong)).toEqual([`treatment.${key}`]);
    expect(test(wrong, wrong)).toEqual([`control.${key}`, `treatment.${key}`]);
  });

  it('take sums whose own sum is beyond the range of numbers', () => {
    const huge = { ...pair, meanX: 1.7e308, meanY: 1.7e308 };
    expect(pathsOf(ratioSummary(huge, 'x'))).not.toContain('x.meanX');
    expect(pathsOf(ratioSummary(huge, 'x'))).not.toContain('x.meanY');
  });

  it('may have two units, and a variable without spread', () => {
    expect(ratioSummary({ ...pair, n: 2 }).ok).toBe(true);
    const fixed = { ...pair, m2X: 0, cXY: 0 };
    closeTo(valueOf(ratioSummary(fixed)).variance, 10 / 16);
  });
});

describe('newcombeInterval', () => {
  const input = {
    control: { successes: 48, n: 80 },
    treatment: { successes: 56, n: 70 },
    ...options,
  };

  it('has the example of Newcombe 1998, method 10', () => {
    // 56/70 − 48/80: 0.0524 to 0.3339.
    const { difference, ci } = valueOf(newcombeInterval(input));
    closeTo(difference, 0.2);
    expect(ci.map(end => end.toFixed(4))).toEqual(['0.0524', '0.3339']);
  });

  it('has one end at alpha that is the two-sided one at twice alpha', () => {
    const both = valueOf(newcombeInterval({ ...input, alpha: 0.1 })).ci;
    const of = (alternative: 'larger' | 'smaller') =>
      valueOf(newcombeInterval({ ...input, alternative })).ci;
    expect(of('larger')).toEqual([both[0], Infinity]);
    expect(of('smaller')).toEqual([-Infinity, both[1]]);
  });

  it.each([
    [{ control: { successes: 81, n: 80 } }, 'control'],
    [{ treatment: { successes: -1, n: 80 } }, 'treatment'],
    [{ alpha: 1 }, 'alpha'],
  ])('refuses %j', (change, start) => {
    const paths = pathsOf(newcombeInterval({ ...input, ...change }));
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.every(path => path?.startsWith(start))).toBe(true);
  });
});

const vector = (shift: number): VectorMoments => ({
  n: 500,
  means: [10 + shift, 4],
  comoments: [2000, 700, 600],
});

describe.each([
  ['cupedTest', cupedTest],
  ['regressionAdjustedTest', regressionAdjustedTest],
] as const)('%s refuses moments', (_name, test) => {
  const paths = (change: Partial<VectorMoments>) =>
    pathsOf(
      test({
        control: vector(0),
        treatment: { ...vector(0.3), ...change },
        ...options,
      }),
    );

  it('of no count, without a number, and that do not fit together', () => {
    expect(paths({})).toEqual([]);
    expect(paths({ n: 499.5 })).toEqual(['treatment.n']);
    expect(paths({ n: 1 })).toEqual(['treatment.n']);
    expect(paths({ means: [NaN, 4] })).toEqual(['treatment.means[0]']);
    expect(paths({ comoments: [2000, NaN, 600] })).toEqual([
      'treatment.comoments[1]',
    ]);
    expect(paths({ comoments: [2000, 700, -1] })).toEqual([
      'treatment.comoments[1,1]',
    ]);
    expect(paths({ comoments: [2000, 700] })).toEqual([
      'treatment.means and comoments',
    ]);
    expect(paths({ means: [], comoments: [] })).toEqual([
      'treatment.means and comoments',
    ]);
    expect(paths({ means: [10], comoments: [2000] })).toEqual(['variants']);
  });

  it('of nobody by their count alone', () => {
    expect(paths({ n: 0, means: [], comoments: [] })).toEqual(['treatment.n']);
  });
});

describe('cupedAdjust', () => {
  it('refuses what the test refuses, by place', () => {
    expect(pathsOf(cupedAdjust([vector(0), { ...vector(1), n: 1 }]))).toEqual([
      'variants[1].n',
    ]);
  });

  it('tests another difference than 0', () => {
    const at = (hypothesis: number, test: typeof cupedTest) =>
      valueOf(
        test({
          control: vector(0),
          treatment: vector(0.3),
          null: hypothesis,
          ...options,
        }),
      );
    closeTo(
      at(0, cupedTest).statistic - at(1, cupedTest).statistic,
      1 / at(0, cupedTest).stdErr,
    );
    const [none, one] = [0, 1].map(hypothesis =>
      valueOf(
        regressionAdjustedTest({
          control: vector(0),
          treatment: vector(0.3),
          null: hypothesis,
          ...options,
        }),
      ),
    );
    closeTo(
      (none?.statistic ?? NaN) - (one?.statistic ?? NaN),
      1 / (none?.stdErr ?? NaN),
    );
  });
});

describe('ratios with a past', () => {
  // Numerator and denominator, and the same of the past.
  const four = (shift: number): VectorMoments => ({
    n: 500,
    means: [10 + shift, 4, 9, 4],
    comoments: [2000, 700, 600, 500, 300, 1800, 300, 200, 400, 500],
  });

  it('refuse a denominator of 0, now or before', () => {
    const now = { ...four(0), means: [10, 0, 9, 4] };
    expect(pathsOf(linearisedRatioPairs([four(0), now]))).toEqual([
      'variants[1].means[1]',
    ]);
    const before = { ...four(0), means: [10, 4, 9, 0] };
    expect(pathsOf(linearisedRatioPairs([before, before]))).toEqual([
      'means[3]',
    ]);
    const three = {
      n: 500,
      means: [10, 4, 0],
      comoments: [2000, 700, 600, 500, 300, 1800],
    };
    expect(pathsOf(linearisedRatioPairs([three, three]))).toEqual([]);
  });

  it('refuse other columns, and nobody', () => {
    expect(pathsOf(linearisedRatioPairs([vector(0), vector(1)]))).toEqual([
      'columns',
    ]);
    expect(pathsOf(linearisedRatioPairs([]))).toEqual(['columns']);
    expect(
      pathsOf(linearisedRatioPairs([four(0), { ...four(1), n: 1 }])),
    ).toEqual(['variants[1].n']);
  });

  it('have pairs that are tested as they are', () => {
    const pairs = valueOf(linearisedRatioPairs([four(0), four(0.3)]));
    expect(pairs).toHaveLength(2);
    const [control, treatment] = pairs;
    if (!control || !treatment) throw new Error('no pairs');
    // The mean of y is the ratio of each variant.
    closeTo(control.meanY, 2.5);
    closeTo(treatment.meanY, 10.3 / 4);
    const direct = cupedTest({ control, treatment, ...options });
    const whole = ratioCupedTest({
      control: four(0),
      treatment: four(0.3),
      ...options,
    });
    closeTo(valueOf(whole).difference, valueOf(direct).difference, 1e-10);
    closeTo(valueOf(whole).stdErr, valueOf(direct).stdErr, 1e-10);
  });
});

describe('linRegressionTest refuses', () => {
  const y = [4.1, 6.3, 5.2, 7.7, 3.9, 8.4, 6.1, 5.5];
  const covariates = [[2, 4, 3, 5, 1, 6, 4, 4]];
  const sample = { y, covariates };

  it.each([
    [{ y: [...y.slice(0, 7), NaN] }, ['y[7]']],
    [{ covariates: [[1, 2]] }, ['y and covariates[0]']],
    [{ covariates: [[2, 4, 3, 5, 1, 6, 4, Infinity]] }, ['covariates[0][7]']],
    [{ y: [1], covariates: [[1]] }, ['y.length']],
  ])('%j, in either variant', (change, keys) => {
    const wrong = { ...sample, ...change };
    expect(
      pathsOf(
        linRegressionTest({ control: wrong, treatment: sample, ...options }),
      ),
    ).toEqual(keys.map(key => `control.${key}`));
    expect(
      pathsOf(
        linRegressionTest({ control: sample, treatment: wrong, ...options }),
      ),
    ).toEqual(keys.map(key => `treatment.${key}`));
  });

  it('variants with different covariates, and too few units for them', () => {
    const none = { y, covariates: [] };
    expect(
      pathsOf(
        linRegressionTest({ control: none, treatment: sample, ...options }),
      ),
    ).toEqual(['variants']);
    const few = { y: [1, 3], covariates: [[1, 2]] };
    expect(
      pathsOf(linRegressionTest({ control: few, treatment: few, ...options })),
    ).toEqual(['control.n', 'treatment.n']);
  });

  it('no other difference than 0 as its null', () => {
    const at = (hypothesis: number) =>
      valueOf(
        linRegressionTest({
          control: sample,
          treatment: { y: y.map(value => value + 1), covariates },
          null: hypothesis,
          ...options,
        }),
      );
    closeTo(at(0).difference, 1);
    closeTo(at(0).statistic - at(0.5).statistic, 0.5 / at(0).stdErr);
  });
});

describe('nonInferiorityTest with a given mean', () => {
  const input = {
    control: { n: 30, mean: 0, variance: 4 },
    treatment: { n: 25, mean: 0.1, variance: 9 },
    preferredDirection: 'increase',
    nimRelative: 0.1,
    alpha: 0.05,
  } as const;

  it('needs no control mean other than 0, but a number', () => {
    expect(pathsOf(nonInferiorityTest(input))).toEqual(['control.mean']);
    expect(pathsOf(nonInferiorityTest({ ...input, marginMean: 10 }))).toEqual(
      [],
    );
    expect(pathsOf(nonInferiorityTest({ ...input, marginMean: NaN }))).toEqual([
      'marginMean',
    ]);
    expect(
      pathsOf(nonInferiorityTest({ ...input, marginMean: 10, nimRelative: 0 })),
    ).toEqual(['nimRelative']);
  });
});
