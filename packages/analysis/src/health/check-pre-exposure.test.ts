import type { MomentsRow } from '@etude/metrics';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput, MetricInfo } from '../analysis-input';
import type { TestInputOptions } from '../test-input';
import { observedMetric, testInput } from '../test-input';
import { checkPreExposure } from './check-pre-exposure';

type Columns = readonly (readonly number[])[];

// The outcome is of no interest here; the covariate of variant b is 2 higher.
const unitValues = (n: number, shift: number): Columns => {
  const units = Array.from({ length: n }, (_, i) => i);
  return [
    units.map(i => i % 3),
    units.map(i => ((i * 7) % 11) + shift),
    units.map(i => 1 + ((i * 5) % 7)),
  ];
};

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

// Moments of columns (metric, companions…) by their definition.
const rowOf = (
  metricId: string,
  variant: string,
  columns: Columns,
): MomentsRow => {
  const means = columns.map(meanOf);
  const product = (i: number, j: number) =>
    (columns[i] ?? []).reduce(
      (sum, value, unit) =>
        sum +
        (value - (means[i] ?? 0)) *
          ((columns[j]?.[unit] ?? 0) - (means[j] ?? 0)),
      0,
    );
  const triangle = columns.flatMap((_, i) =>
    columns.slice(0, i + 1).map((__, j) => product(i, j)),
  );
  return {
    metricId,
    variant,
    exposureDate: '2026-03-02',
    n: columns[0]?.length ?? 0,
    mean: means[0] ?? 0,
    m2: triangle[0] ?? 0,
    companions: { means: means.slice(1), comoments: triangle.slice(1) },
  };
};

const slice = (columns: Columns, from: number, to: number): Columns =>
  columns.map(column => column.slice(from, to));

const [A, B] = [unitValues(60, 0), unitValues(70, 2)];
const metric = observedMetric('orders', 'success', { b: 10, mdeRelative: 0.1 });
const info: MetricInfo = {
  id: 'orders',
  name: 'Orders',
  type: 'average',
  covariates: 1,
};

const check = (options: Partial<TestInputOptions> = {}) =>
  checkPreExposure(
    testInput({
      observedMetrics: [metric],
      metricInfo: [info],
      moments: [rowOf('orders', 'a', A), rowOf('orders', 'b', B)],
      ...options,
    }),
  );
const oneCovariate = [
  rowOf('orders', 'a', A.slice(0, 2)),
  rowOf('orders', 'b', B.slice(0, 2)),
];

