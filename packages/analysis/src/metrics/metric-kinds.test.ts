import type { MomentsRow } from '@etude/metrics';
import { vectorMomentsOf } from '@etude/stats';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput, MetricInfo, QuantileRow } from '../analysis-input';
import type { MetricResult } from '../analysis-result';
import { analyzeExperiment } from '../analyze-experiment';
import { observedMetric, testInput } from '../test-input';

const rowOf = (
  variant: string,
  columns: readonly (readonly number[])[],
): MomentsRow => {
  const { n, means, comoments } = vectorMomentsOf(columns);
  const [mean = 0, ...others] = means;
  const [m2 = 0, ...rest] = comoments;
  const companions = { means: others, comoments: rest };
  return {
    metricId: 'm',
    variant,
    exposureDate: null,
    n,
    mean,
    m2,
    ...(others.length === 0 ? {} : { companions }),
  };
};

const resultOf = (
  info: Partial<MetricInfo>,
  changes: Partial<AnalysisInput>,
): MetricResult => {
  const input = testInput({
    observedMetrics: [
      observedMetric('m', 'success', { b: 10, mdeRelative: 0.02 }),
    ],
  });
  const [result] = analyzeExperiment({
    ...input,
    metricInfo: [{ id: 'm', name: 'm', type: 'average', ...info }],
    ...changes,
  }).metrics;
  if (result === undefined) throw new Error('no result');
  return result;
};

describe('a ratio metric', () => {
  // Numerators and denominators per unit; R = 6/6 = 1 and 9/6 = 1.5.
  const moments = [
    rowOf('a', [
      [1, 2, 3],
      [2, 1, 3],
    ]),
    rowOf('b', [
      [2, 3, 4],
      [1, 2, 3],
    ]),
  ];

  it('is the ratio of sums with its delta-method error', () => {
    const result = resultOf({ type: 'ratio' }, { moments });
    expect(result.control).toEqual({ n: 3, mean: 1 });
    expect(result.treatment).toEqual({ n: 3, mean: 1.5 });
    // a: y − x = −1, 1, 0: 2/2/4 = 0.25; b: y − 1.5x = .5, 0, −.5: .5/2/4
    expect(result.difference?.stdErr).toBeCloseTo(
      Math.sqrt((0.25 + 0.0625) / 3),
      12,
    );
    expect(result.lift?.estimate).toBeCloseTo(0.5, 12);
  });

  it('has a t distribution when whole clusters were assigned', () => {
    const units = resultOf({ type: 'ratio' }, { moments });
    const clusters = resultOf({ type: 'ratio' }, { moments, clustered: true });
    expect(clusters.difference?.stdErr).toBe(units.difference?.stdErr);
    // t = 0.5/0.322749 = 1.549193 with 3 + 3 − 2 degrees: R 2·pt(−1.549193, 4)
    expect(clusters.difference?.pValue.toFixed(6)).toBe('0.196261');
    expect(units.difference?.pValue.toFixed(6)).toBe('0.121335');
    expect(clusters.bound?.[0]?.pValue.toFixed(6)).toBe('0.098131');
  });
});

