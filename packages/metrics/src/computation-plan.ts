import type { FactSource } from './fact-table';
import type { Metric, MetricFilter } from './metric';

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

/** A metric as the query needs it; `column` is its name inside the query. */
export type MetricPlan = {
  readonly metricId: string;
  readonly column: string;
  readonly value: 'amount' | 'proportion';
  readonly aggregation: Metric['aggregation'];
  readonly measureColumn: string | null;
  readonly filters: readonly MetricFilter[];
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

/** True when the units know when they were exposed. */
export const hasExposureTime = (units: UnitsPlan): boolean => {
  switch (units.kind) {
    case 'flag':
      return true;
    case 'table':
      return false;
    case 'population':
      return units.timestampColumn !== null;
  }
};
