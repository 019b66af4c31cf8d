import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import { checkAlpha } from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** A metric measured before exposure, in two variants. */
export type PreExposureComparison = {
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
};

/** Result of the check, in the order of the comparisons. */
export type PreExposureCheck = {
  readonly pValues: readonly number[];
  /** alpha over the number of comparisons. */
  readonly threshold: number;
  readonly imbalanced: readonly boolean[];
  readonly anyImbalanced: boolean;
};

/** The platform's error rate for the whole family of comparisons. */
export const PRE_EXPOSURE_ALPHA = 0.01;

/**
 * Tests whether variants already differed before exposure.
 *
 * The two-sided z-test of each metric and treatment against the control, at
 * alpha divided by their number (Bonferroni). A difference is a logging or
 * targeting fault or a carry-over; CUPED does not repair it. Default alpha
 * {@link PRE_EXPOSURE_ALPHA}.
 */
export const preExposureCheck = (input: {
  readonly comparisons: readonly PreExposureComparison[];
  readonly alpha?: number;
  /** `none` leaves alpha as it is; default `bonferroni`. */
  readonly correction?: 'bonferroni' | 'none';
}): StatsResult<PreExposureCheck> => {
  const alpha = input.alpha ?? PRE_EXPOSURE_ALPHA;
  const count = input.comparisons.length;
  const problems: StatsProblem[] = [...checkAlpha(alpha)];
  if (count === 0) {
    problems.push({
      code: 'ETUDE_STATS_EMPTY',
      path: 'comparisons',
      message: 'comparisons is empty: there is nothing to compare.',
    });
  }
  const pValues: number[] = [];
  input.comparisons.forEach(({ control, treatment }, index) => {
    const test = meanDifferenceTest({
      control,
      treatment,
      alternative: 'two-sided',
      alpha: 0.5,
    });
    if (test.ok) pValues.push(test.value.pValue);
    else {
      problems.push(
        ...test.problems.map(problem => ({
          ...problem,
          path: `comparisons[${index}].${problem.path ?? ''}`,
        })),
      );
    }
  });
  const refusal = refusalOf(problems);
  if (refusal) return refusal;
  const threshold = input.correction === 'none' ? alpha : alpha / count;
  const imbalanced = pValues.map(p => p < threshold);
  return computed({
    pValues,
    threshold,
    imbalanced,
    anyImbalanced: imbalanced.includes(true),
  });
};
