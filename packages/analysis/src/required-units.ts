import type { MetricDirection, MetricRole } from '@etude/lifecycle';
import type { SampleSize, StatsResult } from '@etude/stats';
import {
  requiredSampleSize,
  requiredSampleSizeForProportion,
  requiredSampleSizeForWidth,
} from '@etude/stats';
import type { MetricInfo } from './analysis-input';

// The variance estimate and the normal approximation behind every size need
// some units, whatever the formula says of a huge effect.
const MIN_UNITS_PER_VARIANT = 30;

/** What a comparison of one metric is sized from. */
export type SizingUnit = {
  readonly direction: MetricDirection;
  readonly type: MetricInfo['type'];
  /** Mean and variance of one control unit; of a proportion the mean only. */
  readonly mean: number;
  readonly variance: number;
  /**
   * Multiplies the variance: 1 − R² of covariates, the design effect of
   * clusters; default 1.
   */
  readonly varianceFactor?: number | undefined;
  /** Shares or counts of control and treatment. */
  readonly allocation: readonly [control: number, treatment: number];
};

/** What a comparison has to be able to show, relative to the control mean. */
export type SizingGoal = {
  readonly test: 'superiority' | 'non-inferiority';
  /** Effect to find or margin, above 0. */
  readonly target: number;
  /** One-sided level. */
  readonly alpha: number;
  readonly power: number;
};

/** The relative effect or margin a metric has to be powered for, if any. */
export const powerTargetOf = (metric: {
  readonly role: MetricRole;
  readonly mdeRelative?: number | undefined;
  readonly nimRelative?: number | undefined;
}): number | undefined => {
  if (metric.role === 'success') return metric.mdeRelative;
  return metric.role === 'guardrail' ? metric.nimRelative : undefined;
};

/**
 * True when a neutral result counts only if this metric is powered: every
 * success metric and every guardrail with a margin.
 */
export const needsPower = (metric: {
  readonly role: MetricRole;
  readonly nimRelative?: number | undefined;
}): boolean =>
  metric.role === 'success' ||
  (metric.role === 'guardrail' && metric.nimRelative !== undefined);

// Units are linear in the variance, so a factor of it is one of them.
const scaledTotal = (
  size: StatsResult<SampleSize>,
  { varianceFactor = 1 }: SizingUnit,
): StatsResult<number> =>
  size.ok ? { ok: true, value: size.value.totalExact * varianceFactor } : size;

/**
 * Units of control and one treatment variant together that a test needs by
 * the formula alone, before rounding and without any minimum.
 */
export const exactPairUnits = (
  unit: SizingUnit,
  goal: SizingGoal,
): StatsResult<number> => {
  const { test, target, alpha, power } = goal;
  const sign = unit.direction === 'increase' ? 1 : -1;
  const shared = {
    alpha,
    power,
    sides: 1 as const,
    effect: sign * target * Math.abs(unit.mean),
    allocation: unit.allocation,
  };
  const size =
    unit.type === 'proportion'
      ? requiredSampleSizeForProportion({
          ...shared,
          baseline: unit.mean,
          purpose: test,
        })
      : requiredSampleSize({ ...shared, varianceControl: unit.variance });
  return scaledTotal(size, unit);
};

/**
 * Units of a pair after which the two-sided interval of the difference, at
 * twice the one-sided level `alpha`, is `widthRelative` of the control mean
 * wide; before rounding and without any minimum.
 */
export const exactPairUnitsForWidth = (
  unit: SizingUnit,
  goal: { readonly widthRelative: number; readonly alpha: number },
): StatsResult<number> =>
  scaledTotal(
    requiredSampleSizeForWidth({
      width: goal.widthRelative * Math.abs(unit.mean),
      alpha: 2 * goal.alpha,
      varianceControl:
        unit.type === 'proportion'
          ? unit.mean * (1 - unit.mean)
          : unit.variance,
      allocation: unit.allocation,
    }),
    unit,
  );

/** The least units of a pair with which a size is to be believed. */
export const leastPairUnits = ({
  allocation: [control, treatment],
}: Pick<SizingUnit, 'allocation'>): number =>
  (MIN_UNITS_PER_VARIANT * (control + treatment)) /
  Math.min(control, treatment);
