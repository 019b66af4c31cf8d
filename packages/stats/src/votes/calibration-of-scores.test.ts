import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brierScore } from './brier-score';
import { fitPlattScaling, plattProbability } from './platt-scaling';
import {
  expectedCalibrationError,
  reliabilityCurve,
} from './reliability-curve';
import { weightedVote } from './weighted-vote';
import { valueOf } from '../test-input';

const toLabels = (labels: readonly number[]): readonly (0 | 1)[] =>
  labels.map(label => (label === 1 ? 1 : 0));

// NumPy 2.4, default_rng(7), with predictions on the edges of groups.
const probabilities = [
  0, 1, 0.3, 0.7, 0.6, 0.31, 0.937, 0.834, 0.28, 0.597, 0.944, 0.285, 0.249,
  0.604, 0.618, 0.414, 0.906, 0.179, 0.808, 0.866, 0.867, 0.396, 0.527, 0.653,
  0.354, 0.933, 0.754, 0.732, 0.651, 0.796, 0.121, 0.611, 0.965, 0.856, 0.571,
  0.826, 0.601, 0.568, 0.779, 0.413,
];
const labels = toLabels([
  1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 1, 1,
]);

describe('brierScore', () => {
  it('agrees with NumPy and compares with the base rate', () => {
    const value = valueOf(brierScore({ probabilities, labels }));
    expect(value.score).toBeCloseTo(0.230107725, 12);
    expect(value.baseRate).toBe(0.725);
    expect(value.reference).toBeCloseTo(0.725 * 0.275, 12);
    expect(value.skill).toBeCloseTo(1 - 0.230107725 / 0.199375, 10);
  });

  it('has no skill when all cases turned out alike', () => {
    const value = valueOf(
      brierScore({ probabilities: [0.5, 1], labels: [1, 1] }),
    );
    expect(value).toMatchObject({ score: 0.125, skill: null });
  });

  it('is smallest on average for the true probability', () => {
    const expectedScore = (truth: number, said: number): number =>
      truth *
        valueOf(brierScore({ probabilities: [said], labels: [1] })).score +
      (1 - truth) *
        valueOf(brierScore({ probabilities: [said], labels: [0] })).score;
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (truth, said) => {
        expect(expectedScore(truth, truth)).toBeLessThanOrEqual(
          expectedScore(truth, said) + 1e-12,
        );
      }),
      { seed: 1 },
    );
  });

  it('refuses no cases, lists of different length and percentages', () => {
    const codes = (input: Parameters<typeof brierScore>[0]) => {
      const result = brierScore(input);
      return result.ok ? [] : result.problems.map(p => p.code);
    };
    expect(codes({ probabilities: [], labels: [] })).toEqual([
      'ETUDE_STATS_EMPTY',
    ]);
    expect(codes({ probabilities: [50, 0.5], labels: [1] })).toEqual([
      'ETUDE_STATS_LENGTH_MISMATCH',
      'ETUDE_STATS_INVALID_PROBABILITY',
    ]);
  });
});

