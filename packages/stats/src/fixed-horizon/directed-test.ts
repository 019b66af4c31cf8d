import { checkPositive, checkSample, zeroDenominator } from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import { varianceOfMean } from '../moments/sample-summary';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { Alternative, EffectTest } from './effect-test';
import { testEffect } from './effect-test';
import type { MeanTest } from './mean-difference';
import { meanDifferenceTest } from './mean-difference';

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
};

const checkMargin = (input: NonInferiorityInput): readonly StatsProblem[] => [
  ...checkPositive(input.nimRelative, 'nimRelative'),
  ...(input.control.mean === 0 ? [zeroDenominator('control.mean')] : []),
  ...(input.margin === 'exact' && (input.test ?? 'z') !== 'z'
    ? [
        {
          code: 'ETUDE_STATS_UNSUPPORTED' as const,
          path: 'test',
          message: `test is ${input.test}: the exact margin has no t distribution. Use test 'z' or margin 'fixed'.`,
        },
      ]
    : []),
];

const exactMarginTest = (
  input: NonInferiorityInput,
  hypothesis: number,
): StatsResult<EffectTest> => {
  const { control, treatment } = input;
  const factor = 1 + hypothesis / control.mean;
  return testEffect({
    difference: treatment.mean - control.mean,
    stdErr: Math.sqrt(
      varianceOfMean(treatment) + factor * factor * varianceOfMean(control),
    ),
    alternative: improvementSide(input.preferredDirection),
    null: hypothesis,
    alpha: input.alpha,
  });
};

/**
 * Tests whether the treatment is not worse than the control by the margin or
 * more.
 *
 * Null `−NIM·|mean_C|`, alternative larger, for a metric to increase; mirrored
 * for one to decrease. `fixed`: the difference test at that null. `exact`:
 * `z = (mean_T − (1 ∓ NIM) mean_C) / √(v_T + (1 ∓ NIM)² v_C)` with v the
 * variances of the means. One-sided at alpha; non-inferiority is shown iff
 * the finite end of the interval lies on the good side of the null. Source:
 * Wellek, *Testing Statistical Hypotheses of Equivalence and Noninferiority*
 * (2nd ed.).
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
  const size = input.nimRelative * Math.abs(input.control.mean);
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
