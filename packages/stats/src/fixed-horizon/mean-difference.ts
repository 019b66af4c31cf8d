import { checkSample } from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import { varianceOfMean } from '../moments/sample-summary';
import type { StatsResult } from '../result';
import { refusalOf } from '../result';
import type { Alternative, EffectTest } from './effect-test';
import { testEffect } from './effect-test';

/** Reference distribution: normal, Welch's t or the pooled-variance t. */
export type MeanTest = 'z' | 'welch-t' | 'student-t';

/** Two variants and how to compare their means. */
export type MeanDifferenceInput = {
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
  /** Default `z`. */
  readonly test?: MeanTest;
  readonly alternative: Alternative;
  /** The hypothesised difference; default 0. */
  readonly null?: number;
  readonly alpha: number;
};

/**
 * Degrees of freedom of Welch's t, `(a+b)² / (a²/(n_C−1) + b²/(n_T−1))` with
 * a, b the variances of the two means.
 *
 * Source: Welch 1947, *Biometrika* 34, 28–35; Satterthwaite 1946. NaN when
 * both variances are 0.
 */
export const welchDegreesOfFreedom = (
  control: SampleSummary,
  treatment: SampleSummary,
): number => {
  const a = varianceOfMean(control);
  const b = varianceOfMean(treatment);
  // Shares instead of squares of the variances: no underflow for tiny ones.
  const [shareC, shareT] = [a / (a + b), b / (a + b)];
  return 1 / (shareC ** 2 / (control.n - 1) + shareT ** 2 / (treatment.n - 1));
};

const pooledStdErr = (
  control: SampleSummary,
  treatment: SampleSummary,
): number => {
  const [c, t] = [control.n - 1, treatment.n - 1];
  const pooled = (control.variance * c + treatment.variance * t) / (c + t);
  return Math.sqrt(pooled * (1 / control.n + 1 / treatment.n));
};

// Equal values whose mean is not a double (three parts of 0.1) leave a
// variance of one rounding of that mean: no information on spread.
const withoutRoundingNoise = (sample: SampleSummary): SampleSummary => {
  const noise = Number.EPSILON * sample.mean;
  return sample.variance <= noise * noise ? { ...sample, variance: 0 } : sample;
};

const spreadOf = (
  input: MeanDifferenceInput,
): { readonly stdErr: number; readonly df: number } => {
  const control = withoutRoundingNoise(input.control);
  const treatment = withoutRoundingNoise(input.treatment);
  if (input.test === 'student-t') {
    return {
      stdErr: pooledStdErr(control, treatment),
      df: control.n + treatment.n - 2,
    };
  }
  const stdErr = Math.sqrt(varianceOfMean(control) + varianceOfMean(treatment));
  if (input.test !== 'welch-t' || stdErr === 0) return { stdErr, df: Infinity };
  return { stdErr, df: welchDegreesOfFreedom(control, treatment) };
};

/**
 * Tests the difference of two means, treatment − control.
 *
 * `se² = s_C²/n_C + s_T²/n_T` (z, the default, and Welch's t) or the pooled
 * variance with n_C + n_T − 2 degrees of freedom (`student-t`). Source: Welch
 * 1947; Casella & Berger, *Statistical Inference* (2nd ed.), chapter 8.
 * Checked against R's `t.test`.
 *
 * Refuses fewer than two units in a variant, NaN, a negative variance, an
 * alpha outside (0, 1), and two variances of 0 (or of no more than the
 * rounding of the means).
 */
export const meanDifferenceTest = (
  input: MeanDifferenceInput,
): StatsResult<EffectTest> => {
  const refusal = refusalOf([
    ...checkSample(input.control, 'control'),
    ...checkSample(input.treatment, 'treatment'),
  ]);
  if (refusal) return refusal;
  return testEffect({
    difference: input.treatment.mean - input.control.mean,
    ...spreadOf(input),
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  });
};