describe('reliabilityCurve', () => {
  it('groups as NumPy does, edges to the lower group', () => {
    const curve = valueOf(reliabilityCurve({ probabilities, labels }));
    expect(curve.map(bin => bin.n)).toEqual([1, 2, 4, 3, 2, 5, 7, 4, 6, 6]);
    expect(curve[2]?.meanPredicted).toBeCloseTo(0.2785, 12);
    expect(curve[5]?.meanPredicted).toBeCloseTo(0.5726, 12);
    expect(curve[6]?.shareCorrect).toBeCloseTo(4 / 7, 12);
    expect(curve[2]?.range).toEqual([0.249, 0.3]);
  });

  // Wilson's interval of 1 of 2 at 95 % (statsmodels proportion_confint).
  it('gives each group its Wilson interval', () => {
    const curve = valueOf(reliabilityCurve({ probabilities, labels }));
    expect(curve[1]?.ci[0]).toBeCloseTo(0.094531205, 8);
    expect(curve[1]?.ci[1]).toBeCloseTo(0.905468795, 8);
  });

  it('keeps equal predictions together in groups of equal count', () => {
    const curve = valueOf(
      reliabilityCurve({
        probabilities: [0.2, 0.2, 0.2, 0.5, 0.9, 0.9],
        labels: [0, 0, 1, 1, 1, 1],
        bins: 3,
        binning: 'equal-count',
      }),
    );
    expect(curve.map(bin => bin.range)).toEqual([
      [0.2, 0.2],
      [0.5, 0.5],
      [0.9, 0.9],
    ]);
    expect(curve.map(bin => bin.n)).toEqual([3, 1, 2]);
  });

  it('has groups of two where five groups of ten are asked for', () => {
    const ten = Array.from({ length: 10 }, (_, i) => 0.9 + i / 1000);
    const curve = valueOf(
      reliabilityCurve({
        probabilities: ten,
        labels: ten.map(() => 1 as const),
        bins: 5,
        binning: 'equal-count',
      }),
    );
    expect(curve.map(bin => bin.n)).toEqual([2, 2, 2, 2, 2]);
  });

  it('puts every case in one group, also on the edges', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1 }),
        (bins, edges) => {
          const onEdges = edges.map(edge => Math.min(edge / bins, 1));
          const curve = valueOf(
            reliabilityCurve({
              probabilities: onEdges,
              labels: onEdges.map(() => 1),
              bins,
            }),
          );
          expect(curve.reduce((sum, bin) => sum + bin.n, 0)).toBe(edges.length);
          // An edge i/bins closes its group; only 0 joins the first edge.
          const groups = new Set(onEdges.map(p => (p === 0 ? 1 / bins : p)));
          expect(curve).toHaveLength(groups.size);
        },
      ),
      { seed: 1 },
    );
  });

  // In doubles 7/25 · 25 is above 7, and the next double after 1/3 times 3 is 1.
  it('is not misled by the rounding of an edge', () => {
    const groupsOf = (list: readonly number[], bins: number) => {
      const input = { probabilities: list, labels: list.map(() => 1 as const) };
      return valueOf(reliabilityCurve({ ...input, bins })).map(bin => bin.n);
    };
    expect(groupsOf([7 / 25, 8 / 25], 25)).toEqual([1, 1]);
    expect(groupsOf([1 / 3, 1 / 3 + Number.EPSILON / 4], 3)).toEqual([1, 1]);
  });

  it('refuses no groups', () => {
    const result = reliabilityCurve({ probabilities, labels, bins: 0 });
    expect(result.ok ? [] : result.problems.map(p => p.path)).toEqual(['bins']);
  });
});

describe('expectedCalibrationError', () => {
  it('agrees with NumPy', () => {
    const ten = valueOf(expectedCalibrationError({ probabilities, labels }));
    expect(ten.expected).toBeCloseTo(0.173875, 12);
    expect(ten.maximum).toBe(1);
    const five = valueOf(
      expectedCalibrationError({ probabilities, labels, bins: 5 }),
    );
    expect(five.expected).toBeCloseTo(0.151975, 12);
    expect(five.maximum).toBeCloseTo(0.5666666666666667, 12);
  });

  it('is zero when the share correct is what was predicted', () => {
    const value = valueOf(
      expectedCalibrationError({
        probabilities: [0.5, 0.5, 0.25, 0.25, 0.25, 0.25],
        labels: [1, 0, 0, 0, 1, 0],
      }),
    );
    expect(value).toEqual({ expected: 0, maximum: 0 });
  });
});

