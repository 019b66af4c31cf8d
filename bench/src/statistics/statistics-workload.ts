import type { AnalysisInput } from '@etude/analysis';
import type { ExperimentPlan } from '@etude/lifecycle';
import type { MomentsRow } from '@etude/metrics';

/** What an experiment to be analysed looks like. */
export type WorkloadSize = {
  readonly metrics: number;
  readonly variants: number;
  /** Values of its one dimension; 0: none. */
  readonly dimensionValues: number;
  readonly covariates: 0 | 1;
};

const UNITS_PER_VALUE = 500;
const MEAN = 10;
const VARIANCE = 4;
const LIFT = 0.02;

const indices = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => index);

const planOf = ({ metrics, variants }: WorkloadSize): ExperimentPlan => ({
  hypothesis: 'It gets better.',
  entity: 'user',
  targetingKeySelector: 'targeting_key',
  assignment: { kind: 'flag', flagId: 'flag' },
  controlVariant: 'v0',
  variants: indices(variants).map(index => ({ id: `v${index}`, weight: 1 })),
  audience: { conditions: [], proportion: 1, exclusivityTags: [] },
  metrics: indices(metrics).map(index => ({
    metricId: `m${index}`,
    direction: 'increase',
    ...(index % 3 === 0
      ? { role: 'success', mdeRelative: LIFT }
      : { role: 'guardrail', nimRelative: LIFT }),
  })),
  design: {
    kind: 'fixed-horizon',
    alpha: 0.05,
    power: 0.8,
    plannedDays: 14,
  },
});

// Every cell a little different, so that nothing is computed once for all.
const rowOf = (
  cell: { readonly metric: number; readonly variant: number },
  { covariates }: WorkloadSize,
  value: number | null,
): MomentsRow => {
  const { metric, variant } = cell;
  const n = UNITS_PER_VALUE * (value === null ? 20 : 1);
  const noise = ((metric * 31 + variant * 17 + (value ?? 0) * 7) % 13) / 100;
  return {
    metricId: `m${metric}`,
    variant: `v${variant}`,
    exposureDate: null,
    n,
    mean: MEAN + noise,
    m2: VARIANCE * (n - 1),
    ...(covariates === 0
      ? {}
      : {
          companions: {
            means: [MEAN - noise],
            comoments: [2 * (n - 1), VARIANCE * (n - 1)],
          },
        }),
    ...(value === null
      ? {}
      : { dimension: { name: 'country', value: `c${value}` } }),
  };
};

/** An experiment that has ended, with all its moments. */
export const workloadInput = (size: WorkloadSize): AnalysisInput => {
  const plan = planOf(size);
  const cells = indices(size.metrics).flatMap(metric =>
    indices(size.variants).map(variant => ({ metric, variant })),
  );
  const units = UNITS_PER_VALUE * 20;
  return {
    plan,
    metricInfo: plan.metrics.map(({ metricId }) => ({
      id: metricId,
      name: metricId,
      type: 'average',
      covariates: size.covariates,
    })),
    state: 'ended',
    endReason: 'planned-end',
    launchedAt: '2026-03-02T00:00:00Z',
    plannedEndAt: '2026-03-16T00:00:00Z',
    now: '2026-03-16T01:00:00Z',
    moments: cells.flatMap(cell => [
      rowOf(cell, size, null),
      ...indices(size.dimensionValues).map(value => rowOf(cell, size, value)),
    ]),
    traffic: plan.variants.map(({ id }) => ({
      variant: id,
      exposureDate: '2026-03-15',
      units,
    })),
    crossoverUnits: 0,
    totalUnits: units * size.variants,
  };
};
