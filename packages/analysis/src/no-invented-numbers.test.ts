import { EtudeError } from '@etude/kernel';
import type { ExperimentDesign } from '@etude/lifecycle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisInput, MetricInfo } from './analysis-input';
import { analyzeExperiment } from './analyze-experiment';
import { planSampleSize } from './plan-sample-size';
import type { TestMetric } from './test-input';
import { testInput } from './test-input';

// Whatever a warehouse returns, a figure of a result is a finite number, and
// what has none is a problem with a reason.

const HOSTILE = [
  0,
  1,
  2,
  -1,
  0.5,
  10,
  30,
  1e4,
  1e-9,
  1e-160,
  1e160,
  1e300,
  -1e300,
  2 ** 53,
  Infinity,
  -Infinity,
  NaN,
];
const usual = (value: number) =>
  fc.oneof(
    { arbitrary: fc.constant(value), weight: 4 },
    { arbitrary: fc.constantFrom(...HOSTILE), weight: 1 },
  );

// Counts and the plan have been parsed: they are finite, if not sound.
const count = (value: number) =>
  fc.oneof(
    { arbitrary: fc.constant(value), weight: 4 },
    { arbitrary: fc.constantFrom(0, 1, 2, -1, 0.5, 10, 30, 1e12), weight: 1 },
  );

const sample = (mean: number) =>
  fc.tuple(count(10_000), usual(mean), usual(mean === 0.5 ? 0.25 : 4));

const rates = { alpha: 0.05, power: 0.8, plannedDays: 14 };
const designs: readonly ExperimentDesign[] = [
  { kind: 'fixed-horizon', ...rates },
  { kind: 'fixed-power', ...rates },
  { kind: 'fixed-width', ...rates, widthRelative: 0.05 },
  {
    kind: 'group-sequential',
    ...rates,
    plannedLooks: 5,
    spending: { kind: 'obrien-fleming' },
    overRun: 'rescale',
  },
  { kind: 'always-valid', ...rates },
];

const metricOf = (
  metricId: string,
  role: TestMetric['role'],
  type: NonNullable<MetricInfo['type']>,
): fc.Arbitrary<TestMetric> => {
  const mean = type === 'proportion' ? 0.5 : 10;
  return fc
    .record({ a: sample(mean), b: sample(mean * 1.01), c: sample(mean) })
    .map(observed => ({
      metricId,
      role,
      type,
      observed,
      mdeRelative: 0.02,
      nimRelative: 0.02,
    }));
};

const companions = fc.record({
  means: fc.array(usual(5), { minLength: 0, maxLength: 2 }),
  comoments: fc.array(usual(5_000), { minLength: 0, maxLength: 5 }),
});

const quantileRow = fc.record({
  metricId: fc.constant('quantile'),
  variant: fc.constantFrom('a', 'b', 'c'),
  n: count(10_000),
  value: usual(3),
  lower: usual(2.9),
  upper: usual(3.2),
});

const experiment: fc.Arbitrary<AnalysisInput> = fc
  .record({
    metrics: fc.tuple(
      metricOf('average', 'success', 'average'),
      metricOf('proportion', 'guardrail', 'proportion'),
      metricOf('ratio', 'success', 'ratio'),
      metricOf('quantile', 'deterioration', 'quantile'),
    ),
    weights: fc.constantFrom<readonly number[]>(
      [1, 1, 1],
      [1, 3, 0.5],
      [1, 1, 0],
      [1, 1e4, NaN],
    ),
    units: fc.record({ a: count(10_000), b: count(10_000), c: count(10_000) }),
    companions,
    quantiles: fc.array(quantileRow, { minLength: 0, maxLength: 4 }),
    design: fc.constantFrom(...designs),
    state: fc.constantFrom('live' as const, 'ended' as const),
    crossoverUnits: count(0),
    requiredUnits: fc.option(count(40_000), { nil: undefined }),
    isLookedAt: fc.boolean(),
    covariates: fc.constantFrom(0, 1),
  })
  .map(drawn => {
    const [one = 1, two = 1, three = 1] = drawn.weights;
    const input = testInput({
      observedMetrics: drawn.metrics,
      units: drawn.units,
      variants: [
        { id: 'a', weight: one },
        { id: 'b', weight: two },
        { id: 'c', weight: three },
      ],
    });
    const { requiredUnits, design } = drawn;
    return {
      ...input,
      plan: {
        ...input.plan,
        design,
        ...(requiredUnits === undefined ? {} : { requiredUnits }),
      },
      state: drawn.state,
      crossoverUnits: drawn.crossoverUnits,
      quantiles: drawn.quantiles,
      metricInfo: input.metricInfo.map(info => ({
        ...info,
        ...(info.type === 'quantile' ? { quantile: 0.5 } : {}),
        ...(info.type === 'average' ? { covariates: drawn.covariates } : {}),
      })),
      moments: input.moments.map(row =>
        row.metricId === 'ratio' || drawn.covariates > 0
          ? { ...row, companions: drawn.companions }
          : row,
      ),
      ...(drawn.isLookedAt ? { pastLooks: [] } : {}),
    };
  });

