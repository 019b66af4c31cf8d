import type { FactSource } from './fact-table';
import type { Metric, MetricFilter } from './metric';

/** A covariate of a metric; `column` is its name inside the query. */
export type CovariatePlan = {
  readonly metricId: string;
  readonly column: string;
  readonly sourceColumn: string;
  readonly reads: 'value' | 'is-missing';
};

/** A dimension by which units are broken down. */
export type DimensionPlan = { readonly name: string; readonly column: string };

/** How the units and their first exposure are found. */
export type UnitsPlan =
  | {
      readonly kind: 'flag';
      readonly flagId: string;
      readonly ruleId: string;
      readonly from: string | null;
      readonly until: string;
      readonly exposureUntil: string | null;
    }
  | {
      readonly kind: 'table';
      readonly source: FactSource;
      readonly unitColumn: string;
      readonly variantColumn: string;
      readonly exposedAtColumn: string | null;
      /** Columns of `units`, read from the columns of the source. */
      readonly covariates: readonly CovariatePlan[];
      readonly dimensions: readonly DimensionPlan[];
    }
  /** Every unit of a fact table, exposed by its first fact of the period. */
  | {
      readonly kind: 'population';
      readonly source: FactSource;
      readonly unitColumn: string;
      readonly timestampColumn: string | null;
      readonly isPartitionedByTime: boolean;
      readonly from: string;
      readonly until: string;
    };

/** The denominator of a ratio; `column` is its name inside the query. */
export type DenominatorPlan = {
  readonly column: string;
  readonly aggregation: 'sum' | 'count';
  readonly measureColumn: string | null;
  readonly filters: readonly MetricFilter[];
};

/** A metric as the query needs it; `column` is its name inside the query. */
export type MetricPlan = {
  readonly metricId: string;
  readonly column: string;
  readonly value: 'amount' | 'proportion';
  readonly aggregation: Metric['aggregation'];
  readonly measureColumn: string | null;
  readonly filters: readonly MetricFilter[];
  /** What a ratio is divided by; null for other metrics. */
  readonly denominator: DenominatorPlan | null;
  /** Columns of `units` that go with it. */
  readonly covariateColumns: readonly string[];
  /** Proportions: the aggregate from which a unit counts. */
  readonly threshold: number;
  /** Seconds after exposure, [start, end); null: until the analysis ends. */
  readonly window: { readonly start: number; readonly end: number } | null;
  /** Units without facts count as 0, else they are left out. */
  readonly isZeroFilled: boolean;
};

/** One pass over one fact table, for all metrics on it. */
export type FactScanPlan = {
  readonly factTableId: string;
  readonly source: FactSource;
  readonly unitColumn: string;
  /** Null: facts join their unit whenever they happened. */
  readonly timestampColumn: string | null;
  readonly isPartitionedByTime: boolean;
  readonly metrics: readonly MetricPlan[];
};

/** What to compute, checked and in plain data; the same plan, the same SQL. */
export type ComputationPlan = {
  readonly experimentId: string;
  readonly variants: readonly string[];
  readonly units: UnitsPlan;
  readonly from: string | null;
  readonly until: string;
  readonly scans: readonly FactScanPlan[];
};

/**
 * True when moments are taken over all units, with or without facts: what is
 * known of a unit before exposure counts in either case.
 */
export const isOverAllUnits = (plan: ComputationPlan): boolean =>
  plan.units.kind === 'table' &&
  plan.units.covariates.length + plan.units.dimensions.length > 0;

/** The dimensions by which the units of a plan are broken down. */
export const dimensionsOf = ({
  units,
}: ComputationPlan): readonly DimensionPlan[] =>
  units.kind === 'table' ? units.dimensions : [];

/** True when the units know when they were exposed. */
export const hasExposureTime = (units: UnitsPlan): boolean => {
  switch (units.kind) {
    case 'flag':
      return true;
    case 'table':
      return units.exposedAtColumn !== null;
    case 'population':
      return units.timestampColumn !== null;
  }
};
