import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf } from '../moments/moments';
import { summaryOf } from '../moments/sample-summary';
import { pairMomentsOf } from '../moments/pair-moments';
import { cupedTest } from './cuped';
import { meanDifferenceTest } from './mean-difference';
import { nonInferiorityTest, superiorityTest } from './directed-test';

/** Uniform numbers in (0, 1): Park & Miller 1988, minimal standard. */
const seededUniform = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

/** Standard normal draws by Box & Muller 1958. */
const seededNormal = (seed: number): (() => number) => {
  const uniform = seededUniform(seed);
  return () =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
};

const draws = (n: number, draw: () => number): readonly number[] =>
  Array.from({ length: n }, draw);

/** Kolmogorov–Smirnov distance to the uniform distribution. */
const uniformDistance = (values: readonly number[]): number =>
  values
    .toSorted((a, b) => a - b)
    .reduce((distance, value, i, all) => {
      const above = (i + 1) / all.length - value;
      return Math.max(distance, above, value - i / all.length);
    }, 0);

const REPLICATIONS = 4000;
// The 99.9 % point of √n D is 1.95 (Smirnov 1948).
const LIMIT = 1.95 / Math.sqrt(REPLICATIONS);

describe('p-values without an effect', () => {
  it.each(['two-sided', 'larger', 'smaller'] as const)(
    'are uniform for Welch’s t, %s, with unequal variances',
    alternative => {
      const normal = seededNormal(7);
      const pValues = Array.from({ length: REPLICATIONS }, () => {
        const test = meanDifferenceTest({
          control: summaryOf(momentsOf(draws(25, normal))),
          treatment: summaryOf(momentsOf(draws(60, () => 2 * normal()))),
          test: 'welch-t',
          alternative,
          alpha: 0.05,
        });
        return test.ok ? test.value.pValue : NaN;
      });
      expect(uniformDistance(pValues)).toBeLessThan(LIMIT);
    },
  );

  it('are uniform after CUPED', () => {
    const normal = seededNormal(11);
    const variant = () => {
      const x = draws(150, normal);
      return pairMomentsOf({ x, y: x.map(value => value + 0.5 * normal()) });
    };
    const pValues = Array.from({ length: REPLICATIONS }, () => {
      const test = cupedTest({
        control: variant(),
        treatment: variant(),
        alternative: 'two-sided',
        alpha: 0.05,
      });
      return test.ok ? test.value.pValue : NaN;
    });
    expect(uniformDistance(pValues)).toBeLessThan(LIMIT);
  });
});

const summaries = fc.record({
  n: fc.integer({ min: 2, max: 1e6 }),
  mean: fc.double({ min: 0.1, max: 1e4, noNaN: true }),
  variance: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
});

describe('a directed test', () => {
  it('mirrors under a change of sign of the preferred direction', () => {
    fc.assert(
      fc.property(summaries, summaries, (control, treatment) => {
        const negative = (s: typeof control) => ({ ...s, mean: -s.mean });
        const up = nonInferiorityTest({
          control,
          treatment,
          preferredDirection: 'increase',
          nimRelative: 0.05,
          alpha: 0.05,
        });
        const down = nonInferiorityTest({
          control: negative(control),
          treatment: negative(treatment),
          preferredDirection: 'decrease',
          nimRelative: 0.05,
          alpha: 0.05,
        });
        return (
          up.ok &&
          down.ok &&
          up.value.pValue === down.value.pValue &&
          up.value.ci[0] === -down.value.ci[1]
        );
      }),
      { seed: 1 },
    );
  });

  it('is significant exactly when its interval excludes the null', () => {
    fc.assert(
      fc.property(summaries, summaries, (control, treatment) => {
        const test = superiorityTest({
          control,
          treatment,
          preferredDirection: 'increase',
          alpha: 0.1,
        });
        return test.ok && test.value.significant === test.value.ci[0] > 0;
      }),
      { seed: 1 },
    );
  });

  it('never answers invalid input with a number', () => {
    const bad = fc.oneof(
      fc.constant({ n: 1, mean: 1, variance: 1 }),
      fc.constant({ n: 5, mean: NaN, variance: 1 }),
      fc.constant({ n: 5, mean: 1, variance: -1 }),
      fc.constant({ n: NaN, mean: 1, variance: 1 }),
      fc.constant({ n: 5, mean: Infinity, variance: 1 }),
    );
    fc.assert(
      fc.property(bad, summaries, (control, treatment) => {
        const test = meanDifferenceTest({
          control,
          treatment,
          alternative: 'two-sided',
          alpha: 0.05,
        });
        return (
          !test.ok &&
          test.problems.length > 0 &&
          test.problems.every(p => p.code.startsWith('ETUDE_STATS_'))
        );
      }),
      { seed: 1 },
    );
  });
});
