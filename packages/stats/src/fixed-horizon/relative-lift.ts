import { normalUpperQuantile } from '../distributions/normal';
import { studentTUpperQuantile } from '../distributions/student-t';
import {
  checkAlpha,
  checkFinite,
  checkRange,
  zeroDenominator,
  checkVariance,
} from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import type { Alternative, EffectTest, Interval } from './effect-test';
import { testEffect } from './effect-test';

/** An estimated mean and the standard error *of that mean*. */
export type EstimatedMean = {
  readonly mean: number;
  readonly stdErr: number;
};

/** Two means and how to express their relative difference. */
export type RelativeLiftInput = {
  readonly control: EstimatedMean;
  readonly treatment: EstimatedMean;
  /** Default `delta`. */
  readonly method?: 'delta' | 'fieller' | 'naive';
  /** Default `two-sided`. */
  readonly alternative?: Alternative;
  /** The hypothesised lift; default 0. */
  readonly null?: number;
  readonly alpha: number;
  /** Degrees of freedom of the absolute test; default Infinity (z). */
  readonly df?: number;
};

/** A relative effect, as a share of the control mean: 0.02 is +2 %. */
export type RelativeLift = {
  readonly lift: number;
  /** Delta-method standard error; for `naive` without the control's noise. */
  readonly stdErr: number;
  /**
   * Of the lift being `null`, by the method of the interval, for display.
   * Decisions use the test of the absolute difference.
   */
  readonly pValue: number;
  readonly ci: Interval;
};

const deltaStdErr = ({ control, treatment }: RelativeLiftInput): number =>
  Math.hypot(
    treatment.stdErr / control.mean,
    (treatment.mean / control.mean) * (control.stdErr / control.mean),
  );

const naiveStdErr = ({ control, treatment }: RelativeLiftInput): number =>
  Math.hypot(treatment.stdErr, control.stdErr) / Math.abs(control.mean);

// (m_T − r m_C)² = q² (v_T + r² v_C) as A r² − 2 B r + C = 0, all in units of
// the control mean.
const fiellerRoots = (
  { control, treatment }: RelativeLiftInput,
  q: number,
): Interval | undefined => {
  const b = treatment.mean / control.mean;
  const noiseC = q * (control.stdErr / control.mean);
  const noiseT = q * (treatment.stdErr / control.mean);
  const a = 1 - noiseC ** 2;
  if (!(a > 0)) return undefined;
  const c = b ** 2 - noiseT ** 2;
  // b² − ac, written without its cancelling leading term.
  const spread = Math.hypot(b * noiseC, Math.sqrt(a) * noiseT);
  const larger = b + (b < 0 ? -1 : 1) * spread;
  if (larger === 0) return [0, 0];
  const roots = [larger / a, c / larger] as const;
  return [Math.min(...roots), Math.max(...roots)];
};

const unbounded = (input: RelativeLiftInput): StatsProblem => ({
  code: 'ETUDE_STATS_UNBOUNDED_INTERVAL',
  path: 'control.mean',
  message: `The control mean ${input.control.mean} is not distinguishable from 0 (standard error ${input.control.stdErr}): its ratio has no bounded interval. Report the absolute difference.`,
});

// mean_T − r mean_C at the hypothesised ratio r, signed so that a larger
// lift is a larger statistic.
const fiellerTest = (input: RelativeLiftInput): StatsResult<EffectTest> => {
  const { control, treatment } = input;
  const ratio = 1 + (input.null ?? 0);
  return testEffect({
    difference:
      Math.sign(control.mean) * (treatment.mean - ratio * control.mean),
    stdErr: Math.hypot(treatment.stdErr, ratio * control.stdErr),
    df: input.df ?? Infinity,
    alternative: input.alternative ?? 'two-sided',
    alpha: input.alpha,
  });
};

const withFiellerInterval = (
  input: RelativeLiftInput,
  lift: RelativeLift,
): StatsResult<RelativeLift> => {
  const alternative = input.alternative ?? 'two-sided';
  const perSide = alternative === 'two-sided' ? input.alpha / 2 : input.alpha;
  const q =
    input.df === undefined || input.df === Infinity
      ? normalUpperQuantile(perSide)
      : studentTUpperQuantile(perSide, input.df);
  const roots = fiellerRoots(input, q);
  if (!roots) return refusedWith(unbounded(input));
  const outside = refusalOf(
    checkRange({ 'ci[0]': roots[0], 'ci[1]': roots[1] }),
  );
  if (outside) return outside;
  const test = fiellerTest(input);
  if (!test.ok) return test;
  return computed({
    ...lift,
    pValue: test.value.pValue,
    ci: [
      alternative === 'smaller' ? -Infinity : roots[0] - 1,
      alternative === 'larger' ? Infinity : roots[1] - 1,
    ],
  });
};

/**
 * The relative effect `mean_T / mean_C − 1` with an interval.
 *
 * `delta` (default): `se² = v_T/mean_C² + mean_T² v_C/mean_C⁴`. `naive`: the
 * absolute interval divided by the control mean. `fieller`: roots of
 * `(mean_T − r mean_C)² = q²(v_T + r² v_C)`, for a control mean within about
 * ten standard errors of 0, with the p-value of that equation; refused when
 * unbounded. Source: Deng, Knoblich &
 * Lu 2018 (KDD); Fieller 1954, *JRSS B* 16, 175–185.
 *
 * Refuses a control mean of 0, numbers that are not finite and standard
 * errors that are negative or both 0. The lift of a negative control mean has
 * the opposite sign of the absolute effect.
 */
export const relativeLift = (
  input: RelativeLiftInput,
): StatsResult<RelativeLift> => {
  const { control, treatment } = input;
  const refusal = refusalOf([
    ...checkFinite(control.mean, 'control.mean'),
    ...checkFinite(treatment.mean, 'treatment.mean'),
    ...checkFinite(control.stdErr, 'control.stdErr'),
    ...checkFinite(treatment.stdErr, 'treatment.stdErr'),
    ...checkAlpha(input.alpha),
    ...(control.mean === 0 ? [zeroDenominator('control.mean')] : []),
    ...checkVariance(Math.min(control.stdErr, treatment.stdErr), 'stdErr'),
  ]);
  if (refusal) return refusal;
  const test = testEffect({
    difference: (treatment.mean - control.mean) / control.mean,
    stdErr: input.method === 'naive' ? naiveStdErr(input) : deltaStdErr(input),
    df: input.df ?? Infinity,
    alternative: input.alternative ?? 'two-sided',
    null: input.null ?? 0,
    alpha: input.alpha,
  });
  if (!test.ok) return test;
  const { difference, stdErr, pValue, ci } = test.value;
  const lift = { lift: difference, stdErr, pValue, ci };
  return input.method === 'fieller'
    ? withFiellerInterval(input, lift)
    : computed(lift);
};
