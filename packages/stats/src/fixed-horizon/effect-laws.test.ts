import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeMoments, momentsOf } from '../moments/moments';
import { summaryOf } from '../moments/sample-summary';
import { closeTo, codesOf, isClose, valueOf } from '../test-input';
import { nonInferiorityTest } from './directed-test';
import type { EffectTest } from './effect-test';
import type { MeanTest } from './mean-difference';
import { meanDifferenceTest } from './mean-difference';
import { newcombeInterval } from './newcombe-interval';
import { proportionDifferenceTest } from './proportion-difference';
import { relativeLift } from './relative-lift';
import { restrictedRates } from './restricted-rates';

const sampleOf = (values: readonly number[]) => summaryOf(momentsOf(values));
const control = sampleOf([4.1, 6.3, 5.2, 7.7, 3.9, 8.4, 6.1, 5.5]);
const treatment = sampleOf([5.0, 7.9, 6.4, 9.1, 4.2, 8.8, 7.3, 6.6, 5.9]);

describe('meanDifferenceTest equals R’s t.test', () => {
  it.each([
    [
      'welch-t',
      'larger',
      0.509584823374443,
      14.890238156675215,
      0.308905559485043,
      -0.476728073403101,
    ],
    [
      'welch-t',
      'smaller',
      0.509584823374443,
      14.890238156675215,
      0.691094440514957,
      2.2767280734031,
    ],
    [
      'student-t',
      'larger',
      0.50831184566578,
      15,
      0.309314075262438,
      -0.479507773143827,
    ],
    [
      'student-t',
      'smaller',
      0.50831184566578,
      15,
      0.690685924737562,
      2.279507773143826,
    ],
  ] as const)('%s, %s, null 0.5', (test, alternative, t, df, p, bound) => {
    const found = valueOf(
      meanDifferenceTest({
        control,
        treatment,
        test,
        alternative,
        null: 0.5,
        alpha: 0.05,
      }),
    );
    closeTo(found.statistic, t);
    closeTo(found.df, df);
    closeTo(found.pValue, p);
    closeTo(found.ci[alternative === 'larger' ? 0 : 1], bound);
    expect(found.ci[alternative === 'larger' ? 1 : 0]).toBe(
      alternative === 'larger' ? Infinity : -Infinity,
    );
  });

  it('with two units per variant', () => {
    const found = valueOf(
      meanDifferenceTest({
        control: sampleOf([1, 2]),
        treatment: sampleOf([3, 5]),
        test: 'welch-t',
        alternative: 'two-sided',
        alpha: 0.05,
      }),
    );
    closeTo(found.df, 1.470588235294118);
    closeTo(found.pValue, 0.198727388934526);
    closeTo(found.ci[0], -4.418522830071065);
  });
});

const samples = fc.record({
  n: fc.integer({ min: 2, max: 1e6 }),
  mean: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  variance: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
});
const tests = fc.constantFrom<MeanTest>('z', 'welch-t', 'student-t');
const alternatives = fc.constantFrom('two-sided', 'larger', 'smaller');
const MIRROR = {
  'two-sided': 'two-sided',
  larger: 'smaller',
  smaller: 'larger',
} as const;

