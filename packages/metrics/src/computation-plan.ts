import type { Metric, MetricFilter } from './metric';
import type { PlannedSource } from './planned-source';
import type { ZonePlan } from './time-zone';

/**
 * A length of time: so many calendar days of the plan's zone, then seconds.
 * Both negative, or 0, for time before.
 */
export type Span = { readonly days: number; readonly seconds: number };

/** A covariate of a metric; `column` is its name inside the query. */
export type CovariatePlan = {
  readonly metricId: string;
  readonly column: string;
  readonly sourceColumn: string;
  readonly reads: 'value' | 'is-missing';
};

/** A dimension by which units are broken down; `column` names it in `units`. */
export type DimensionPlan = {
  readonly name: string;
  readonly column: string;
  /** Null: a column of the table of units. */
  readonly from: DimensionSourcePlan | null;
};

/** A table with values of a dimension. */
export type DimensionSourcePlan = {
  readonly source: PlannedSource;
  readonly unitColumn: string;
  readonly valueColumn: string;
  /** Null: a unit has one value, whenever it was exposed. */
  readonly validFromColumn: string | null;
};

/** How the units and their first assignment are found. */
export type UnitsPlan =
  | {
      readonly kind: 'flag';
      /** A table like the lake's assignments; null for the lake's own. */
      readonly source: PlannedSource | null;
      readonly flagId: string;
      readonly ruleId: string;
      readonly from: string | null;
      readonly until: string;
      readonly exposureUntil: string | null;
    }
  | {
      readonly kind: 'table';
      readonly source: PlannedSource;
      readonly unitColumn: string;
      readonly variantColumn: string;
      readonly exposedAtColumn: string | null;
      /** Columns of `units`, read from the columns of the source. */
      readonly covariates: readonly CovariatePlan[];
    }
  /** Every unit of a fact table, exposed by its first fact of the period. */
  | {
      readonly kind: 'population';
      readonly source: PlannedSource;
      readonly unitColumn: string;
      readonly timestampColumn: string | null;
      readonly isPartitionedByTime: boolean;
      readonly from: string;
      readonly until: string;
    };

/** Facts of which the first at or after assignment is a unit's exposure. */
export type ExposureFilterPlan = {
  readonly source: PlannedSource;
  readonly unitColumn: string;
  readonly timestampColumn: string;
  readonly isPartitionedByTime: boolean;
  readonly filters: readonly MetricFilter[];
};

/** What is read from facts; `column` is its name inside the query. */
export type FactValuePlan = {
  readonly column: string;
  readonly aggregation: Metric['aggregation'];
  readonly measureColumn: string | null;
  readonly filters: readonly MetricFilter[];
};

/** When facts count: from exposure + start, before exposure + end if any. */
export type WindowPlan = {
  readonly start: Span;
  /** Null: until the analysis ends. */
  readonly end: Span | null;
  /** A unit enters once the analysis reaches exposure + this. */
  readonly entersAt: Span;
};

/** The same aggregation over the time before exposure, as a covariate. */
export type PreExposurePlan = {
  /** From exposure + start (in the past) to exposure. */
  readonly start: Span;
  /** A second covariate says that there was no value. */
  readonly hasIndicator: boolean;
};

/** Bounds on the value of a unit. */
export type CapPlan =
  | {
      readonly kind: 'absolute';
      readonly lower: number | null;
      readonly upper: number | null;
    }
  | {
      readonly kind: 'percentile';
      readonly percentile: number;
      readonly ignoreZeros: boolean;
    };

/** A metric as the query needs it. */
export type MetricPlan = FactValuePlan & {
  readonly metricId: string;
  readonly value: 'amount' | 'proportion';
  /** What a ratio is divided by; null for other metrics. */
  readonly denominator: FactValuePlan | null;
  /** Columns of `units` that go with it. */
  readonly covariateColumns: readonly string[];
  readonly preExposure: PreExposurePlan | null;
  readonly cap: CapPlan | null;
  /** Proportions: the aggregate from which a unit counts. */
  readonly threshold: number;
  /** Null: from exposure until the analysis ends, and every unit enters. */
  readonly window: WindowPlan | null;
  /** Units without facts count as 0, else they are left out. */
  readonly isZeroFilled: boolean;
  /** Units without facts have to be there as rows. */
  readonly needsAllUnits: boolean;
};

/** A quantile of the values of units, or of events, that a metric gives. */
export type QuantilePlan = {
  readonly metric: MetricPlan;
  readonly of: 'units' | 'events';
  readonly level: number;
};

/** One pass over one fact table, for all metrics on it. */
export type FactScanPlan = {
  readonly factTableId: string;
  readonly source: PlannedSource;
  readonly unitColumn: string;
  /** Null: facts join their unit whenever they happened. */
  readonly timestampColumn: string | null;
  readonly isPartitionedByTime: boolean;
  /** Columns of the source that are text for certain. */
  readonly textColumns: readonly string[];
  readonly metrics: readonly MetricPlan[];
  readonly quantiles: readonly QuantilePlan[];
  /** Steps of funnels that are facts of this table. */
  readonly steps: readonly FactValuePlan[];
};

/** Steps in order; each is a column of a scan. */
export type FunnelPlan = {
  readonly metric: MetricPlan;
  readonly steps: readonly {
    readonly column: string;
    readonly scanIndex: number;
  }[];
};

/** What to compute, checked and in plain data; the same plan, the same SQL. */
export type ComputationPlan = {
  readonly experimentId: string;
  readonly variants: readonly string[];
  readonly units: UnitsPlan;
  readonly exposureFilter: ExposureFilterPlan | null;
  readonly dimensions: readonly DimensionPlan[];
  readonly zone: ZonePlan;
  /** Facts are grouped by a number that each unit is given, not by its id. */
  readonly numbersUnits: boolean;
  /** Only units whose ids fall into one of so many slices; null: all. */
  readonly slice: { readonly index: number; readonly count: number } | null;
  readonly from: string | null;
  readonly until: string;
  readonly scans: readonly FactScanPlan[];
  readonly funnels: readonly FunnelPlan[];
};

/** All metrics of a plan, those that are quantiles or funnels too. */
export const metricsOf = ({
  scans,
  funnels,
}: ComputationPlan): readonly MetricPlan[] => [
  ...scans.flatMap(scan => [
    ...scan.metrics,
    ...scan.quantiles.map(({ metric }) => metric),
  ]),
  ...funnels.map(({ metric }) => metric),
];

/** Metrics of a scan whose value is one number per unit. */
export const unitMetricsOf = (scan: FactScanPlan): readonly MetricPlan[] => [
  ...scan.metrics,
  ...scan.quantiles.flatMap(({ metric, of }) => (of === 'units' ? metric : [])),
];

/**
 * True when moments of these metrics are taken over all units, with or without
 * facts: what is known of a unit before exposure counts in either case, and
 * so does its 0 where values are ranked.
 */
export const isOverAllUnits = (
  plan: ComputationPlan,
  metrics: readonly MetricPlan[],
): boolean =>
  plan.dimensions.length > 0 ||
  (plan.units.kind === 'table' && plan.units.covariates.length > 0) ||
  metrics.some(({ needsAllUnits }) => needsAllUnits);

/** True when the units know when they were exposed. */
export const hasExposureTime = ({
  units,
  exposureFilter,
}: Pick<ComputationPlan, 'units' | 'exposureFilter'>): boolean => {
  if (exposureFilter !== null) return true;
  switch (units.kind) {
    case 'flag':
      return true;
    case 'table':
      return units.exposedAtColumn !== null;
    case 'population':
      return units.timestampColumn !== null;
  }
};
