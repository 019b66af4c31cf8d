import {
  checkFinite,
  checkPositive,
  checkSample,
  zeroDenominator,
} from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import { varianceOfMean } from '../moments/sample-summary';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { Alternative, EffectTest } from './effect-test';
import { testEffect } from './effect-test';
import type { MeanTest } from './mean-difference';
import { meanDifferenceTest, welchDegreesOfFreedom } from './mean-difference';

/** The direction in which a metric is better. */
export type PreferredDirection = 'increase' | 'decrease';

/** Two variants of a metric that has a preferred direction. */
export type DirectedTestInput = {
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
  readonly preferredDirection: PreferredDirection;
  readonly alpha: number;
  /** Default `z`. */
  readonly test?: MeanTest;
};

/** A directed test: the null it used and whether it rejects it. */
export type DirectedTest = EffectTest & {
  /** The hypothesised difference on the scale of the metric. */
  readonly null: number;
  readonly alternative: Alternative;
  /** pValue ≤ alpha: equivalently the interval excludes the null. */
  readonly significant: boolean;
};

const judged = (
  result: StatsResult<EffectTest>,
  hypothesis: number,
  judgement: { readonly alternative: Alternative; readonly alpha: number },
): StatsResult<DirectedTest> =>
  result.ok
    ? computed({
        ...result.value,
        null: hypothesis,
        alternative: judgement.alternative,
        significant: result.value.pValue <= judgement.alpha,
      })
    : result;

/** The side on which a move of the metric is an improvement. */
export const improvementSide = (
  direction: PreferredDirection,
): 'larger' | 'smaller' => (direction === 'increase' ? 'larger' : 'smaller');

const deteriorationSide = (
  direction: PreferredDirection,
): 'larger' | 'smaller' => (direction === 'increase' ? 'smaller' : 'larger');

const oneSided = (
  input: DirectedTestInput,
  alternative: 'larger' | 'smaller',
): StatsResult<DirectedTest> =>
  judged(
    meanDifferenceTest({
      control: input.control,
      treatment: input.treatment,
      test: input.test ?? 'z',
      alternative,
      alpha: input.alpha,
    }),
    0,
    { alternative, alpha: input.alpha },
  );

/**
 * Tests whether the treatment is better: H0 "no improvement", one-sided at
 * alpha in the preferred direction.
 *
 * Formula, source and refusals as {@link meanDifferenceTest}.
 */
export const superiorityTest = (
  input: DirectedTestInput,
): StatsResult<DirectedTest> =>
  oneSided(input, improvementSide(input.preferredDirection));

/**
 * Tests whether the treatment is worse: H0 "no deterioration", one-sided at
 * alpha against the preferred direction. A significant result is a
 * regression.
 *
 * Formula, source and refusals as {@link meanDifferenceTest}.
 */
export const inferiorityTest = (
  input: DirectedTestInput,
): StatsResult<DirectedTest> =>
  oneSided(input, deteriorationSide(input.preferredDirection));

/** A directed test against a margin relative to the control mean. */
export type NonInferiorityInput = DirectedTestInput & {
  /** Tolerated relative loss, above 0: 0.02 tolerates 2 % of the control mean. */
  readonly nimRelative: number;
  /**
   * `fixed` (default) takes the margin at the observed control mean as a
   * constant; `exact` also counts that mean's noise.
   */
  readonly margin?: 'fixed' | 'exact';
  /**
   * For `fixed`: the mean the margin is a share of, when it is not that of
   * `control` (the unadjusted mean of a covariate-adjusted metric).
   */
  readonly marginMean?: number;
};

const checkMargin = (input: NonInferiorityInput): readonly StatsProblem[] => [
  ...checkPositive(input.nimRelative, 'nimRelative'),
  ...(input.marginMean === undefined
    ? []
    : checkFinite(input.marginMean, 'marginMean')),
  ...(input.control.mean === 0 && input.marginMean === undefined
    ? [zeroDenominator('control.mean')]
    : []),
  ...(input.marginMean === 0 ? [zeroDenominator('marginMean')] : []),
  ...(input.margin === 'exact' && input.marginMean !== undefined
    ? [
        {
          code: 'ETUDE_STATS_UNSUPPORTED' as const,
          path: 'marginMean',
          message: `marginMean is ${input.marginMean}: the exact margin counts the noise of control.mean itself. Leave marginMean out, or use margin 'fixed'.`,
        },
      ]
    : []),
];

// The spread of mean_T − f·mean_C.
const contrastSpread = (
  { control, treatment, test }: NonInferiorityInput,
  factor: number,
): { readonly stdErr: number; readonly df: number } => {
  const scaled = { ...control, variance: factor * factor * control.variance };
  if (test === 'student-t') {
    const df = control.n + treatment.n - 2;
    const pooled =
      ((control.n - 1) * control.variance +
        (treatment.n - 1) * treatment.variance) /
      df;
    const shares = 1 / treatment.n + (factor * factor) / control.n;
    return { stdErr: Math.sqrt(pooled * shares), df };
  }
  const stdErr = Math.sqrt(varianceOfMean(treatment) + varianceOfMean(scaled));
  return test === 'welch-t' && stdErr > 0
    ? { stdErr, df: welchDegreesOfFreedom(scaled, treatment) }
    : { stdErr, df: Infinity };
};

const exactMarginTest = (
  input: NonInferiorityInput,
  hypothesis: number,
): StatsResult<EffectTest> =>
  testEffect({
    difference: input.treatment.mean - input.control.mean,
    ...contrastSpread(input, 1 + hypothesis / input.control.mean),
    alternative: improvementSide(input.preferredDirection),
    null: hypothesis,
    alpha: input.alpha,
  });

/**
 * Tests whether the treatment is not worse than the control by the margin or
 * more.
 *
 * Null `−NIM·|mean_C|`, alternative larger, for a metric to increase; mirrored
 * for one to decrease. `fixed`: the difference test at that null. `exact`:
 * `z = (mean_T − (1 ∓ NIM) mean_C) / √(v_T + (1 ∓ NIM)² v_C)` with v the
 * variances of the means; as Welch's or Student's t with the spread and
 * degrees of freedom of that contrast. One-sided at alpha; non-inferiority is shown iff
 * the finite end of the interval lies on the good side of the null. Source:
 * Wellek, *Testing Statistical Hypotheses of Equivalence and Noninferiority*
 * (2nd ed.); the t forms apply Welch 1947 to that contrast.
 *
 * Refuses a margin that is not above 0, a control mean of 0, and what
 * {@link meanDifferenceTest} refuses.
 */
export const nonInferiorityTest = (
  input: NonInferiorityInput,
): StatsResult<DirectedTest> => {
  const refusal = refusalOf([
    ...checkSample(input.control, 'control'),
    ...checkSample(input.treatment, 'treatment'),
    ...checkMargin(input),
  ]);
  if (refusal) return refusal;
  const alternative = improvementSide(input.preferredDirection);
  const size =
    input.nimRelative * Math.abs(input.marginMean ?? input.control.mean);
  const hypothesis = alternative === 'larger' ? -size : size;
  const result =
    input.margin === 'exact'
      ? exactMarginTest(input, hypothesis)
      : meanDifferenceTest({
          control: input.control,
          treatment: input.treatment,
          test: input.test ?? 'z',
          alternative,
          null: hypothesis,
          alpha: input.alpha,
        });
  return judged(result, hypothesis, { alternative, alpha: input.alpha });
};
