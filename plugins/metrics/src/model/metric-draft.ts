import { durationDraft, NO_TIME } from './duration-draft';
import type { DurationDraft } from './duration-draft';
import { rowsOfFilters } from './filter-rows';
import type { FilterRow } from './filter-rows';
import type { MetricDefinition, MetricWindow } from './wire-types';

type Denominator = NonNullable<MetricDefinition['denominator']>;
type Quantile = NonNullable<MetricDefinition['quantile']>;

/** When facts count: in a window of some kind, or whenever. */
export type WindowKind = NonNullable<MetricWindow['kind']> | 'none';

/** One step of a funnel as it is typed; '' is the metric's own fact table. */
export type StepRow = {
  readonly key: string;
  readonly name: string;
  readonly factTableId: string;
  readonly filters: readonly FilterRow[];
};

/** Bounds on the value of a unit as they are typed. */
export type CapDraft = {
  readonly kind: 'none' | 'absolute' | 'percentile';
  readonly lower: number | null;
  readonly upper: number | null;
  readonly percent: number | null;
  readonly ignoreZeros: boolean;
};

/** A metric as it is typed; numbers are null while they are empty. */
export type MetricDraft = {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly factTableId: string;
  readonly entity: string;
  readonly type: MetricDefinition['type'];
  readonly aggregation: MetricDefinition['aggregation'];
  readonly measure: string;
  readonly threshold: number | null;
  readonly filters: readonly FilterRow[];
  readonly denominator: {
    readonly aggregation: Denominator['aggregation'];
    readonly measure: string;
    readonly filters: readonly FilterRow[];
  };
  readonly quantile: {
    readonly of: Quantile['of'];
    readonly percent: number | null;
  };
  readonly steps: readonly StepRow[];
  readonly window: {
    readonly kind: WindowKind;
    readonly offset: DurationDraft;
    readonly length: DurationDraft;
  };
  readonly cap: CapDraft;
  readonly nulls: 'default' | 'zero' | 'exclude';
  readonly covariate: { readonly isUsed: boolean } & DurationDraft;
  readonly direction: MetricDefinition['direction'];
  readonly mdePercent: number | null;
  readonly nimPercent: number | null;
  /** The stored metric that is edited: what the form does not show stays. */
  readonly stored: MetricDefinition | null;
};

const newStep = (name: string): StepRow => ({
  key: name,
  name: '',
  factTableId: '',
  filters: [],
});

export const emptyMetricDraft: MetricDraft = {
  name: '',
  description: '',
  owner: '',
  factTableId: '',
  entity: '',
  type: 'proportion',
  aggregation: 'count',
  measure: '',
  threshold: null,
  filters: [],
  denominator: { aggregation: 'count', measure: '', filters: [] },
  quantile: { of: 'units', percent: 50 },
  steps: [newStep('first'), newStep('second')],
  window: { kind: 'closed', offset: NO_TIME, length: { days: 7, hours: 0 } },
  cap: {
    kind: 'none',
    lower: null,
    upper: null,
    percent: 99.9,
    ignoreZeros: false,
  },
  nulls: 'default',
  covariate: { isUsed: false, days: 14, hours: 0 },
  direction: 'increase',
  mdePercent: null,
  nimPercent: null,
  stored: null,
};

/** A share as the percent that people type. */
export const asPercent = (share: number): number =>
  Number((share * 100).toPrecision(12));

const percentOf = (share: number | undefined): number | null =>
  share === undefined ? null : asPercent(share);

const windowDraft = (window: MetricWindow | null): MetricDraft['window'] => {
  if (window === null) return { ...emptyMetricDraft.window, kind: 'none' };
  const { kind = 'closed', offsetHours, offsetDays } = window;
  const length = durationDraft(window.lengthHours, window.lengthDays);
  return {
    kind,
    offset: durationDraft(offsetHours, offsetDays),
    length: kind === 'cumulative' ? emptyMetricDraft.window.length : length,
  };
};

const capDraft = (cap: MetricDefinition['cap']): CapDraft => {
  const empty = emptyMetricDraft.cap;
  if (!cap) return empty;
  return cap.kind === 'absolute'
    ? {
        ...empty,
        kind: 'absolute',
        lower: cap.lower ?? null,
        upper: cap.upper ?? null,
      }
    : {
        ...empty,
        kind: 'percentile',
        percent: asPercent(cap.percentile),
        ignoreZeros: cap.ignoreZeros,
      };
};

const denominatorDraft = (
  denominator: MetricDefinition['denominator'],
): MetricDraft['denominator'] =>
  denominator === undefined
    ? emptyMetricDraft.denominator
    : {
        aggregation: denominator.aggregation,
        measure: denominator.measure ?? '',
        filters: rowsOfFilters(denominator.filters),
      };

const stepRows = (steps: MetricDefinition['steps']): readonly StepRow[] =>
  steps === undefined
    ? emptyMetricDraft.steps
    : steps.map((step, index) => ({
        key: `stored-${index}`,
        name: step.name,
        factTableId: step.factTableId ?? '',
        filters: rowsOfFilters(step.filters),
      }));

const covariateDraft = (
  covariate: MetricDefinition['covariate'],
): MetricDraft['covariate'] =>
  covariate
    ? {
        isUsed: true,
        ...durationDraft(covariate.lengthHours, covariate.lengthDays),
      }
    : emptyMetricDraft.covariate;

/** A stored metric as a draft to edit. */
export const draftOfMetric = (metric: MetricDefinition): MetricDraft => ({
  name: metric.name,
  description: metric.description,
  owner: metric.owner,
  factTableId: metric.factTableId,
  entity: metric.entity,
  type: metric.type,
  aggregation: metric.aggregation,
  measure: metric.measure ?? '',
  threshold: metric.threshold ?? null,
  filters: rowsOfFilters(metric.filters),
  denominator: denominatorDraft(metric.denominator),
  quantile: metric.quantile
    ? { of: metric.quantile.of, percent: asPercent(metric.quantile.level) }
    : emptyMetricDraft.quantile,
  steps: stepRows(metric.steps),
  window: windowDraft(metric.window),
  cap: capDraft(metric.cap),
  nulls: metric.nulls ?? 'default',
  covariate: covariateDraft(metric.covariate),
  direction: metric.direction,
  mdePercent: percentOf(metric.defaultMdeRelative),
  nimPercent: percentOf(metric.defaultNimRelative),
  stored: metric,
});
