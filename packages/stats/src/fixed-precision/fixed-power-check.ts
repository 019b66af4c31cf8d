import {
  checkFinite,
  checkPositive,
  zeroDenominator,
  checkRange,
} from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { achievedPower, poweredEffect } from '../sample-size/achieved-power';
import type { DesignTarget } from '../sample-size/required-sample-size';
import {
  designDistance,
  requiredSampleSize,
} from '../sample-size/required-sample-size';

/** A running experiment's metric and the effect it has to be able to see. */
export type FixedPowerInput = DesignTarget & {
  readonly control: SampleSummary;
  /** Its mean is not used: stopping never looks at the effect. */
  readonly treatment: Pick<SampleSummary, 'n' | 'variance'>;
  /** MDE or margin relative to the baseline mean, above 0. */
  readonly mdeRelative: number;
  /**
   * Mean the relative effect refers to, frozen before the experiment; default
   * the observed control mean.
   */
  readonly baselineMean?: number;
};

/** How far a metric is from its planned precision. */
export type FixedPowerCheck = {
  readonly mdeAbsolute: number;
  readonly requiredTotalExact: number;
  readonly currentTotal: number;
  /** currentTotal / requiredTotalExact; 1 or more means powered. */
  readonly progress: number;
  readonly isPowered: boolean;
  readonly currentPower: number;
  /** The absolute effect detectable now. */
  readonly poweredEffect: number;
  /** The standard error at which the metric is powered. */
  readonly maxStdErr: number;
};

/**
 * Checks a metric against a fixed-power stopping rule: stop when the standard
 * error is small enough, whatever the effect.
 *
 * `n_req = (z_a + z_b)² (s_C²/p_C + s_T²/p_T)/Δ²` with the current shares p;
 * stop at n ≥ n_req, equivalently `se ≤ Δ/(z_a + z_b)`. No correction for
 * looking is needed, because precision and effect are asymptotically
 * independent. Source: Nordin & Schultzberg 2024, arXiv 2405.03487; Chow &
 * Robbins 1965. Asymptotic: look only after about 100 units (30 events).
 *
 * Refuses what {@link requiredSampleSize} refuses, and a baseline mean of 0.
 */
export const fixedPowerCheck = (
  input: FixedPowerInput,
): StatsResult<FixedPowerCheck> => {
  const { control, treatment } = input;
  const baseline = input.baselineMean ?? control.mean;
  const refusal = refusalOf([
    ...checkPositive(input.mdeRelative, 'mdeRelative'),
    ...checkFinite(baseline, 'baselineMean'),
    ...(baseline === 0 ? [zeroDenominator('baselineMean')] : []),
  ]);
  if (refusal) return refusal;
  const effect = input.mdeRelative * Math.abs(baseline);
  const detectable = poweredEffect(input);
  if (!detectable.ok) return detectable;
  const power = achievedPower({ ...input, effect });
  if (!power.ok) return power;
  const required = requiredSampleSize({
    alpha: input.alpha,
    sides: input.sides,
    power: input.power,
    varianceControl: control.variance,
    varianceTreatment: treatment.variance,
    effect,
    allocation: [control.n, treatment.n],
  });
  if (!required.ok) return required;
  const currentTotal = control.n + treatment.n;
  const progress = currentTotal / required.value.totalExact;
  const maxStdErr = effect / designDistance(input);
  const outside = refusalOf(checkRange({ progress, maxStdErr }));
  if (outside) return outside;
  return computed({
    mdeAbsolute: effect,
    requiredTotalExact: required.value.totalExact,
    currentTotal,
    progress,
    isPowered: progress >= 1,
    currentPower: power.value.powerIgnoringFarTail,
    poweredEffect: detectable.value,
    maxStdErr,
  });
};
