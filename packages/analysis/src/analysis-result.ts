import type { Problem } from '@etude/kernel';
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
  readonly id: 'traffic' | 'srm' | 'crossover' | 'data';
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

/** Treatment mean / control mean − 1, with its delta-method interval. */
export type MetricLift = { readonly estimate: number; readonly ci: Interval };

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
 * `hidden` results carry no mean, estimate or p-value at all. `units` and
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

/** Error rates of the single tests that keep those of the decision. */
export type AdjustedDesign = {
  readonly alphaSuccess: number;
  readonly alphaGuardrail: number;
  /** Level of each inferiority test: alpha over all metrics. */
  readonly alphaDeterioration: number;
  readonly powerPerMetric: number;
};

/** Exposed units against those needed, over all variants. */
export type Progress = {
  readonly units: number;
  readonly requiredUnits: number | null;
  /** `units / requiredUnits`; may exceed 1. */
  readonly share: number | null;
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
};
