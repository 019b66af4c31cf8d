import type { Problem } from '@etude/kernel';
import type { LookRecord } from './look-record';
import type { MetricDirection, MetricRole, Verdict } from '@etude/lifecycle';

/**
 * An interval on one scale; `null` is an open end (plus or minus infinity).
 */
export type Interval = readonly [number | null, number | null];

/** Whether effects may be seen, and if not, why and when they may. */
export type Visibility = {
  readonly effects: 'open' | 'closed';
  readonly sentence: string;
  /** ISO instant at which a closed panel opens. */
  readonly opensAt?: string;
};

/** One test of validity. `unknown` means there is too little to judge. */
export type HealthCheck = {
  readonly id:
    | 'traffic'
    | 'srm'
    | 'pre-exposure'
    | 'crossover'
    | 'exposure-gaps'
    | 'duplicates'
    | 'freshness'
    | 'data';
  readonly state: 'pass' | 'warn' | 'fail' | 'unknown';
  readonly title: string;
  readonly sentence: string;
  readonly nextStep?: string;
  readonly figure?: { readonly name: string; readonly value: number };
  readonly threshold?: number;
};

/** Mean of one metric over the exposed units of one variant. */
export type VariantSummary = { readonly n: number; readonly mean: number };

/** Treatment − control, in the metric's own unit. */
export type MetricDifference = {
  readonly estimate: number;
  readonly stdErr: number;
  /** Two-sided at twice the metric's one-sided alpha ("spot-1"). */
  readonly ci: Interval;
  /** Two-sided p-value of no difference. */
  readonly pValue: number;
};

/**
 * Treatment mean / control mean − 1, with its interval: by the delta method, or
 * by Fieller's where the control mean is within ten standard errors of 0.
 */
export type MetricLift = {
  readonly estimate: number;
  readonly ci: Interval;
  readonly method?: 'fieller';
};

/** One one-sided test on one metric, at its adjusted level. */
export type MetricBound = {
  readonly kind: 'superiority' | 'non-inferiority' | 'inferiority';
  /** Difference under the null hypothesis, in the metric's own unit. */
  readonly nullValue: number;
  readonly statistic: number;
  readonly pValue: number;
  readonly alpha: number;
  readonly significant: boolean;
  /** One-sided interval of the difference; one end is open. */
  readonly ci: Interval;
};

/**
 * Where a metric of a sequential test stands: the bound z is compared with at
 * this look, and an interval that holds at all looks together.
 */
export type MetricSequence = {
  readonly method: 'group-sequential' | 'always-valid';
  readonly look: number;
  /** Share of the planned information; null without a plan of it. */
  readonly informationFraction: number | null;
  /** One-sided critical value of z at this look; always-valid has none. */
  readonly criticalValue: number | null;
  /** Repeated two-sided interval of the difference. */
  readonly ci: Interval;
  /** Running p-value, never increasing. */
  readonly runningP: number | null;
};

/**
 * How far a metric is, told by counts and variances only: it may be shown
 * while effects are closed. Effects are shares of the control mean.
 */
export type MetricPrecision = {
  /** Power at the planned effect or margin with the units of today. */
  readonly currentPower: number | null;
  /** Smallest effect the units of today find with the planned power. */
  readonly poweredEffectRelative: number | null;
  /** `units / requiredUnits`; may exceed 1. */
  readonly share: number | null;
  /** ISO instant at which the required units are projected to be there. */
  readonly projectedFinishAt: string | null;
  /** Width of the interval / |control mean|, for fixed-width designs. */
  readonly widthRelative?: number;
};

/** What variance reduction did: 0.4 saved 40 % of the units. */
export type MetricAdjustment = {
  readonly covariates: number;
  /** Covariates left out because the others determine them. */
  readonly dropped: number;
  readonly varianceReduction: number;
  /** The difference without the adjustment. */
  readonly unadjusted: MetricDifference;
};

/** For display only: no part of the decision. Effects are absolute. */
export type BayesianView = {
  readonly chanceToWin: number;
  readonly credibleInterval: Interval;
  readonly riskOfShipping: number;
  readonly riskOfNotShipping: number;
};

export type MetricOutcome =
  | 'better'
  | 'worse'
  | 'not-worse'
  | 'no-difference'
  | 'not-enough-data'
  | 'unknown';

/**
 * What is known of one metric in one treatment variant.
 *
 * `hidden` results carry no mean, estimate or p-value at all. An `estimated`
 * one has either a `lift` or a `liftProblem`, the reason why it has none: a
 * control mean that is 0 or not distinguishable from it. `units` and
 * `requiredUnits` count control and this variant together.
 */