describe('covariates from before exposure', () => {
  // y = 2x + e with e = ∓: x explains nearly all.
  const a = { y: [2.1, 3.9, 6.1, 7.9], x: [1, 2, 3, 4] };
  const b = { y: [3.1, 4.9, 7.1, 8.9], x: [1, 2, 3, 4] };
  const moments = [rowOf('a', [a.y, a.x]), rowOf('b', [b.y, b.x])];

  it('narrow the interval, and the raw difference stands beside it', () => {
    const result = resultOf({ covariates: 1 }, { moments });
    // Means of x are equal, so the difference stays 1. θ = 19.6/10 = 1.96:
    // residual sum 19.24 − 2·1.96·9.8 + 1.96²·5 = 0.032 in each, over 3.
    expect(result.difference?.estimate).toBeCloseTo(1, 12);
    expect(result.difference?.stdErr).toBeCloseTo(
      Math.sqrt((2 * 0.032) / 3 / 4),
      9,
    );
    expect(result.adjustment).toMatchObject({ covariates: 1, dropped: 0 });
    expect(result.adjustment?.varianceReduction).toBeCloseTo(
      1 - 0.032 / 19.24,
      9,
    );
    expect(result.adjustment?.unadjusted.stdErr).toBeCloseTo(
      Math.sqrt((2 * 19.24) / 3 / 4),
      9,
    );
  });

  it('lower the units that are needed by what they explain', () => {
    const many = Array.from({ length: 500 }, (_, i) => i % 10);
    const noisy = many.map((x, i) => 20 + x + ((i * 7) % 5));
    const rows = [rowOf('a', [noisy, many]), rowOf('b', [noisy, many])];
    const raw = resultOf({}, { moments: rows });
    const adjusted = resultOf({ covariates: 1 }, { moments: rows });
    const saved = adjusted.adjustment?.varianceReduction ?? 0;
    expect(saved).toBeGreaterThan(0.5);
    expect(
      (adjusted.requiredUnits ?? 0) / (raw.requiredUnits ?? 1),
    ).toBeCloseTo(1 - saved, 1);
  });

  it('that repeat each other are dropped and counted', () => {
    const twice = [rowOf('a', [a.y, a.x, a.x]), rowOf('b', [b.y, b.x, b.x])];
    const result = resultOf({ covariates: 2 }, { moments: twice });
    expect(result.adjustment).toMatchObject({ covariates: 2, dropped: 1 });
    expect(result.difference?.estimate).toBeCloseTo(1, 9);
  });

  it('are shares of the unadjusted control mean in the lift', () => {
    const shifted = [
      rowOf('a', [a.y, a.x]),
      rowOf('b', [b.y, b.x.map(x => x + 1)]),
    ];
    const result = resultOf({ covariates: 1 }, { moments: shifted });
    expect(result.lift?.estimate).toBeCloseTo(
      (result.difference?.estimate ?? 0) / 5,
      12,
    );
    expect(result.control?.mean).not.toBeCloseTo(5, 3);
  });

  it('of a ratio are linearised with it', () => {
    const ratio = [
      rowOf('a', [a.y, [1, 2, 2, 3], [2, 4, 6.5, 8]]),
      rowOf('b', [b.y, [1, 2, 2, 3], [2, 4, 6.5, 8]]),
    ];
    const result = resultOf(
      { type: 'ratio', covariates: 1 },
      { moments: ratio },
    );
    expect(result.status).toBe('estimated');
    expect(result.adjustment?.covariates).toBe(1);
    expect(result.control?.mean).toBeCloseTo(20 / 8, 12);
  });

  it('that a row lacks make a problem, not a number', () => {
    const result = resultOf(
      { covariates: 1 },
      { moments: [rowOf('a', [a.y, a.x]), rowOf('b', [b.y])] },
    );
    expect(result.status).toBe('problem');
  });
});

