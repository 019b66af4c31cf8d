import type { Problem } from '@etude/kernel';
import type {
  DecisionRule,
  ExperimentDesign,
  MetricDirection,
  MetricRole,
  PlannedVariant,
} from '@etude/lifecycle';
import type { MetricInfo } from '../analysis-input';
import type { AdjustedDesign } from '../analysis-result';

/** Denominator of a ratio metric, per unit, and how it moves with the numerator. */
export type DenominatorBaseline = {
  readonly mean: number;
  readonly variance: number;
  /** Covariance of numerator and denominator over units. */
  readonly covariance: number;
};

/** A quantile of history with its 95 % bounds for independent values. */
export type QuantileBaseline = {
  /** 0.5 is the median. */
  readonly probability: number;
  /** Values the bounds are of. */
  readonly n: number;
  readonly lower: number;
  readonly upper: number;
};

/** What history says of one unit of a metric. */
export type MetricBaselineFigures = {
  readonly kind: MetricInfo['type'];
  /**
   * Mean and variance of one unit, with the metric's own window. Of a ratio
   * metric with a `denominator` they are those of the numerator; without one,
   * the ratio and its linearised variance of one unit. Of a quantile metric
   * `baselineMean` is the quantile, and `baselineVariance` counts only when
   * `quantile` is left out.
   */
  readonly baselineMean: number;
  readonly baselineVariance: number;
  readonly denominator?: DenominatorBaseline | undefined;
  readonly quantile?: QuantileBaseline | undefined;
  /** Share of the variance covariates explain, 0 ≤ R² < 1; default 0. */
  readonly covariateR2?: number | undefined;
  /**
   * Variance of the estimate over that of independent units, when whole
   * clusters are assigned or values are events of units; default 1.
   */
  readonly designEffect?: number | undefined;
};

/** A metric of a plan with what history says of it. */
export type SampleSizeMetric = MetricBaselineFigures & {
  readonly metricId: string;
  /** For sentences; default: the id. */
  readonly name?: string | undefined;
  readonly role: MetricRole;
  readonly direction: MetricDirection;
  readonly mdeRelative?: number | undefined;
  readonly nimRelative?: number | undefined;
  /** Days from a unit's exposure until its value is complete; default 0. */
  readonly windowDays?: number | undefined;
};

/** How units of the audience arrived in a past period. */
export type TrafficHistory = {
  /** Distinct units first seen up to day 1…k; never decreasing. */
  readonly cumulativeUnits: readonly number[];
  /** Share of them that enters the experiment, in (0, 1]; default 1. */
  readonly exposureShare?: number | undefined;
};

/** What a plan says of an experiment that is to be sized. */
export type PlanSampleSizeInput = {
  readonly metrics: readonly SampleSizeMetric[];
  readonly variants: readonly PlannedVariant[];
  /** Default: the first variant. */
  readonly controlVariant?: string | undefined;
  /** Error rates of the ship decision; those within `design` are not read. */
  readonly alpha: number;
  readonly power: number;
  /** New units a day that would enter the experiment, all variants. */
  readonly unitsPerDay?: number | undefined;
  /** Wins over `unitsPerDay`. */
  readonly traffic?: TrafficHistory | undefined;
  /** Default: fixed horizon. */
  readonly design?: ExperimentDesign | undefined;
  /** Default: the standard rule with its default guarantee. */
  readonly decisionRule?: DecisionRule | undefined;
};

/** Units and days one metric needs, in the design of the plan. */
export type MetricSampleSize = {
  readonly metricId: string;
  /** Over all variants, each rounded up. */
  readonly units: number;
  /** Exposure and the metric's window; null without traffic. */
  readonly days: number | null;
  /** One-sided level and power the metric is sized at. */
  readonly alpha: number;
  readonly power: number;
  /**
   * Smallest effect (or margin) that the units of the *whole* plan find with
   * `power`, as a share of the control mean; null where there is none.
   */
  readonly poweredEffectRelative: number | null;
};

/**
 * When the plan will have its units. `low` and `high` bound the days with
 * 90 % confidence, from the variation of new units from day to day; null when
 * the history is too short for one, or when no upper limit exists.
 */
export type PlanRuntime = {
  /** Days of exposure and the longest wait for a metric's window. */
  readonly days: number;
  readonly low: number | null;
  readonly high: number | null;
  /** `days` rounded up to full weeks, so that weekdays balance. */
  readonly weeks: number;
  /** True when more days are needed than the history has. */
  readonly extrapolated: boolean;
  readonly sentence: string;
};

/**
 * What one way of judging the experiment costs, for the same power of the
 * ship decision. Units are over all variants.
 */
export type DesignPrice = {
  readonly design:
    'fixed-horizon' | 'fixed-power' | 'group-sequential' | 'always-valid';
  readonly label: string;
  /** Times effects may be looked at; null when that is not limited. */
  readonly looks: number | null;
  /** Units at the latest end. */
  readonly maximumUnits: number;
  /** Mean units at the end when nothing moved. */
  readonly expectedUnitsUnderNull: number;
  /** Mean units at the end when every success metric moved by its MDE. */
  readonly expectedUnitsUnderEffect: number;
  /** Days until `maximumUnits`, with its 90 % bounds; null without traffic. */
  readonly days: number | null;
  readonly daysLow: number | null;
  readonly daysHigh: number | null;
  /** Days until `expectedUnitsUnderEffect`; null without traffic. */
  readonly expectedDaysUnderEffect: number | null;
  /** `maximumUnits` over those of the fixed horizon. */
  readonly inflation: number;
  /** The price in a sentence for a product person. */
  readonly sentence: string;
};

/**
 * Units when every effect and margin is `multiplier` times the planned one;
 * null when a rate would leave 0–1 or the units never arrive.
 */
export type SensitivityPoint = {
  readonly multiplier: number;
  /** Effect to find, or margin of a guardrail, by metric id. */
  readonly mdeRelative: Readonly<Record<string, number>>;
  readonly units: number | null;
  readonly days: number | null;
};

/**
 * Chance that a metric's test succeeds with the units of the plan: by true
 * effect for a success metric, by margin (nothing moved) for a guardrail.
 */
export type PowerCurve = {
  readonly metricId: string;
  readonly test: 'superiority' | 'non-inferiority';
  readonly points: readonly {
    readonly effectRelative: number;
    readonly power: number;
  }[];
};

/** What the units of the planned days can find. */
export type PlannedPeriod = {
  readonly days: number;
  readonly metrics: readonly {
    readonly metricId: string;
    /** Units whose window is complete by then, over all variants. */
    readonly units: number;
    readonly poweredEffectRelative: number | null;
    /** At the planned effect or margin; null without units. */
    readonly power: number | null;
  }[];
  readonly sentence: string;
};

/** Units are counted over all variants, each variant rounded up. */
export type SampleSizePlan = {
  readonly perMetric: readonly MetricSampleSize[];
  readonly requiredUnits: number;
  /** That of `runtime`; left out without traffic. */
  readonly days?: number;
  readonly design: AdjustedDesign;
  /** Metrics whose power cannot be planned, and what to do about it. */
  readonly notices: readonly Problem[];
  /** Null without traffic. */
  readonly runtime: PlanRuntime | null;
  /** The designs side by side: the fixed horizon first. */
  readonly prices: readonly DesignPrice[];
  readonly sensitivity: readonly SensitivityPoint[];
  readonly powerCurves: readonly PowerCurve[];
  /** What `design.plannedDays` can find; null without design or traffic. */
  readonly plannedPeriod: PlannedPeriod | null;
};
