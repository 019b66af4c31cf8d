import type { ExperimentMetric, ExperimentPlan } from '@etude/lifecycle';
import type { MomentsRow } from '@etude/metrics';
import type { AnalysisInput, MetricInfo } from './analysis-input';

/** Units, mean and variance of one unit in one variant. */
export type TestSample = readonly [n: number, mean: number, variance: number];

/** A metric of a test with what was observed, by variant. */
export type TestMetric = Omit<ExperimentMetric, 'direction'> & {
  readonly direction?: 'increase' | 'decrease';
  readonly type?: MetricInfo['type'];
  readonly observed: Readonly<Record<string, TestSample>>;
};

export type TestInputOptions = Partial<AnalysisInput> & {
  readonly observedMetrics: readonly TestMetric[];
  readonly variants?: ExperimentPlan['variants'];
  readonly alpha?: number;
  readonly power?: number;
  /** Exposed units by variant; default 10,000 each. */
  readonly units?: Readonly<Record<string, number>>;
};

/** A row of moments with the given variance (n − 1). */
export const momentsRow = (
  metricId: string,
  variant: string,
  [n, mean, variance]: TestSample,
): MomentsRow => ({
  metricId,
  variant,
  exposureDate: null,
  n,
  mean,
  m2: variance * Math.max(0, n - 1),
});

const testMetric = (metric: TestMetric): ExperimentMetric => {
  const { metricId, role, direction = 'increase' } = metric;
  return {
    metricId,
    role,
    direction,
    mdeRelative: metric.mdeRelative,
    nimRelative: metric.nimRelative,
  };
};

const testPlan = (options: TestInputOptions): ExperimentPlan => ({
  hypothesis: 'It gets better.',
  entity: 'user',
  targetingKeySelector: 'targeting_key',
  assignment: { kind: 'flag', flagId: 'the-flag' },
  controlVariant: 'a',
  variants: options.variants ?? [
    { id: 'a', weight: 1 },
    { id: 'b', weight: 1 },
  ],
  audience: { conditions: [], proportion: 1, exclusivityTags: [] },
  metrics: options.observedMetrics.map(testMetric),
  design: {
    kind: 'fixed-horizon',
    alpha: options.alpha ?? 0.05,
    power: options.power ?? 0.8,
    plannedDays: 14,
  },
});

/** An experiment that ended as planned after two weeks, with changes. */
export const testInput = (options: TestInputOptions): AnalysisInput => {
  const plan = testPlan(options);
  const units =
    options.units ??
    Object.fromEntries(plan.variants.map(({ id }) => [id, 10_000]));
  const total = Object.values(units).reduce((sum, count) => sum + count, 0);
  const base: AnalysisInput = {
    plan,
    metricInfo: options.observedMetrics.map(({ metricId, type }) => ({
      id: metricId,
      name: metricId,
      type: type ?? 'average',
    })),
    state: 'ended',
    endReason: 'planned-end',
    launchedAt: '2026-03-02T09:00:00Z',
    plannedEndAt: '2026-03-16T09:00:00Z',
    now: '2026-03-16T10:00:00Z',
    moments: options.observedMetrics.flatMap(({ metricId, observed }) =>
      Object.entries(observed).map(([variant, sample]) =>
        momentsRow(metricId, variant, sample),
      ),
    ),
    traffic: Object.entries(units).map(([variant, count]) => ({
      variant,
      exposureDate: '2026-03-15',
      units: count,
    })),
    crossoverUnits: 0,
    totalUnits: total,
  };
  return { ...base, ...options };
};

// With control N(10, 4) and n = 10,000 a variant: se = √(2·4/10,000) = 0.0283,
// so ±0.2 is 7 standard errors and 0 is a clear null. An effect of 2 % is 0.2.
const CONTROL: TestSample = [10_000, 10, 4];

/** A metric whose treatment `b` has this mean; control mean 10, variance 4. */
export const observedMetric = (
  metricId: string,
  role: ExperimentMetric['role'],
  options: {
    readonly b: number;
    readonly mdeRelative?: number;
    readonly nimRelative?: number;
    readonly n?: number;
    readonly direction?: 'increase' | 'decrease';
  },
): TestMetric => {
  const { b, n = CONTROL[0], ...rest } = options;
  return {
    metricId,
    role,
    ...rest,
    observed: { a: [n, 10, 4], b: [n, b, 4] },
  };
};