describe('pre-exposure balance', () => {
  it('is the z-test of the covariate, merged over days', () => {
    // SciPy on the unit values: means 5.0167 and 7, p = 4.612e-4.
    const moments = [
      rowOf('orders', 'b', slice(B.slice(0, 2), 0, 25)),
      rowOf('orders', 'a', slice(A.slice(0, 2), 0, 60)),
      rowOf('orders', 'b', slice(B.slice(0, 2), 25, 70)),
    ];
    const failed = check({ moments });
    expect(failed.figure?.value).toBeCloseTo(0.0004612026406742309, 14);
    expect(failed.state).toBe('fail');
    expect(failed.threshold).toBe(0.01);
    expect(failed.sentence).toContain('Orders was 7 in b and 5.017 in a');
  });

  it('compares the covariates of a ratio as a ratio', () => {
    // Columns: numerator, denominator, its covariate, that of the denominator.
    const ratio = (columns: Columns): Columns => {
      const [y = [], x = [], w = []] = columns;
      return [y, w, x, w];
    };
    const moments = [
      rowOf('orders', 'a', ratio(A)),
      rowOf('orders', 'b', ratio(B)),
    ];
    const metricInfo = [{ ...info, type: 'ratio' as const }];
    // NumPy, delta method on the unit values: 1.27 and 1.75, p = 0.0137.
    const passed = check({ moments, metricInfo });
    expect(passed.figure?.value).toBeCloseTo(0.013691977362345219, 12);
    expect(passed.state).toBe('pass');
    // Without a covariate of the denominator: the mean of the numerator's.
    const without = [A, B].map((columns, index) => {
      const [y = [], x = [], w = []] = columns;
      return rowOf('orders', index === 0 ? 'a' : 'b', [y, w, x]);
    });
    expect(check({ moments: without, metricInfo }).figure?.value).toBeCloseTo(
      0.0004612026406742309,
      14,
    );
  });

  it('divides its level over metrics and variants', () => {
    const variants = ['a', 'b', 'c'].map(id => ({ id, weight: 1 }));
    const moments = ['orders', 'visits'].flatMap(id => [
      rowOf(id, 'a', A.slice(0, 2)),
      rowOf(id, 'b', A.slice(0, 2)),
      rowOf(id, 'c', A.slice(0, 2)),
    ]);
    const visits = { ...metric, metricId: 'visits' };
    const passed = check({
      variants,
      moments,
      observedMetrics: [metric, visits],
      metricInfo: [info, { ...info, id: 'visits' }],
    });
    expect(passed.threshold).toBe(0.01 / 4);
    expect(passed).toMatchObject({ state: 'pass', figure: { value: 1 } });
  });

  it('names the comparison with the smallest p-value, and counts the rest', () => {
    const slight = unitValues(70, 0.2);
    const moments = [
      rowOf('visits', 'a', A.slice(0, 2)),
      rowOf('visits', 'b', slight.slice(0, 2)),
      ...oneCovariate,
    ];
    const metrics = {
      moments,
      observedMetrics: [{ ...metric, metricId: 'visits' }, metric],
      metricInfo: [{ ...info, id: 'visits', name: 'Visits' }, info],
    };
    const failed = check(metrics);
    expect(failed.figure?.value).toBeCloseTo(0.0004612026406742309, 14);
    expect(failed.sentence).toContain('Orders was 7 in b');
    expect(failed.sentence).not.toContain('more of');
    const both = moments.map(row =>
      row.metricId === 'visits' && row.variant === 'b'
        ? rowOf('visits', 'b', B.slice(0, 2))
        : row,
    );
    expect(check({ ...metrics, moments: both }).sentence).toContain(
      '1 more of 2 comparisons failed.',
    );
  });

  it('is sharpest at the planned number of units', () => {
    // As above, with ρ² tuned for 200 units: p = 0.0130, above 0.01.
    const { plan } = testInput({ observedMetrics: [metric] });
    const running = check({
      state: 'live',
      moments: oneCovariate,
      plan: { ...plan, requiredUnits: 200 },
    });
    expect(running.figure?.value).toBeCloseTo(0.013016907399079828, 10);
  });

  it('compares further covariates of a ratio as means', () => {
    // numerator, denominator, its covariate, another one, the denominator's.
    const five = ([y = [], x = [], w = []]: Columns): Columns => [
      y,
      w,
      w.map(value => value / 2),
      x,
      w,
    ];
    const moments = [
      rowOf('orders', 'a', five(A)),
      rowOf('orders', 'b', five(B)),
    ];
    const metricInfo = [{ ...info, type: 'ratio' as const, covariates: 2 }];
    const failed = check({ moments, metricInfo });
    // The ratio of w/2 to w has no variance: one comparison is left.
    expect(failed.threshold).toBe(0.01);
    expect(failed.figure?.value).toBeCloseTo(0.0004612026406742309, 14);
  });

  it('is always-valid while live: the same data do not reject yet', () => {
    // √w exp(−ρ² n z²/(2w)) in Python with n = 130, z = 3.5023.
    const live: Partial<AnalysisInput> = { state: 'live' };
    const running = check({ ...live, moments: oneCovariate });
    expect(running.figure?.value).toBeCloseTo(0.4819862809737666, 10);
    expect(running.state).toBe('pass');
    expect(running.sentence).toContain('always-valid');
    expect(check({ moments: oneCovariate }).state).toBe('fail');
  });

  it('leaves out what compares nothing, and breakdowns', () => {
    const zero = (columns: Columns): Columns => [
      columns[0] ?? [],
      (columns[0] ?? []).map(() => 0),
    ];
    const newUnits = [
      rowOf('orders', 'a', zero(A)),
      rowOf('orders', 'b', zero(B)),
    ];
    expect(check({ moments: newUnits }).state).toBe('unknown');
    const dimension = { name: 'country', value: 'SE' };
    const broken = oneCovariate.map(row => ({ ...row, dimension }));
    expect(check({ moments: broken }).state).toBe('unknown');
  });

  it('is unknown without covariates, and says how to get one', () => {
    const unknown = check({ metricInfo: [{ ...info, covariates: undefined }] });
    expect(unknown.state).toBe('unknown');
    expect(unknown.nextStep).toContain('covariate');
  });
});