export type MetricResult = {
  readonly metricId: string;
  readonly name: string;
  readonly role: MetricRole;
  readonly direction: MetricDirection;
  readonly variant: string;
  readonly status: 'estimated' | 'problem' | 'hidden';
  readonly problem?: Problem;
  readonly control?: VariantSummary;
  readonly treatment?: VariantSummary;
  readonly difference?: MetricDifference;
  readonly lift?: MetricLift;
  /** Why an estimated metric has no lift. */
  readonly liftProblem?: Problem;
  readonly sequence?: MetricSequence;
  readonly precision?: MetricPrecision;
  readonly adjustment?: MetricAdjustment;
  readonly bayesian?: BayesianView;
  readonly bound?: readonly MetricBound[];
  readonly units?: number;
  readonly requiredUnits?: number;
  readonly powered?: boolean;
  readonly mdeRelative?: number;
  readonly nimRelative?: number;
  readonly outcome: MetricOutcome;
  readonly sentence: string;
};

/** One part of the decision rule; `null` when it cannot be judged yet. */
export type Condition = {
  readonly holds: boolean | null;
  readonly sentence: string;
};

/** What the decision rule says of one treatment variant. */
export type Recommendation = {
  readonly variant: string;
  readonly action: 'ship' | 'continue' | 'end' | 'abort';
  readonly sentence: string;
  readonly conditions: readonly Condition[];
};

/** Level and power of one hypothesis of a decision tree. */
export type HypothesisLevel = {
  readonly metricId: string;
  readonly test: 'superiority' | 'non-inferiority';
  readonly alpha: number;
  readonly power: number;
};

/** Error rates of the single tests that keep those of the decision. */
export type AdjustedDesign = {
  readonly alphaSuccess: number;
  readonly alphaGuardrail: number;
  /** Level of each inferiority test: alpha over all metrics. */
  readonly alphaDeterioration: number;
  readonly powerPerMetric: number;
  /**
   * Levels of the hypotheses of a decision tree; those above are then the
   * strictest of them. Left out for the standard rule.
   */
  readonly hypotheses?: readonly HypothesisLevel[];
};

/**
 * The sequential watch over one metric and variant, whatever the design of
 * the main analysis. It says whether, never by how much.
 */
export type DeteriorationMonitor = {
  readonly metricId: string;
  readonly variant: string;
  readonly method: 'group-sequential' | 'always-valid';
  readonly state: 'quiet' | 'alarm' | 'unknown';
  /** ISO instant of the look at which it first rang. */
  readonly alarmAt?: string;
  readonly looks: number;
  readonly sentence: string;
};

/** A metric within one value of a dimension: exploration, never a decision. */
export type Breakdown = {
  readonly dimension: string;
  readonly value: string | null;
  readonly metricId: string;
  readonly variant: string;
  readonly control?: VariantSummary;
  readonly treatment?: VariantSummary;
  readonly difference?: MetricDifference;
  readonly lift?: MetricLift;
  /** Why there is a difference and no lift. */
  readonly liftProblem?: Problem;
  /** Bonferroni over the values of the dimension. */
  readonly adjustedPValue?: number;
  readonly problem?: Problem;
};

/** Exposed units against those needed, over all variants. */
export type Progress = {
  readonly units: number;
  readonly requiredUnits: number | null;
  /** `units / requiredUnits`; may exceed 1. */
  readonly share: number | null;
  /** ISO instant at which the required units are projected to be there. */
  readonly projectedFinishAt: string | null;
  /**
   * ISO instant at which the design's own stopping rule was first met: enough
   * precision, or a sequential test that has decided every variant. Never for
   * a fixed horizon. Ending from then on is no early stop.
   */
  readonly stopReachedAt?: string;
};

/** Everything the platform says about an experiment at one moment. */
export type AnalysisResult = {
  readonly visibility: Visibility;
  readonly health: readonly HealthCheck[];
  readonly metrics: readonly MetricResult[];
  readonly recommendations: readonly Recommendation[];
  readonly verdict: Verdict | null;
  readonly design: AdjustedDesign;
  readonly progress: Progress;
  readonly monitors: readonly DeteriorationMonitor[];
  /** Empty while effects are closed. */
  readonly breakdowns: readonly Breakdown[];
  /** To be stored and given back at the next look; not for screens. */
  readonly look: LookRecord;
};
