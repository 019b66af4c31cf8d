import type { MetricRole } from '@etude/lifecycle';
import type { MomentsRow } from '@etude/metrics';
import { vectorMomentsOf } from '@etude/stats';
import type { AnalysisInput, MetricInfo, QuantileRow } from '../analysis-input';
import { dayInput } from '../designs/design-test-input';

/** A metric of every kind, and how it is told to an analysis. */
type Kind = {
  readonly info: Omit<MetricInfo, 'id' | 'name'>;
  readonly role: MetricRole;
  readonly isRising: boolean;
  /** From a draw of normals with an effect to the columns of a unit. */
  readonly columns?: (z: readonly number[], effect: number) => number[];
};

const KINDS: Readonly<Record<string, Kind>> = {
  average: {
    info: { type: 'average' },
    role: 'success',
    isRising: true,
    columns: ([a = 0], effect) => [10 + effect + 2 * a],
  },
  cost: {
    info: { type: 'count' },
    role: 'guardrail',
    isRising: false,
    columns: ([a = 0], effect) => [5 + effect + a * a],
  },
  rate: {
    info: { type: 'proportion' },
    role: 'success',
    isRising: true,
    columns: ([a = 0], effect) => [a + effect > 0.3 ? 1 : 0],
  },
  failures: {
    info: { type: 'proportion' },
    role: 'success',
    isRising: false,
    columns: ([a = 0], effect) => [a - effect > 0.1 ? 1 : 0],
  },
  ratio: {
    info: { type: 'ratio' },
    role: 'guardrail',
    isRising: true,
    columns: ([a = 0, b = 0], effect) => [9 + effect + a + b, 4 + b],
  },
  'one-covariate': {
    info: { type: 'average', covariates: 1 },
    role: 'guardrail',
    isRising: true,
    columns: ([a = 0, b = 0], effect) => [20 + effect + 2 * a + 3 * b, 4 + b],
  },
  'two-covariates': {
    info: { type: 'average', covariates: 2 },
    role: 'deterioration',
    isRising: true,
    columns: ([a = 0, b = 0, c = 0], effect) => [
      7 + effect + a + b - c,
      4 + b,
      1 + c + 0.4 * b,
    ],
  },
  'rate-with-covariate': {
    info: { type: 'proportion', covariates: 1 },
    role: 'success',
    isRising: true,
    columns: ([a = 0, b = 0], effect) => [a + b + effect > 0.2 ? 1 : 0, b],
  },
  'ratio-with-covariate': {
    info: { type: 'ratio', covariates: 1 },
    role: 'success',
    isRising: true,
    columns: ([a = 0, b = 0, c = 0], effect) => [
      9 + effect + a + b,
      4 + 0.5 * c,
      8 + b,
      4 + 0.3 * c,
    ],
  },
  constant: {
    info: { type: 'average', covariates: 1 },
    role: 'deterioration',
    isRising: true,
    columns: ([a = 0], effect) => [3 + effect + a, 1],
  },
  median: {
    info: { type: 'quantile', quantile: 0.5 },
    role: 'success',
    isRising: true,
  },
  'tail-of-events': {
    info: { type: 'quantile', quantile: 0.9 },
    role: 'guardrail',
    isRising: false,
  },
};

/** Normals from a congruential generator and Box–Muller; seeded. */
const normals = (seed: number): (() => number) => {
  let state = (seed * 2 + 1) % 2147483647;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return () =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
};

const rowOf = (
  [metricId, { columns }]: readonly [string, Kind],
  variant: string,
  sample: {
    readonly n: number;
    readonly effect: number;
    readonly seed: number;
  },
): readonly MomentsRow[] => {
  if (columns === undefined) return [];
  const draw = normals(sample.seed);
  const units = Array.from({ length: sample.n }, () =>
    columns([draw(), draw(), draw()], sample.effect),
  );
  const width = units[0]?.length ?? 1;
  const { n, means, comoments } = vectorMomentsOf(
    Array.from({ length: width }, (_, i) => units.map(unit => unit[i] ?? 0)),
  );
  const [mean = 0, ...otherMeans] = means;
  const [m2 = 0, ...otherComoments] = comoments;
  return [
    {
      metricId,
      variant,
      exposureDate: '2026-03-02',
      n,
      mean,
      m2,
      ...(width === 1
        ? {}
        : { companions: { means: otherMeans, comoments: otherComoments } }),
    },
  ];
};

const quantileRow = (
  metricId: string,
  variant: string,
  { n, effect }: { readonly n: number; readonly effect: number },
): QuantileRow => ({
  metricId,
  variant,
  n: metricId === 'median' ? n : 3 * n,
  value: 4 + effect,
  lower: 3.9 + effect,
  upper: 4.12 + effect,
  ...(metricId === 'median'
    ? {}
    : {
        events: {
          units: n,
          meanBelow: 2.7,
          meanEvents: 3,
          varianceBelow: 1.9,
          varianceEvents: 2.4,
          covariance: 1.8,
        },
      }),
});

/** What may differ between two worlds of {@link everyMetricInput}. */
export type World = {
  readonly n: number;
  /** Added to what is behind every metric, by treatment variant. */
  readonly effects: readonly number[];
  readonly seed: number;
  /** Ids of the metrics; default all. */
  readonly only?: readonly string[];
};

/**
 * A live experiment on its third day with a metric of every kind: averages,
 * rates, ratios and quantiles, with and without covariates.
 */
export const everyMetricInput = (
  world: World,
  changes: Partial<AnalysisInput> = {},
  plan: Partial<AnalysisInput['plan']> = {},
): AnalysisInput => {
  const { n, effects, seed, only } = world;
  const kinds = Object.entries(KINDS).filter(
    ([id]) => only?.includes(id) ?? true,
  );
  const variants = [
    { id: 'a', weight: 2 },
    ...effects.map((_, index) => ({ id: `b${index + 1}`, weight: 1 })),
  ];
  const samples = variants.map(({ id, weight }, index) => ({
    id,
    n: n * weight,
    effect: effects[index - 1] ?? 0,
    seed: seed + 17 * index,
  }));
  const input = dayInput({
    day: 3,
    n: 3 * n,
    observedMetrics: [],
    variants,
    plan: {
      requiredUnits: 8 * n,
      metrics: kinds.map(([metricId, { role, isRising }]) => ({
        metricId,
        role,
        direction: isRising ? 'increase' : 'decrease',
        ...(role === 'success' ? { mdeRelative: 0.04 } : {}),
        ...(role === 'guardrail' ? { nimRelative: 0.06 } : {}),
      })),
      ...plan,
    },
  });
  return {
    ...input,
    metricInfo: kinds.map(([id, { info }]) => ({ id, name: id, ...info })),
    moments: kinds.flatMap((kind, place) =>
      samples.flatMap(sample =>
        rowOf(kind, sample.id, { ...sample, seed: sample.seed + 101 * place }),
      ),
    ),
    quantiles: kinds.flatMap(([id, { columns }]) =>
      columns === undefined
        ? samples.map(sample => quantileRow(id, sample.id, sample))
        : [],
    ),
    traffic: samples.map(sample => ({
      variant: sample.id,
      exposureDate: '2026-03-02',
      units: sample.n,
    })),
    totalUnits: n * (2 + effects.length) + 3,
    crossoverUnits: 3,
    duplicateExposures: 41,
    dataUntil: '2026-03-05T04:00:00Z',
    ...changes,
  };
};