describe('the laws of a difference', () => {
  it('swapping variants flips signs and the sides of p-values', () => {
    fc.assert(
      fc.property(samples, samples, tests, alternatives, (a, b, test, side) => {
        const shared = { test, alpha: 0.05 };
        const there = valueOf(
          meanDifferenceTest({
            control: a,
            treatment: b,
            alternative: side,
            null: 3,
            ...shared,
          }),
        );
        const back = valueOf(
          meanDifferenceTest({
            control: b,
            treatment: a,
            alternative: MIRROR[side],
            null: -3,
            ...shared,
          }),
        );
        return (
          there.statistic === -back.statistic &&
          there.pValue === back.pValue &&
          there.ci[0] === -back.ci[1] &&
          there.ci[1] === -back.ci[0]
        );
      }),
      { seed: 1 },
    );
  });

  it('scaling the metric scales the effect and leaves the p-value', () => {
    const powers = fc.integer({ min: -20, max: 20 }).map(k => 2 ** k);
    fc.assert(
      fc.property(samples, samples, tests, powers, (a, b, test, scale) => {
        const of = (k: number): EffectTest =>
          valueOf(
            meanDifferenceTest({
              control: { ...a, mean: k * a.mean, variance: k * k * a.variance },
              treatment: {
                ...b,
                mean: k * b.mean,
                variance: k * k * b.variance,
              },
              test,
              alternative: 'two-sided',
              alpha: 0.05,
            }),
          );
        const [one, scaled] = [of(1), of(scale)];
        return (
          isClose(scaled.difference, scale * one.difference) &&
          isClose(scaled.stdErr, scale * one.stdErr) &&
          isClose(scaled.pValue, one.pValue, 1e-9)
        );
      }),
      { seed: 1 },
    );
  });

  it('shifting the metric changes nothing', () => {
    const values = fc.array(fc.integer({ min: -999, max: 999 }), {
      minLength: 2,
      maxLength: 40,
    });
    const shift = fc.integer({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(values, values, shift, (a, b, k) => {
        const of = (by: number) =>
          meanDifferenceTest({
            control: sampleOf(a.map(x => x + by)),
            treatment: sampleOf(b.map(x => x + by)),
            test: 'welch-t',
            alternative: 'two-sided',
            alpha: 0.05,
          });
        const [plain, moved] = [of(0), of(k)];
        if (!plain.ok || !moved.ok) return plain.ok === moved.ok;
        return (
          Math.abs(plain.value.difference - moved.value.difference) < 1e-6 &&
          isClose(moved.value.stdErr, plain.value.stdErr, 1e-12)
        );
      }),
      { seed: 1 },
    );
  });
});

describe('a variant without spread', () => {
  it('has no p-value when the other has none either, down to rounding', () => {
    // Three days of 0.1 and of 0.3: the merged means differ in the last digit.
    const days = (value: number) =>
      summaryOf(
        [7, 11, 3]
          .map(n => momentsOf(Array.from({ length: n }, () => value)))
          .map((day, i) => ({ ...day, mean: day.mean * (1 + i * 1.2e-16) }))
          .reduce(mergeMoments),
      );
    for (const test of ['z', 'welch-t', 'student-t'] as const) {
      const result = meanDifferenceTest({
        control: days(0.1),
        treatment: days(0.3),
        test,
        alternative: 'two-sided',
        alpha: 0.05,
      });
      expect(codesOf(result)).toEqual(['ETUDE_STATS_ZERO_VARIANCE']);
    }
  });

  it('leaves the spread of the other', () => {
    const found = valueOf(
      meanDifferenceTest({
        control: { n: 10, mean: 1, variance: 0 },
        treatment: { n: 20, mean: 2, variance: 5 },
        test: 'welch-t',
        alternative: 'two-sided',
        alpha: 0.05,
      }),
    );
    expect(found.stdErr).toBe(0.5);
    expect(found.df).toBe(19);
  });
});

describe('proportionDifferenceTest', () => {
  const input = { alternative: 'two-sided', alpha: 0.05 } as const;

  it('has the score statistic of statsmodels with a null', () => {
    // test_proportions_2indep(2, 95, 0, 80, value=0.1, method='score',
    // correction=False), statsmodels 0.14.
    const test = valueOf(
      proportionDifferenceTest({
        control: { successes: 0, n: 80 },
        treatment: { successes: 2, n: 95 },
        method: 'pooled-z',
        null: 0.1,
        ...input,
      }),
    );
    expect(isClose(test.statistic, -2.5649458802128806, 1e-11)).toBe(true);
    expect(isClose(test.pValue, 0.010319189908035053, 1e-11)).toBe(true);
  });

  it('uses the rates that are most likely under the null', () => {
    const [c, t] = [
      { successes: 12, n: 80 },
      { successes: 20, n: 95 },
    ];
    const logLikelihood = (p: number): number =>
      12 * Math.log(p) +
      68 * Math.log(1 - p) +
      20 * Math.log(p - 0.1) +
      75 * Math.log(1.1 - p);
    const best = restrictedRates(c, t, -0.1).control;
    expect(logLikelihood(best)).toBeGreaterThan(logLikelihood(best + 1e-4));
    expect(logLikelihood(best)).toBeGreaterThan(logLikelihood(best - 1e-4));
  });

  it('tends to the common rate as the null tends to 0', () => {
    const [c, t] = [
      { successes: 5, n: 50 },
      { successes: 9, n: 70 },
    ];
    const near = restrictedRates(c, t, 1e-12);
    const common = restrictedRates(c, t, 0);
    expect(common).toEqual({ control: 14 / 120, treatment: 14 / 120 });
    expect(Math.abs(near.control - common.control)).toBeLessThan(1e-11);
  });

  it('refuses rates that are all 0 or 1, where an interval still exists', () => {
    const none = { successes: 0, n: 40 };
    const sides = { control: none, treatment: none, ...input };
    expect(codesOf(proportionDifferenceTest(sides))).toEqual([
      'ETUDE_STATS_ZERO_VARIANCE',
    ]);
    expect(
      codesOf(proportionDifferenceTest({ ...sides, method: 'pooled-z' })),
    ).toEqual(['ETUDE_STATS_ZERO_VARIANCE']);
    const interval = valueOf(newcombeInterval(sides));
    expect(interval.ci[0]).toBeLessThan(0);
    expect(interval.ci[0]).toBe(-interval.ci[1]);
  });

  it('refuses a null that no two rates have', () => {
    const some = { successes: 3, n: 40 };
    expect(
      codesOf(
        proportionDifferenceTest({
          control: some,
          treatment: some,
          null: 1,
          ...input,
        }),
      ),
    ).toEqual(['ETUDE_STATS_INVALID_NUMBER']);
  });
});

describe('nonInferiorityTest with the exact margin', () => {
  const base = {
    control: { n: 30, mean: 10, variance: 4 },
    treatment: { n: 25, mean: 9.5, variance: 9 },
    preferredDirection: 'increase',
    nimRelative: 0.1,
    alpha: 0.05,
    margin: 'exact',
  } as const;

  it('is the contrast mean_T − 0.9 mean_C', () => {
    // (9.5 − 9)/√(9/25 + 0.81·4/30) = 0.5/√0.468.
    closeTo(
      valueOf(nonInferiorityTest(base)).statistic,
      0.5 / Math.sqrt(0.468),
    );
  });

  it('as Welch’s t is that of the treatment with 0.9 times the control', () => {
    const exact = valueOf(nonInferiorityTest({ ...base, test: 'welch-t' }));
    const contrast = valueOf(
      meanDifferenceTest({
        control: { n: 30, mean: 9, variance: 0.81 * 4 },
        treatment: base.treatment,
        test: 'welch-t',
        alternative: 'larger',
        alpha: 0.05,
      }),
    );
    closeTo(exact.df, contrast.df);
    closeTo(exact.pValue, contrast.pValue);
  });

  it('as Student’s t pools the variances of both', () => {
    // (29·4 + 24·9)/53, times 1/25 + 0.81/30.
    const exact = valueOf(nonInferiorityTest({ ...base, test: 'student-t' }));
    closeTo(exact.stdErr, Math.sqrt((332 / 53) * (0.04 + 0.027)));
    expect(exact.df).toBe(53);
  });

  it('takes the fixed margin from the unadjusted mean when given', () => {
    const fixed = { ...base, margin: 'fixed' } as const;
    closeTo(valueOf(nonInferiorityTest({ ...fixed, marginMean: 20 })).null, -2);
    expect(codesOf(nonInferiorityTest({ ...fixed, marginMean: 0 }))).toEqual([
      'ETUDE_STATS_ZERO_DENOMINATOR',
    ]);
    expect(codesOf(nonInferiorityTest({ ...base, marginMean: 20 }))).toEqual([
      'ETUDE_STATS_UNSUPPORTED',
    ]);
  });
});

const estimates = fc.record({
  mean: fc.double({ min: 1, max: 1e3, noNaN: true }),
  stdErr: fc.double({ min: 1e-3, max: 0.2, noNaN: true }),
});
const lifts = fc.double({ min: -0.5, max: 0.5, noNaN: true });

describe('relativeLift', () => {
  it('by Fieller rejects a lift exactly when its interval excludes it', () => {
    fc.assert(
      fc.property(
        estimates,
        estimates,
        lifts,
        alternatives,
        (c, t, hypothesis, alternative) => {
          const { pValue, ci } = valueOf(
            relativeLift({
              control: c,
              treatment: t,
              method: 'fieller',
              alternative,
              null: hypothesis,
              alpha: 0.1,
            }),
          );
          const excluded = hypothesis < ci[0] || hypothesis > ci[1];
          return pValue <= 0.1 === excluded;
        },
      ),
      { seed: 1 },
    );
  });

  it('by Fieller mirrors for a negative control mean', () => {
    const negative = relativeLift({
      control: { mean: -10, stdErr: 0.4 },
      treatment: { mean: -12, stdErr: 0.5 },
      method: 'fieller',
      alternative: 'larger',
      alpha: 0.05,
    });
    const positive = relativeLift({
      control: { mean: 10, stdErr: 0.4 },
      treatment: { mean: 12, stdErr: 0.5 },
      method: 'fieller',
      alternative: 'larger',
      alpha: 0.05,
    });
    closeTo(valueOf(negative).pValue, valueOf(positive).pValue);
    closeTo(valueOf(negative).ci[0], valueOf(positive).ci[0]);
  });

  it('by Fieller refuses a control mean that may be 0', () => {
    expect(
      codesOf(
        relativeLift({
          control: { mean: 1, stdErr: 0.6 },
          treatment: { mean: 2, stdErr: 0.1 },
          method: 'fieller',
          alpha: 0.05,
        }),
      ),
    ).toEqual(['ETUDE_STATS_UNBOUNDED_INTERVAL']);
  });

  it('without the control’s noise is as significant as the difference', () => {
    fc.assert(
      fc.property(samples, samples, (c, t) => {
        const positive = { ...c, mean: Math.abs(c.mean) + 1 };
        const estimate = (s: typeof c) => ({
          mean: s.mean,
          stdErr: Math.sqrt(s.variance / s.n),
        });
        const naive = valueOf(
          relativeLift({
            control: estimate(positive),
            treatment: estimate(t),
            method: 'naive',
            alpha: 0.05,
          }),
        );
        const absolute = valueOf(
          meanDifferenceTest({
            control: positive,
            treatment: t,
            alternative: 'two-sided',
            alpha: 0.05,
          }),
        );
        return (
          isClose(naive.pValue, absolute.pValue, 1e-6) || naive.pValue < 1e-100
        );
      }),
      { seed: 1 },
    );
  });

  it('tests another lift than 0', () => {
    // se² = 0.25/100 + 144·0.16/1e4; (0.2 − 0.1)/se.
    const se = Math.sqrt(0.0025 + 0.002304);
    const found = valueOf(
      relativeLift({
        control: { mean: 10, stdErr: 0.4 },
        treatment: { mean: 12, stdErr: 0.5 },
        null: 0.2 - se,
        alternative: 'larger',
        alpha: 0.05,
      }),
    );
    // Φ(−1), Abramowitz & Stegun table 26.1.
    expect(isClose(found.pValue, 0.15865525393145707, 1e-9)).toBe(true);
  });
});