describe('a quantile metric', () => {
  const row = (
    variant: string,
    value: number,
    more: Partial<QuantileRow> = {},
  ): QuantileRow => ({
    metricId: 'm',
    variant,
    n: 1_000,
    value,
    lower: value - 1.96,
    upper: value + 1.96,
    ...more,
  });
  const info = { type: 'quantile' as const, quantile: 0.9 };
  const of = (quantiles: readonly QuantileRow[]) =>
    resultOf(info, { moments: [], quantiles });

  it('reads its error off the bounds: half width 1.96 is an error of 1', () => {
    const result = of([row('a', 100), row('b', 104)]);
    expect(result.difference?.estimate).toBe(4);
    // s² (n − 1)/n of each variant
    expect(result.difference?.stdErr.toFixed(3)).toBe('1.414');
    expect(result.units).toBe(2_000);
  });

  it('widens for events of units, and then counts units', () => {
    // 250 units with 4 events each; below: S = 4 or 3.2 in halves: mean 3.6,
    // variance of S 0.16 (n − 1: 40/249). σ_c² = 0.160643/(250·16); over
    // q(1 − q)/n = 9e-5: 0.446…, so 4 events of a unit agree less than apart.
    const events = {
      units: 250,
      meanBelow: 3.6,
      meanEvents: 4,
      varianceBelow: 40 / 249,
      varianceEvents: 0,
      covariance: 0,
    };
    const result = of([row('a', 100, { events }), row('b', 104, { events })]);
    const inflation = 40 / 249 / (250 * 16) / 9e-5;
    expect(result.units).toBe(500);
    expect(result.difference?.stdErr).toBeCloseTo(
      Math.sqrt(2 * (999 / 1_000) * inflation) * (1.96 / 1.959963984540054),
      9,
    );
  });

  it('is a problem without a row, and with too few values', () => {
    expect(of([row('a', 100)]).problem?.code).toBe(
      'ETUDE_ANALYSIS_EMPTY_VARIANT',
    );
    // 1.96² · 9 = 34.6
    const small = (n: number) =>
      of([row('a', 100, { n }), row('b', 104, { n })]);
    expect(small(34).problem?.code).toBe('ETUDE_ANALYSIS_TOO_FEW_VALUES');
    expect(small(35).status).toBe('estimated');
  });
});

describe('what has no number', () => {
  it('names the reason the warehouse gave', () => {
    const result = resultOf({ failure: 'column x is gone. Restore it.' }, {});
    expect(result.problem).toMatchObject({
      code: 'ETUDE_ANALYSIS_METRIC_FAILED',
      message: 'm has no result: column x is gone. Restore it.',
    });
  });

  it('names a control mean of 0 instead of a missing target', () => {
    const [n, m2] = [1_000, 999];
    const moments = ['a', 'b'].map(variant => ({
      metricId: 'm',
      variant,
      exposureDate: null,
      n,
      mean: 0,
      m2,
    }));
    const result = resultOf({}, { moments });
    expect(result.status).toBe('estimated');
    expect(result.problem?.code).toBe('ETUDE_ANALYSIS_ZERO_CONTROL_MEAN');
    expect(result.sentence).toContain('a share of nothing');
    expect(result.precision).toMatchObject({
      currentPower: null,
      poweredEffectRelative: null,
      share: null,
    });
    const input = testInput({
      observedMetrics: [
        observedMetric('m', 'guardrail', { b: 10, nimRelative: 0.02 }),
      ],
    });
    const [guardrail] = analyzeExperiment({ ...input, moments }).metrics;
    expect(guardrail).toMatchObject({
      status: 'problem',
      problem: { code: 'ETUDE_ANALYSIS_ZERO_CONTROL_MEAN' },
    });
  });
});

describe('the Bayesian view', () => {
  it('is the posterior under the flat prior, turned to what is better', () => {
    const view = (direction: 'increase' | 'decrease') => {
      const [result] = analyzeExperiment(
        testInput({
          observedMetrics: [
            observedMetric('m', 'success', { b: 10.04, n: 10_000, direction }),
          ],
        }),
      ).metrics;
      return result?.bayesian;
    };
    // z = 0.04/0.0282843 = 1.414214: Φ = 0.921350
    expect(view('increase')?.chanceToWin.toFixed(6)).toBe('0.921350');
    expect(view('decrease')?.chanceToWin.toFixed(6)).toBe('0.078650');
    // 0.04 ± 1.959964 · 0.0282843
    expect(view('increase')?.credibleInterval[0]?.toFixed(6)).toBe('-0.015436');
    expect(view('increase')?.riskOfShipping).toBe(
      view('decrease')?.riskOfNotShipping,
    );
  });
});
