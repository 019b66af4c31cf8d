import type { MetricDirection, MetricRole } from '@etude/lifecycle';
import type { StatsResult } from '@etude/stats';
import {
  requiredSampleSize,
  requiredSampleSizeForProportion,
} from '@etude/stats';
import type { MetricInfo } from './analysis-input';
import type { AdjustedDesign } from './analysis-result';

// The variance estimate and the normal approximation behind every size need
// some units, whatever the formula says of a huge effect.
const MIN_UNITS_PER_VARIANT = 30;

/** A metric to be sized, with the mean and variance of one control unit. */
export type SizingInput = {
  readonly role: MetricRole;
  readonly direction: MetricDirection;
  readonly type: MetricInfo['type'];
  readonly mean: number;
  readonly variance: number;
  readonly mdeRelative?: number | undefined;
  readonly nimRelative?: number | undefined;
  /** Shares or counts of control and treatment. */
  readonly allocation: readonly [control: number, treatment: number];
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

/**
 * Units of control and one treatment variant together, before rounding, that
 * a metric needs at the adjusted levels; undefined when it has no target.
 */
export const requiredPairUnits = (
  metric: SizingInput,
  design: AdjustedDesign,
): StatsResult<number> | undefined => {
  const target = powerTargetOf(metric);
  if (target === undefined) return undefined;
  const purpose = metric.role === 'success' ? 'superiority' : 'non-inferiority';
  const sign = metric.direction === 'increase' ? 1 : -1;
  const shared = {
    alpha:
      purpose === 'superiority' ? design.alphaSuccess : design.alphaGuardrail,
    power: design.powerPerMetric,
    sides: 1 as const,
    effect: sign * target * Math.abs(metric.mean),
    allocation: metric.allocation,
  };
  const size =
    metric.type === 'proportion'
      ? requiredSampleSizeForProportion({
          ...shared,
          baseline: metric.mean,
          purpose,
        })
      : requiredSampleSize({ ...shared, varianceControl: metric.variance });
  if (!size.ok) return size;
  const [control, treatment] = metric.allocation;
  const least =
    (MIN_UNITS_PER_VARIANT * (control + treatment)) /
    Math.min(control, treatment);
  return { ok: true, value: Math.max(size.value.totalExact, least) };
};
