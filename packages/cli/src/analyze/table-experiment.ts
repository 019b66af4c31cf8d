import type { ExperimentPlan } from '@etude/lifecycle';
import type { TableCovariate } from './check-covariates';
import type { LookSchedule } from './check-looks';
import type { RequestedMetric } from './requested-metric';

/** A metric of the request with the type that its values have. */
export type TypedMetric = {
  readonly metric: RequestedMetric;
  readonly type: 'average' | 'proportion' | 'ratio' | 'quantile';
};

/** What is analysed: a plan, and where the table has what it needs. */
export type TableExperiment = {
  readonly plan: ExperimentPlan;
  readonly unitColumn: string;
  readonly variantColumn: string;
  /** What was assigned as a whole; null when units were. */
  readonly clusterColumn: string | null;
  readonly metrics: readonly TypedMetric[];
  readonly covariates: readonly TableCovariate[];
  readonly dimensions: readonly string[];
  readonly looks: LookSchedule | null;
  /** As asked for; null when nobody gave a number. */
  readonly plannedUnits: number | null;
};