describe('fitPlattScaling', () => {
  it('is not thrown off by one extreme score', () => {
    // R 4.2: glm(y ~ s, family = binomial), epsilon 1e-14.
    const fit = fitPlattScaling({
      scores: [-3.1, -7, -1.4, -2, -2913.1, 0.1, 1.8, 4.4],
      labels: toLabels([1, 0, 1, 0, 0, 1, 1, 1]),
    });
    expect(fit.ok && fit.value.intercept).toBeCloseTo(2.58643717760817, 8);
    expect(fit.ok && fit.value.slope).toBeCloseTo(0.81806518682252, 8);
  });

  const scores = [1, 1, 0.8, 0.8, 0.75, 0.6, 0.6, 0.55, 0.5, 0.4, 0.4, 0.35];
  const correct = toLabels([1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0]);

  // R 4.2 glm(quasibinomial) on Platt's targets, epsilon 1e-15.
  it('agrees with R on smoothed targets', () => {
    const fit = valueOf(
      fitPlattScaling({ scores, labels: correct, targets: 'smoothed' }),
    );
    expect(fit.intercept).toBeCloseTo(-2.652250073273679, 8);
    expect(fit.slope).toBeCloseTo(5.43989637560854, 8);
  });

  it('fits separable cases with smoothed targets, as R does', () => {
    const fit = valueOf(
      fitPlattScaling({
        scores: [0.1, 0.2, 0.8, 0.9],
        labels: [0, 0, 1, 1],
        targets: 'smoothed',
      }),
    );
    expect(fit.intercept).toBeCloseTo(-1.546226917495437, 8);
    expect(fit.slope).toBeCloseTo(3.092453834990874, 8);
  });

  it('moves with the scores: a shifted score has the same probability', () => {
    const fit = valueOf(fitPlattScaling({ scores, labels: correct }));
    const shifted = valueOf(
      fitPlattScaling({ scores: scores.map(s => 3 - 2 * s), labels: correct }),
    );
    for (const score of scores) {
      expect(plattProbability(shifted, 3 - 2 * score)).toBeCloseTo(
        plattProbability(fit, score),
        9,
      );
    }
  });

  it('solves the score equations of maximum likelihood, one score far out', () => {
    const far = [-3.1, -7, -1.4, -2, -29.1, 0.1, 1.8, 4.4];
    const outcome = toLabels([1, 0, 1, 0, 0, 1, 1, 1]);
    const fit = valueOf(fitPlattScaling({ scores: far, labels: outcome }));
    const residuals = far.map(
      (score, i) => (outcome[i] ?? 0) - plattProbability(fit, score),
    );
    const sumOf = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0);
    expect(sumOf(residuals)).toBeCloseTo(0, 8);
    expect(sumOf(residuals.map((r, i) => r * (far[i] ?? 0)))).toBeCloseTo(0, 7);
  });

  it('refuses lists of different length and scores that are no number', () => {
    const result = fitPlattScaling({ scores: [0.1, NaN, 0.3], labels: [1, 0] });
    expect(result.ok ? [] : result.problems.map(p => p.code)).toEqual([
      'ETUDE_STATS_LENGTH_MISMATCH',
      'ETUDE_STATS_INVALID_NUMBER',
    ]);
  });

  it.each([
    ['separable cases', [0.1, 0.9], [0, 1]],
    ['cases of one outcome', [0.1, 0.5, 0.9], [1, 1, 1]],
    ['one score only', [0.5, 0.5], [0, 1]],
    ['no cases', [], []],
  ])('refuses %s with hard targets', (_, given, outcome) => {
    const result = fitPlattScaling({
      scores: given,
      labels: toLabels(outcome),
    });
    expect(result.ok ? [] : result.problems.map(p => p.code)).toEqual([
      'ETUDE_STATS_NO_CONVERGENCE',
    ]);
  });

  it('converges on a hundred thousand cases', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => (i % 997) / 997);
    const outcome = toLabels(
      many.map((s, i) => (((i * 7919) % 101) / 101 < s ? 1 : 0)),
    );
    const fit = valueOf(fitPlattScaling({ scores: many, labels: outcome }));
    expect(fit.slope).toBeGreaterThan(0);
    // At the maximum the mean fitted probability is the share of correct cases.
    const fitted = many.reduce((sum, s) => sum + plattProbability(fit, s), 0);
    expect(fitted / outcome.filter(label => label === 1).length).toBeCloseTo(
      1,
      9,
    );
  });
});

describe('weightedVote', () => {
  it('takes the largest weight and its share', () => {
    const votes = [
      { answer: 'a', weight: 1 },
      { answer: 'b', weight: 3 },
      { answer: 'a', weight: 1 },
    ];
    expect(valueOf(weightedVote(votes))).toEqual({
      answer: 'b',
      rawConfidence: 0.6,
    });
  });

  it('takes the first of equal ones, and refuses no votes or weights', () => {
    const tie = ['x', 'y'].map(answer => ({ answer, weight: 1 }));
    expect(valueOf(weightedVote(tie)).answer).toBe('x');
    expect(weightedVote([]).ok).toBe(false);
    expect(weightedVote([{ answer: 'a', weight: 0 }]).ok).toBe(false);
  });
});
