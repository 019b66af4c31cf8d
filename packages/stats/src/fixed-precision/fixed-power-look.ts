import type { StatsResult } from '../result';
import type { BurnInSample } from './burn-in';
import type { FixedPowerCheck, FixedPowerInput } from './fixed-power-check';
import { fixedPowerCheck } from './fixed-power-check';
import type { LookMoment, PrecisionLook } from './precision-look';
import { precisionLook } from './precision-look';

/**
 * A metric (of one treatment variant) with the effect it has to be able to
 * see, at its adjusted levels. Variances are of one unit and of the estimator
 * that will be reported (CUPED, ratio).
 */
export type FixedPowerMetric = FixedPowerInput &
  Pick<BurnInSample, 'events'> & { readonly id: string };

/** All metrics that need power, and when the look is made. */
export type FixedPowerLookInput = LookMoment & {
  /** Success metrics with their MDE and guardrails with their margin. */
  readonly metrics: readonly FixedPowerMetric[];
};

/** Progress, current power and powered effect of every metric. */
export type FixedPowerLook = PrecisionLook<FixedPowerCheck>;

/**
 * One look of a fixed-power design over several metrics: it may stop at the
 * end of the first complete day (or week) on which every metric has its
 * power, `n ≥ max n_req`, whatever the effects.
 *
 * The result holds what may be shown while running and nothing else: no
 * effect, no p-value. Afterwards the ordinary fixed-horizon tests hold at
 * their levels. Source: Nordin & Schultzberg 2024, arXiv 2405.03487;
 * {@link fixedPowerCheck} per metric.
 *
 * Refuses an empty list, counts that are none and cumulative units that
 * decrease. A metric that cannot be judged is a `problem` of its own.
 */
export const fixedPowerLook = (
  input: FixedPowerLookInput,
): StatsResult<FixedPowerLook> => precisionLook(input, fixedPowerCheck);
