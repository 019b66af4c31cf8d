import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alternative } from '../fixed-horizon/effect-test';
import type { PairMoments } from '../moments/pair-moments';
import { pairMomentsOf } from '../moments/pair-moments';
import {
  closeTo,
  codesOf,
  CONTROL_CLUSTERS,
  TREATMENT_CLUSTERS,
  valueOf,
} from '../test-input';
import {
  clusteredQuantileInterval,
  clusteredQuantileOf,
  clusteredQuantileTest,
  quantileClusterInflation,
} from './clustered-quantile';
import {
  quantileDifferenceInterval,
  quantileInterval,
} from './quantile-interval';
import { quantileTestFromBounds } from './quantile-test-from-bounds';
import { winsorize } from './winsorize';

const values = fc.array(fc.integer({ min: -500, max: 500 }), {
  minLength: 12,
  maxLength: 60,
});
const at = { quantile: 0.5, alpha: 0.1 } as const;

describe('quantile intervals', () => {
  it('ends at an observed difference, however far out an outlier is', () => {
    const sound = Array.from({ length: 30 }, (_, i) => i);
    const out = [...sound.slice(1), 1e300];
    const difference = valueOf(
      quantileDifferenceInterval({ control: sound, treatment: out, ...at }),
    );
    expect(difference.difference).toBe(1);
    expect(difference.ci[0]).toBeLessThanOrEqual(0);
    expect(difference.ci[1]).toBeGreaterThanOrEqual(2);
    expect(difference.ci[1]).toBeLessThan(30);
    expect(difference.ci.every(Number.isInteger)).toBe(true);
  });

  it('shift and scale with the metric', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const move = (xs: readonly number[]) => xs.map(x => 4 * x + 64);
        const one = valueOf(quantileInterval({ values: a, ...at }));
        const moved = valueOf(quantileInterval({ values: move(a), ...at }));
        const difference = (control: number[], treatment: number[]) =>
          valueOf(quantileDifferenceInterval({ control, treatment, ...at }));
        const plain = difference(a, b);
        const scaled = difference(move(a), move(b));
        return (
          moved.ci[0] === 4 * one.ci[0] + 64 &&
          moved.ci[1] === 4 * one.ci[1] + 64 &&
          moved.estimate === 4 * one.estimate + 64 &&
          scaled.difference === 4 * plain.difference &&
          Math.abs(scaled.ci[0] - 4 * plain.ci[0]) < 1e-9
        );
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('have one-sided ends at twice the error of two-sided ones', () => {
    fc.assert(
      fc.property(values, values, (control, treatment) => {
        const both = valueOf(
          quantileDifferenceInterval({ control, treatment, ...at }),
        );
        const oneSided = { control, treatment, quantile: 0.5, alpha: 0.05 };
        const larger = valueOf(
          quantileDifferenceInterval({ ...oneSided, alternative: 'larger' }),
        );
        const smaller = valueOf(
          quantileDifferenceInterval({ ...oneSided, alternative: 'smaller' }),
        );
        return (
          larger.ci[0] === both.ci[0] &&
          larger.ci[1] === Infinity &&
          smaller.ci[0] === -Infinity &&
          smaller.ci[1] === both.ci[1]
        );
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('refuse too few values', () => {
    // More than z² = 3.84 values for a median at 95 %.
    const few = { values: [1, 2, 3], quantile: 0.5, alpha: 0.05 };
    expect(codesOf(quantileInterval(few))).toEqual([
      'ETUDE_STATS_TOO_FEW_UNITS',
    ]);
    expect(quantileInterval({ ...few, values: [1, 2, 3, 4] }).ok).toBe(true);
  });
});

describe('quantileTestFromBounds', () => {
  const bounded = { n: 500, nBounds: 500, estimate: 7, lower: 6.8, upper: 7.3 };
  const options = { alternative: 'larger', alpha: 0.05 } as const;

  it('moves its statistic by the null', () => {
    const test = (hypothesis: number) =>
      valueOf(
        quantileTestFromBounds({
          control: bounded,
          treatment: { ...bounded, estimate: 7.4 },
          null: hypothesis,
          ...options,
        }),
      );
    closeTo(test(0).statistic - test(0.1).statistic, 0.1 / test(0).stdErr);
  });

  it('refuses bounds of more units than there are, and without spread', () => {
    const tooMany = { ...bounded, nBounds: 501 };
    const flat = { ...bounded, lower: 7, upper: 7 };
    expect(
      codesOf(
        quantileTestFromBounds({
          control: tooMany,
          treatment: tooMany,
          ...options,
        }),
      ),
    ).toEqual(['ETUDE_STATS_INVALID_COUNT', 'ETUDE_STATS_INVALID_COUNT']);
    expect(
      codesOf(
        quantileTestFromBounds({ control: flat, treatment: flat, ...options }),
      ),
    ).toEqual(['ETUDE_STATS_ZERO_VARIANCE']);
  });
});

describe('quantiles over clustered events', () => {
  it('have the interval of survey::svyquantile', () => {
    // svyquantile(~y, svydesign(ids = ~cluster), 0.5, interval.type = "mean",
    // qrule = "math", df = Inf); SE of svymean(y <= 4.95): survey 4.1.1.
    const found = valueOf(
      clusteredQuantileInterval({
        units: [...CONTROL_CLUSTERS, ...TREATMENT_CLUSTERS],
        quantile: 0.5,
        alpha: 0.05,
      }),
    );
    expect(found.ci).toEqual([3.0, 6.6]);
    closeTo(found.estimate, 4.95);
    closeTo(found.shareStdErr, 0.174963553055941);
  });

  it('test their difference with the inflated variance', () => {
    // Standard error from survey's SE of the share and type-7 bounds in R.
    const variant = (units: readonly (readonly number[])[]) =>
      valueOf(clusteredQuantileOf({ units, quantile: 0.5 }));
    const test = valueOf(
      clusteredQuantileTest({
        control: variant(CONTROL_CLUSTERS),
        treatment: variant(TREATMENT_CLUSTERS),
        quantile: 0.5,
        alternative: 'two-sided',
        alpha: 0.05,
      }),
    );
    closeTo(test.difference, 2.5);
    closeTo(test.stdErr, 1.16556010645148);
  });

  it('have the variance of independent events with one event per unit', () => {
    // Share S of n events below: n/(n − 1) times S(1 − S)/n over q(1 − q)/n.
    const below = Array.from({ length: 40 }, (_, i) => (i < 20 ? 1 : 0));
    const events = pairMomentsOf({ x: below.map(() => 1), y: below });
    const found = valueOf(quantileClusterInflation({ events, quantile: 0.5 }));
    closeTo(found.inflation, 40 / 39);
  });

  it('refuse one unit, no events and events counted differently', () => {
    const one = pairMomentsOf({ x: [5], y: [2] });
    const none = pairMomentsOf({ x: [0, 0], y: [0, 0] });
    const reversed = pairMomentsOf({ x: [2, 2], y: [3, 3] });
    const inflation = (events: PairMoments) =>
      codesOf(quantileClusterInflation({ events, quantile: 0.5 }));
    expect(inflation(one)).toEqual(['ETUDE_STATS_TOO_FEW_UNITS']);
    expect(inflation(none)).toEqual(['ETUDE_STATS_ZERO_DENOMINATOR']);
    expect(inflation(reversed)).toEqual(['ETUDE_STATS_INVALID_COUNT']);
    const variant = valueOf(
      clusteredQuantileOf({ units: CONTROL_CLUSTERS, quantile: 0.5 }),
    );
    expect(
      codesOf(
        clusteredQuantileTest({
          control: variant,
          treatment: { ...variant, n: 99 },
          quantile: 0.5,
          alternative: 'two-sided',
          alpha: 0.05,
        }),
      ),
    ).toEqual(['ETUDE_STATS_INVALID_COUNT']);
  });

  it('refuse an interval whose finite end leaves the data', () => {
    // Share below 0.25: 3 of 6 and 0 of 6, a standard error of 0.25.
    const units = [
      [1, 2, 3, 4, 5, 6],
      [11, 12, 13, 14, 15, 16],
    ];
    const interval = (quantile: number, alternative: Alternative) =>
      codesOf(
        clusteredQuantileInterval({
          units,
          quantile,
          alternative,
          alpha: 0.05,
        }),
      );
    expect(interval(0.25, 'two-sided')).toEqual(['ETUDE_STATS_TOO_FEW_UNITS']);
    expect(interval(0.25, 'larger')).toEqual(['ETUDE_STATS_TOO_FEW_UNITS']);
    expect(interval(0.25, 'smaller')).toEqual([]);
    expect(interval(0.75, 'smaller')).toEqual(['ETUDE_STATS_TOO_FEW_UNITS']);
  });
});

describe('winsorize', () => {
  it('has no percentile of nothing', () => {
    const rule = { kind: 'percentile', percentile: 0.9 } as const;
    expect(codesOf(winsorize([[], []], rule))).toEqual(['ETUDE_STATS_EMPTY']);
    expect(
      codesOf(winsorize([[0], [0, 0]], { ...rule, zeros: 'ignore' })),
    ).toEqual(['ETUDE_STATS_EMPTY']);
  });
});
