import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { Alternative, EffectTest } from './effect-test';
import { testEffect } from './effect-test';
import type { ProportionSample } from './proportion-sample';
import { checkProportion, proportionSummary } from './proportion-sample';
import { restrictedRates } from './restricted-rates';

/** Two variants with a yes/no outcome and how to compare them. */
export type ProportionDifferenceInput = {
  readonly control: ProportionSample;
  readonly treatment: ProportionSample;
  /** Default `unpooled-z`. */
  readonly method?: 'unpooled-z' | 'pooled-z';
  readonly alternative: Alternative;
  /** The hypothesised difference of the rates, in (−1, 1); default 0. */
  readonly null?: number;
  readonly alpha: number;
};

const unpooledStdErr = (
  control: ProportionSample,
  treatment: ProportionSample,
): number =>
  Math.sqrt(
    proportionSummary(control).variance / control.n +
      proportionSummary(treatment).variance / treatment.n,
  );

// Under H0 the rates differ by the null; without one both are the common rate.
const restrictedStdErr = (
  control: ProportionSample,
  treatment: ProportionSample,
  hypothesis: number,
): number => {
  const rates = restrictedRates(control, treatment, hypothesis);
  return Math.sqrt(
    (rates.control * (1 - rates.control)) / control.n +
      (rates.treatment * (1 - rates.treatment)) / treatment.n,
  );
};

const checkNull = (
  input: ProportionDifferenceInput,
): readonly StatsProblem[] => {
  const hypothesis = input.null ?? 0;
  if (Math.abs(hypothesis) < 1) return [];
  return [
    {
      code: 'ETUDE_STATS_INVALID_NUMBER',
      path: 'null',
      message: `null is ${hypothesis}: a difference of two rates lies between −1 and 1.`,
    },
  ];
};

/**
 * Tests the difference of two rates, treatment − control, in 0–1.
 *
 * `unpooled-z` (default): `se² = Σ p(1−p)/n`. `pooled-z`: the statistic uses
 * the variance under the null: of the common rate, so that its square is the
 * uncorrected chi-square; with another null that of {@link restrictedRates}.
 * The interval still uses the unpooled error, because the pooled one holds
 * under the null only. Source: Fleiss, Levin & Paik,
 * *Statistical Methods for Rates and Proportions* (3rd ed.), chapter 3.
 *
 * Refuses more successes than units, and a standard error of 0 (all rates 0
 * or 1): {@link newcombeInterval} gives an interval there.
 */
export const proportionDifferenceTest = (
  input: ProportionDifferenceInput,
): StatsResult<EffectTest> => {
  const { control, treatment } = input;
  const refusal = refusalOf([
    ...checkProportion(control, 'control'),
    ...checkProportion(treatment, 'treatment'),
    ...checkNull(input),
  ]);
  if (refusal) return refusal;
  const shared = {
    difference:
      treatment.successes / treatment.n - control.successes / control.n,
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  };
  const unpooled = unpooledStdErr(control, treatment);
  if (input.method !== 'pooled-z') {
    return testEffect({ ...shared, stdErr: unpooled });
  }
  const pooled = testEffect({
    ...shared,
    stdErr: restrictedStdErr(control, treatment, input.null ?? 0),
  });
  // Two opposite certain rates: the test exists, the unpooled interval not.
  if (!pooled.ok || unpooled === 0) return pooled;
  const interval = testEffect({ ...shared, stdErr: unpooled });
  return interval.ok
    ? computed({ ...pooled.value, ci: interval.value.ci })
    : interval;
};