const PROBABILITY =
  /\.(pValue|runningP|adjustedPValue|chanceToWin|currentPower|power)$/;

const faultsOf = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return [`${path} is ${value}`];
    return PROBABILITY.test(path) && !(value >= 0 && value <= 1)
      ? [`${path} is ${value}, no probability`]
      : [];
  }
  if (typeof value === 'string') {
    const isReason = /problem|notices|no result|cannot be judged/.test(
      path + value,
    );
    return !isReason && /NaN|Infinity|undefined/.test(value)
      ? [`${path} says '${value}'`]
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    faultsOf(item, `${path}.${key}`),
  );
};

const around = (
  path: string,
  estimate: number | undefined,
  ci: readonly [number | null, number | null] | undefined,
): readonly string[] => {
  if (ci === undefined || estimate === undefined) return [];
  const slack = 1e-9 * Math.abs(estimate);
  return (ci[0] ?? -Infinity) <= estimate + slack &&
    estimate - slack <= (ci[1] ?? Infinity)
    ? []
    : [`${path}: ${String(ci)} does not contain ${estimate}`];
};

const answerTo = (input: AnalysisInput): readonly string[] => {
  try {
    const result = analyzeExperiment(input);
    return [
      ...faultsOf(result),
      ...result.metrics.flatMap(({ metricId, difference, lift }) => [
        ...around(metricId, difference?.estimate, difference?.ci),
        ...around(metricId, lift?.estimate, lift?.ci),
      ]),
    ];
  } catch (error) {
    return error instanceof EtudeError && error.kind === 'user'
      ? []
      : [String(error)];
  }
};

describe('no invented numbers', () => {
  it('are in an analysis of whatever data', () => {
    fc.assert(
      fc.property(experiment, input => {
        expect(answerTo(input)).toEqual([]);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('are in a plan of whatever history', () => {
    const metric = (
      metricId: string,
      kind: 'average' | 'proportion' | 'ratio',
    ) =>
      fc.record({
        metricId: fc.constant(metricId),
        kind: fc.constant(kind),
        role: fc.constantFrom(
          'success' as const,
          'guardrail' as const,
          'deterioration' as const,
        ),
        direction: fc.constantFrom('increase' as const, 'decrease' as const),
        baselineMean: usual(0.5),
        baselineVariance: usual(0.25),
        covariateR2: usual(0.2),
        designEffect: usual(1.5),
        windowDays: usual(7),
        mdeRelative: usual(0.02),
        nimRelative: usual(0.02),
      });
    const plan = fc.record({
      metrics: fc.tuple(metric('one', 'average'), metric('two', 'proportion')),
      variants: fc
        .tuple(usual(1), usual(1))
        .map(weights => weights.map((weight, i) => ({ id: `v${i}`, weight }))),
      alpha: usual(0.05),
      power: usual(0.8),
      unitsPerDay: fc.option(usual(1_000), { nil: undefined }),
      traffic: fc.option(
        fc.record({
          cumulativeUnits: fc.array(usual(1_000), { maxLength: 9 }),
          exposureShare: usual(0.5),
        }),
        { nil: undefined },
      ),
      design: fc.constantFrom(...designs),
    });
    fc.assert(
      fc.property(plan, input => {
        const sized = planSampleSize(input);
        expect(sized.ok ? faultsOf(sized.value) : []).toEqual([]);
        expect(sized.ok ? 1 : sized.problems.length).toBeGreaterThan(0);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
