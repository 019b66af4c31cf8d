import type { EndReason, ExperimentPlan } from '@etude/lifecycle';
import type { MomentsRow, TrafficRow } from '@etude/metrics';
import type { LookRecord } from './look-record';

/** How a metric was measured: decides the variance and the test to use. */
export type MetricInfo = {
  readonly id: string;
  readonly name: string;
  readonly type: 'average' | 'proportion' | 'count' | 'ratio' | 'quantile';
  /** Covariates from before exposure in the companions of its moments. */
  readonly covariates?: number | undefined;
  /** The probability of a quantile metric: 0.5 is the median. */
  readonly quantile?: number | undefined;
  /** The percentile or value its unit values were capped at, for the reader. */
  readonly cappedAt?: string | undefined;
  /** Why the warehouse gave no result for it, in a sentence with the fix. */
  readonly failure?: string | undefined;
};

/**
 * A quantile of one variant with its 95 % bounds for independent values.
 * `events` is there when values are events of units: the sums per unit of
 * events below the quantile (y) and of all events (x), as companions.
 */
export type QuantileRow = {
  readonly metricId: string;
  readonly variant: string;
  /** Values the quantile is of. */
  readonly n: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly events?: {
    readonly units: number;
    readonly meanBelow: number;
    readonly meanEvents: number;
    readonly varianceBelow: number;
    readonly varianceEvents: number;
    readonly covariance: number;
  };
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
  readonly quantiles?: readonly QuantileRow[] | undefined;
  /**
   * True when whole clusters (teams, households) were assigned and moments
   * are over clusters: ratio metrics of sums and members of a cluster.
   */
  readonly clustered?: boolean | undefined;
  /**
   * Earlier looks of this experiment, oldest first, for tests that are looked
   * at repeatedly: the watch over deterioration in every design, and
   * sequential designs. A caller that stores looks gives an empty list at the
   * first one. Left out, this is taken for the only look: nothing is watched
   * before effects open.
   */
  readonly pastLooks?: readonly LookRecord[] | undefined;
  /** Crossovers by the variant a unit was in first. */
  readonly crossoversByVariant?: Readonly<Record<string, number>> | undefined;
  /** Exposure rows beyond the first of a unit in the same variant. */
  readonly duplicateExposures?: number | undefined;
  /** Until when facts and exposures are complete. */
  readonly dataUntil?: string | undefined;
  /** Why an experiment is outside the rates: a rollout, a dry run. */
  readonly excludedReason?: string | undefined;
};
