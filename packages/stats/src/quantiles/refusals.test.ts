import { describe, expect, it } from 'vitest';
import {
  CONTROL_CLUSTERS,
  TREATMENT_CLUSTERS,
  closeTo,
  codesOf,
  pathsOf,
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
import {
  quantileTestFromBounds,
  summaryOfBoundedQuantile,
} from './quantile-test-from-bounds';
import { ascending, sampleQuantile } from './sample-quantile';
import { winsorize } from './winsorize';

describe('sampleQuantile', () => {
  it('has the values of R’s quantile(type = 7)', () => {
    const sorted = ascending([10, 2, 4, 7]);
    expect(sorted).toEqual([2, 4, 7, 10]);
    // quantile(c(2, 4, 7, 10), c(0, 0.1, 0.5, 0.9, 1))
    expect(sampleQuantile(sorted, 0)).toBe(2);
    closeTo(sampleQuantile(sorted, 0.1), 2.6);
    expect(sampleQuantile(sorted, 0.5)).toBe(5.5);
    closeTo(sampleQuantile(sorted, 0.9), 9.1);
    expect(sampleQuantile(sorted, 1)).toBe(10);
  });

  it('has no value of nothing and outside [0, 1]', () => {
    expect(sampleQuantile([], 0.5)).toBeNaN();
    for (const p of [-0.1, 1.1, NaN]) {
      expect(sampleQuantile([1, 2, 3], p)).toBeNaN();
      expect(sampleQuantile([1], p)).toBeNaN();
    }
  });
});

describe('winsorize', () => {
  const variants = [
    [0, 1, 5],
    [0, 3, 9],
  ];

  it('caps all variants at one percentile, of the values that count', () => {
    // Of 0, 0, 1, 3, 5, 9 the 0.6-quantile is 3; without zeros, of 1, 3, 5, 9,
    // the 0.5-quantile is 4.
    const all = { kind: 'percentile', percentile: 0.6 } as const;
    expect(valueOf(winsorize(variants, all))).toEqual({
      cap: 3,
      variants: [
        [0, 1, 3],
        [0, 3, 3],
      ],
    });
    expect(winsorize(variants, { ...all, zeros: 'count' })).toEqual(
      winsorize(variants, all),
    );
    const some = { ...all, percentile: 0.5, zeros: 'ignore' } as const;
    expect(valueOf(winsorize(variants, some)).cap).toBe(4);
  });

  it('says of what there is no percentile', () => {
    const rule = { kind: 'percentile', percentile: 0.9 } as const;
    const messageOf = (result: ReturnType<typeof winsorize>) =>
      result.ok ? '' : result.problems[0]?.message;
    expect(messageOf(winsorize([[]], rule))).toMatch(/^variants have no val/);
    expect(messageOf(winsorize([[0]], { ...rule, zeros: 'ignore' }))).toMatch(
      /other than 0/,
    );
    expect(messageOf(winsorize([[]], { ...rule, zeros: 'count' }))).toMatch(
      /^variants have no values:/,
    );
  });

  it('refuses values, a cap and a percentile that are none', () => {
    const absolute = (value: number) => ({ kind: 'absolute', value }) as const;
    expect(pathsOf(winsorize([[1], [2, NaN]], absolute(3)))).toEqual([
      'variants[1][1]',
    ]);
    expect(pathsOf(winsorize(variants, absolute(Infinity)))).toEqual([
      'rule.value',
    ]);
    expect(
      pathsOf(winsorize(variants, { kind: 'percentile', percentile: 1.1 })),
    ).toEqual(['rule.percentile']);
    expect(valueOf(winsorize([[]], absolute(3))).cap).toBe(3);
  });
});

describe('quantile intervals refuse', () => {
  const values = Array.from({ length: 30 }, (_, i) => (i * 7) % 31);
  const input = { values, quantile: 0.5, alpha: 0.05 };

  it.each([
    [{ values: [...values, NaN] }, ['values[30]']],
    [{ alpha: 0 }, ['alpha']],
    [{ quantile: 0 }, ['quantile']],
    [{ quantile: 1 }, ['quantile']],
    [{ quantile: -0.1 }, ['quantile']],
    [{ quantile: NaN }, ['quantile']],
    [{ values: [1, 2, 3] }, ['values']],
  ])('%j', (change, paths) => {
    expect(pathsOf(quantileInterval({ ...input, ...change }))).toEqual(paths);
  });

  it('a quantile far out of few values, on either side', () => {
    // More than 1.96² · 0.9/0.1 = 34.6 values, and the same for 0.1.
    const of = (n: number, quantile: number) =>
      quantileInterval({
        values: Array.from({ length: n }, (_, i) => i),
        quantile,
        alpha: 0.05,
      }).ok;
    expect([of(34, 0.9), of(35, 0.9)]).toEqual([false, true]);
    expect([of(34, 0.1), of(35, 0.1)]).toEqual([false, true]);
  });

  it('either variant of a difference by its own name', () => {
    const difference = (control: number[], treatment: number[]) =>
      pathsOf(
        quantileDifferenceInterval({
          control,
          treatment,
          quantile: 0.5,
          alpha: 0.05,
        }),
      );
    expect(difference([1, 2], values)).toEqual(['control']);
    expect(difference(values, [1, NaN])).toEqual(['treatment[1]']);
  });

  it('of one side open the other', () => {
    const of = (alternative: 'larger' | 'smaller') =>
      valueOf(
        quantileDifferenceInterval({
          control: values,
          treatment: values,
          quantile: 0.5,
          alpha: 0.05,
          alternative,
        }),
      ).ci;
    expect(of('larger')[1]).toBe(Infinity);
    expect(of('smaller')[0]).toBe(-Infinity);
  });
});

describe('quantiles from bounds', () => {
  const bounded = {
    n: 500,
    nBounds: 400,
    estimate: 7,
    lower: 6.8,
    upper: 7.3,
  };

  it('have the variance of their bounds, at their level', () => {
    // s = 0.5/(2 · 1.959964); (400/500) · 499 · s²; at 90 % z = 1.644854.
    const at95 = valueOf(summaryOfBoundedQuantile(bounded));
    expect(at95).toMatchObject({ n: 500, mean: 7 });
    closeTo(at95.variance, 0.8 * 499 * (0.25 / 1.9599639845400543) ** 2);
    const at90 = valueOf(summaryOfBoundedQuantile(bounded, 0.9));
    closeTo(at90.variance, 0.8 * 499 * (0.25 / 1.6448536269514722) ** 2);
  });

  it('have an error that does not hang on the level when tested', () => {
    const test = (level?: number) =>
      valueOf(
        quantileTestFromBounds({
          control: bounded,
          treatment: bounded,
          alternative: 'two-sided',
          alpha: 0.05,
          ...(level === undefined ? {} : { level }),
        }),
      );
    expect(test()).toEqual(test(0.95));
    closeTo(
      test(0.9).stdErr / test().stdErr,
      1.9599639845400543 / 1.6448536269514722,
    );
  });

  it.each([
    [{ n: 1, nBounds: 1 }, ['n']],
    [{ nBounds: 0 }, ['nBounds']],
    [{ nBounds: 501 }, ['nBounds']],
    [{ estimate: NaN }, ['estimate']],
    [{ lower: -Infinity }, ['lower']],
    [{ upper: Infinity }, ['upper']],
    [{ lower: 7.4 }, ['lower']],
  ])('refuse %j', (change, keys) => {
    const variant = { ...bounded, ...change };
    const named = (path: string) => keys.map(key => `${path}.${key}`);
    expect(pathsOf(summaryOfBoundedQuantile(variant))).toEqual(
      named('variant'),
    );
    const test = (control: typeof bounded, treatment: typeof bounded) =>
      pathsOf(
        quantileTestFromBounds({
          control,
          treatment,
          alternative: 'larger',
          alpha: 0.05,
        }),
      );
    expect(test(variant, bounded)).toEqual(named('control'));
    expect(test(bounded, variant)).toEqual(named('treatment'));
  });

  it('may have bounds that coincide, and refuse a level that is none', () => {
    const flat = { ...bounded, lower: 7, upper: 7 };
    expect(valueOf(summaryOfBoundedQuantile(flat)).variance).toBe(0);
    expect(pathsOf(summaryOfBoundedQuantile(bounded, 1))).toEqual([
      '1 − level',
    ]);
    expect(pathsOf(summaryOfBoundedQuantile(bounded, 0))).toEqual([
      '1 − level',
    ]);
    const wide = { ...bounded, lower: -1e200, upper: 1e200 };
    expect(pathsOf(summaryOfBoundedQuantile(wide))).toEqual(['variance']);
  });
});

describe('clustered quantiles refuse', () => {
  const of = (units: readonly (readonly number[])[]) =>
    valueOf(clusteredQuantileOf({ units, quantile: 0.5 }));
  const input = {
    control: of(CONTROL_CLUSTERS),
    treatment: of(TREATMENT_CLUSTERS),
    quantile: 0.5,
    alternative: 'two-sided' as const,
    alpha: 0.05,
  };
  const codes = (change: Partial<typeof input>) =>
    codesOf(clusteredQuantileTest({ ...input, ...change }));

  it('each variant that does not add up', () => {
    const wrong = { ...input.control, n: 99 };
    expect(codes({})).toEqual([]);
    expect(codes({ control: wrong })).toEqual(['ETUDE_STATS_INVALID_COUNT']);
    expect(codes({ treatment: wrong })).toEqual(['ETUDE_STATS_INVALID_COUNT']);
    expect(codes({ quantile: 1 })).toEqual(['ETUDE_STATS_INVALID_PROBABILITY']);
  });

  it('events below a quantile that are fewer than none', () => {
    const events = { ...input.control.events, meanY: -1 };
    expect(
      pathsOf(quantileClusterInflation({ events, quantile: 0.5 })),
    ).toEqual(['events.meanY']);
    const none = { n: -1, meanX: 1, meanY: 2, m2X: 1, m2Y: 1, cXY: 0 };
    expect(
      pathsOf(quantileClusterInflation({ events: none, quantile: 0.5 })),
    ).toEqual(['events.n']);
    expect(
      pathsOf(
        quantileClusterInflation({ events: input.control.events, quantile: 0 }),
      ),
    ).toEqual(['quantile']);
  });

  it('tests another difference than 0', () => {
    const test = (hypothesis: number) =>
      valueOf(clusteredQuantileTest({ ...input, null: hypothesis }));
    closeTo(test(0).statistic - test(1).statistic, 1 / test(0).stdErr);
  });

  it('values and levels that are none', () => {
    const interval = (change: object) =>
      pathsOf(
        clusteredQuantileInterval({
          units: CONTROL_CLUSTERS,
          quantile: 0.5,
          alpha: 0.2,
          ...change,
        }),
      );
    expect(interval({ units: [[1, NaN], [2]] })).toEqual(['units[1]']);
    expect(interval({ alpha: 1 })).toEqual(['alpha']);
    expect(interval({ quantile: 0 })).toEqual(['quantile']);
  });
});
