import { normalUpperQuantile } from '../distributions/normal';
import {
  checkAlpha,
  checkFinite,
  checkPositive,
  checkRange,
  checkSample,
  zeroDenominator,
  zeroVariance,
} from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { Sides } from '../sample-size/required-sample-size';

/** A running experiment's metric and how narrow its interval has to be. */
export type FixedWidthInput = {
  readonly control: SampleSummary;
  /** Its mean is not used: stopping never looks at the effect. */
  readonly treatment: Pick<SampleSummary, 'n' | 'variance'>;
  /** Width from end to end relative to the baseline mean, above 0. */
  readonly widthRelative: number;
  /**
   * Mean the relative width refers to, frozen before the experiment; default
   * the observed control mean.
   */
  readonly baselineMean?: number;
  readonly alpha: number;
  /** One side: the two-sided interval at 2·alpha; default two. */
  readonly sides?: Sides;
};

/** How far a metric is from its planned interval. */
export type FixedWidthCheck = {
  /** The width wanted, in the metric's own unit. */
  readonly widthAbsolute: number;
  readonly currentWidth: number;
  readonly currentWidthRelative: number;
  readonly requiredTotalExact: number;
  readonly currentTotal: number;
  /** currentTotal / requiredTotalExact; 1 or more is narrow enough. */
  readonly progress: number;
  readonly isNarrow: boolean;
  /** The standard error at which the interval is narrow enough. */
  readonly maxStdErr: number;
};

const checkInput = (
  input: FixedWidthInput,
  baseline: number,
): readonly StatsProblem[] => {
  const { control, treatment } = input;
  return [
    ...checkSample(control, 'control'),
    ...checkSample({ ...treatment, mean: 0 }, 'treatment'),
    ...(control.variance === 0 && treatment.variance === 0
      ? [zeroVariance('control.variance')]
      : []),
    ...(input.sides === 1
      ? checkAlpha(2 * input.alpha, '2·alpha of a one-sided width')
      : checkAlpha(input.alpha)),
    ...checkPositive(input.widthRelative, 'widthRelative'),
    ...checkFinite(baseline, 'baselineMean'),
    ...(baseline === 0 ? [zeroDenominator('baselineMean')] : []),
  ];
};

/**
 * Checks a metric against a fixed-width stopping rule: stop when the
 * confidence interval is narrow enough, wherever it lies.
 *
 * `2 z_{1−α/sides} √V ≤ w` with `V = s_C²/n_C + s_T²/n_T`; in units at the
 * current shares `n_req = n · (2 z √V / w)²`. Source: Chow & Robbins 1965,
 * *Annals of Mathematical Statistics* 36, 457–462; Nordin & Schultzberg 2024,
 * arXiv 2405.03487. Asymptotic: look only after about 100 units (30 events).
 *
 * Refuses what a test refuses and a baseline mean of 0.
 */
export const fixedWidthCheck = (
  input: FixedWidthInput,
): StatsResult<FixedWidthCheck> => {
  const { control, treatment, alpha, sides = 2 } = input;
  const baseline = input.baselineMean ?? control.mean;
  const refusal = refusalOf(checkInput(input, baseline));
  if (refusal) return refusal;
  const widthAbsolute = input.widthRelative * Math.abs(baseline);
  const stdErr = Math.sqrt(
    control.variance / control.n + treatment.variance / treatment.n,
  );
  const maxStdErr = widthAbsolute / (2 * normalUpperQuantile(alpha / sides));
  const currentTotal = control.n + treatment.n;
  const requiredTotalExact = currentTotal * (stdErr / maxStdErr) ** 2;
  const progress = currentTotal / requiredTotalExact;
  const currentWidth = widthAbsolute * (stdErr / maxStdErr);
  const currentWidthRelative = currentWidth / Math.abs(baseline);
  const outside = refusalOf(
    checkRange({ progress, requiredTotalExact, currentWidthRelative }),
  );
  if (outside) return outside;
  return computed({
    widthAbsolute,
    currentWidth,
    currentWidthRelative,
    requiredTotalExact,
    currentTotal,
    progress,
    isNarrow: progress >= 1,
    maxStdErr,
  });
};
