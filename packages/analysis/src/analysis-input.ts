import type { EndReason, ExperimentPlan } from '@etude/lifecycle';
import type { MomentsRow, TrafficRow } from '@etude/metrics';

/** Name and kind of a metric, for sentences and for the variance to use. */
export type MetricInfo = {
  readonly id: string;
  readonly name: string;
  readonly type: 'average' | 'proportion' | 'count';
};

/** All that `analyzeExperiment` looks at. Instants are ISO 8601. */
export type AnalysisInput = {
  readonly plan: ExperimentPlan;
  readonly metricInfo: readonly MetricInfo[];
  readonly state: 'live' | 'ended';
  readonly endReason?: EndReason | undefined;
  readonly launchedAt: string | null;
  readonly plannedEndAt: string | null;
  readonly now: string;
  readonly moments: readonly MomentsRow[];
  readonly traffic: readonly TrafficRow[];
  readonly crossoverUnits: number;
  readonly totalUnits: number;
};
