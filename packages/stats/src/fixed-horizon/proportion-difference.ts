import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { Alternative, EffectTest } from './effect-test';
import { testEffect } from './effect-test';
import type { ProportionSample } from './proportion-sample';
import { checkProportion, proportionSummary } from './proportion-sample';

/** Two variants with a yes/no outcome and how to compare them. */
export type ProportionDifferenceInput = {
  readonly control: ProportionSample;
  readonly treatment: ProportionSample;
  /** Default `unpooled-z`. */
  readonly method?: 'unpooled-z' | 'pooled-z';
  readonly alternative: Alternative;
  /** The hypothesised difference of the rates; `pooled-z` needs 0. */
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

const pooledStdErr = (
  control: ProportionSample,
  treatment: ProportionSample,
): number => {
  const pooled = proportionSummary({
    successes: control.successes + treatment.successes,
    n: control.n + treatment.n,
  });
  return Math.sqrt(pooled.variance * (1 / control.n + 1 / treatment.n));
};

const checkNull = (
  input: ProportionDifferenceInput,
): readonly StatsProblem[] =>
  input.method === 'pooled-z' && (input.null ?? 0) !== 0
    ? [
        {
          code: 'ETUDE_STATS_UNSUPPORTED',
          path: 'null',
          message: `null is ${input.null}: the pooled test assumes equal rates. Use method 'unpooled-z'.`,
        },
      ]
    : [];

/**
 * Tests the difference of two rates, treatment − control, in 0–1.
 *
 * `unpooled-z` (default): `se² = Σ p(1−p)/n`. `pooled-z`: the statistic uses
 * the variance of the common rate, so its square is the uncorrected
 * chi-square; the interval still uses the unpooled error, because the pooled
 * one holds under equal rates only. Source: Fleiss, Levin & Paik,
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
    stdErr: pooledStdErr(control, treatment),
  });
  // Two opposite certain rates: the test exists, the unpooled interval not.
  if (!pooled.ok || unpooled === 0) return pooled;
  const interval = testEffect({ ...shared, stdErr: unpooled });
  return interval.ok
    ? computed({ ...pooled.value, ci: interval.value.ci })
    : interval;
};
