import { normalUpperQuantile } from '../distributions/normal';
import {
  checkAlpha,
  checkPositive,
  checkRange,
  checkVariance,
  zeroVariance,
} from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { SampleSize } from './required-sample-size';
import { roundedSize } from './required-sample-size';

/** A difference to be estimated with an interval of a given width. */
export type WidthSampleSizeInput = {
  /** Width of the two-sided interval, in the metric's own unit. */
  readonly width: number;
  /** One minus the confidence of the two-sided interval. */
  readonly alpha: number;
  /** Variance of one unit. */
  readonly varianceControl: number;
  /** Variance of one unit; default as in the control. */
  readonly varianceTreatment?: number;
  /** Weights of control and treatment; default equal. */
  readonly allocation?: readonly [control: number, treatment: number];
};

/**
 * Units after which the interval of the difference is at most `width` wide:
 * `n = (2 z_{1−α/2}/w)² (v_C/w_C + v_T/w_T)` with shares w_C, w_T.
 *
 * The expected stopping size of a fixed-width design. Source: Chow & Robbins
 * 1965, *Annals of Mathematical Statistics* 36, 457–462. Refuses a width that
 * is not above 0 and variances that are both 0.
 */
export const requiredSampleSizeForWidth = (
  input: WidthSampleSizeInput,
): StatsResult<SampleSize> => {
  const { varianceControl, varianceTreatment = varianceControl } = input;
  const [weightC, weightT] = input.allocation ?? [1, 1];
  const refusal = refusalOf([
    ...checkPositive(input.width, 'width'),
    ...checkAlpha(input.alpha),
    ...checkVariance(varianceControl, 'varianceControl'),
    ...checkVariance(varianceTreatment, 'varianceTreatment'),
    ...(varianceControl === 0 && varianceTreatment === 0
      ? [zeroVariance('varianceControl')]
      : []),
    ...checkPositive(weightC, 'allocation[0]'),
    ...checkPositive(weightT, 'allocation[1]'),
  ]);
  if (refusal) return refusal;
  const sum = weightC + weightT;
  const scale = (2 * normalUpperQuantile(input.alpha / 2)) / input.width;
  const totalExact =
    scale ** 2 *
    sum *
    (varianceControl / weightC + varianceTreatment / weightT);
  return (
    refusalOf(checkRange({ totalExact })) ??
    computed(roundedSize(totalExact, [weightC / sum, weightT / sum]))
  );
};
