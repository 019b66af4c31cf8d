import type { StatsResult } from '../result';
import type { BurnInSample } from './burn-in';
import type { FixedWidthCheck, FixedWidthInput } from './fixed-width-check';
import { fixedWidthCheck } from './fixed-width-check';
import type { LookMoment, PrecisionLook } from './precision-look';
import { precisionLook } from './precision-look';

/** A metric (of one treatment variant) with the width it has to reach. */
export type FixedWidthMetric = FixedWidthInput &
  Pick<BurnInSample, 'events'> & { readonly id: string };

/** All metrics whose interval counts, and when the look is made. */
export type FixedWidthLookInput = LookMoment & {
  readonly metrics: readonly FixedWidthMetric[];
};

/** Progress and current width of every metric. */
export type FixedWidthLook = PrecisionLook<FixedWidthCheck>;

/**
 * One look of a fixed-width design over several metrics: it may stop at the
 * end of the first complete day (or week) on which every interval is narrow
 * enough, wherever the intervals lie.
 *
 * The result holds widths and counts only, so it may be shown while running.
 * Source: Chow & Robbins 1965; Nordin & Schultzberg 2024, arXiv 2405.03487;
 * {@link fixedWidthCheck} per metric. Refuses what `fixedPowerLook` refuses.
 */
export const fixedWidthLook = (
  input: FixedWidthLookInput,
): StatsResult<FixedWidthLook> => precisionLook(input, fixedWidthCheck);
