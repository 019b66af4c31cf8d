import type {
  FunnelStepRow,
  MomentsRow,
  QuantileRow,
  TrafficRow,
} from '../computation-result';
import type { ComputationRequest } from '../computation-request';

/**
 * One named case: a metric of a request. Cases with the same `group` share
 * the request, which is computed once for all of them.
 */
export type RowCase = {
  readonly name: string;
  readonly group: string;
  readonly request: ComputationRequest;
  readonly metricId: string;
};

/** What a case comes to: all of a computation that is about its metric. */
export type RowOutcome = {
  readonly moments: readonly MomentsRow[];
  readonly uncapped: readonly MomentsRow[];
  /** What a percentile cap came to. */
  readonly cap: number | null;
  readonly quantiles: readonly QuantileRow[];
  readonly funnelSteps: readonly FunnelStepRow[];
  readonly traffic: readonly TrafficRow[];
  readonly crossoverUnits: number;
  readonly totalUnits: number;
  readonly firstExposureAt: string | null;
  readonly lastExposureAt: string | null;
};
