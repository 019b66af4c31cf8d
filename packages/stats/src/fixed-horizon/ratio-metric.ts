import type { PairMoments } from '../moments/pair-moments';
import {
  combinedSumOfSquares,
  isCombinationLost,
} from '../moments/combined-moments';
import { vectorMomentsOfPair } from '../moments/vector-moments';
import type { SampleSummary } from '../moments/sample-summary';
import { varianceOfMean } from '../moments/sample-summary';
import {
  checkCount,
  checkFinite,
  checkRange,
  checkVariance,
  zeroDenominator,
} from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import type { EffectTest } from './effect-test';
import type { MeanDifferenceInput } from './mean-difference';
import { meanDifferenceTest } from './mean-difference';

// The common case, without building a list of no problems.
const isSound = (pair: PairMoments): boolean =>
  Number.isInteger(pair.n) &&
  pair.n >= 2 &&
  pair.m2X >= 0 &&
  pair.m2Y >= 0 &&
  Number.isFinite(pair.meanX + pair.meanY + pair.m2X + pair.m2Y + pair.cXY);

/** Problems of one variant's pair moments. */
export const checkPair = (
  pair: PairMoments,
  path: string,
): readonly StatsProblem[] =>
  isSound(pair)
    ? []
    : [
        ...checkCount(pair.n, `${path}.n`, 2),
        ...(['meanX', 'meanY', 'cXY'] as const).flatMap(key =>
          checkFinite(pair[key], `${path}.${key}`),
        ),
        ...(['m2X', 'm2Y'] as const).flatMap(key =>
          checkVariance(pair[key], `${path}.${key}`),
        ),
      ];

const precisionLost = (path: string, ratio: number): StatsProblem => ({
  code: 'ETUDE_STATS_PRECISION_LOST',
  path: `${path}.variance`,
  message: `${path} is a ratio of ${ratio} whose numerator is nearly proportional to its denominator: rounding has left less than two digits of the variance. Subtract a constant near ${Number(ratio.toPrecision(3))} from the values before they are summed.`,
});

/**
 * A ratio metric of one variant as a summary for the tests: `n` units, `mean`
 * the ratio of sums and `variance` the delta-method variance of one unit.
 *
 * x is the denominator, y the numerator, summed per unit. `R = Σy/Σx`,
 * `v = (s_Y² − 2 R s_XY + R² s_X²) / x̄²`. Source: Deng, Knoblich & Lu 2018
 * (KDD); equals the linearised variance of R's `survey::svyratio`.
 *
 * Refuses fewer than two units, a denominator that sums to 0, moments that no
 * data have, and a variance of which cancellation has left less than two digits
 * (members of clusters with mean 1e8 and standard deviation 1).
 */
export const ratioSummary = (
  pair: PairMoments,
  path = 'ratio',
): StatsResult<SampleSummary> => {
  const refusal = refusalOf([
    ...checkPair(pair, path),
    ...(pair.meanX === 0 ? [zeroDenominator(`${path}.meanX`)] : []),
  ]);
  if (refusal) return refusal;
  const ratio = pair.meanY / pair.meanX;
  const vector = vectorMomentsOfPair(pair);
  if (isCombinationLost(vector, [1, -ratio])) {
    return refusedWith(precisionLost(path, ratio));
  }
  const squares = combinedSumOfSquares(vector, [1, -ratio]);
  const variance = squares / (pair.n - 1) / pair.meanX ** 2;
  return (
    refusalOf([
      ...checkRange({ [`${path}.mean`]: ratio }),
      ...checkVariance(variance, `${path}.variance`),
    ]) ?? computed({ n: pair.n, mean: ratio, variance })
  );
};

/** Two variants of a ratio metric and how to compare them. */
export type RatioMetricInput = Omit<
  MeanDifferenceInput,
  'control' | 'treatment'
> & {
  readonly control: PairMoments;
  readonly treatment: PairMoments;
};

/** The test of two ratios, with each of them. */
export type RatioMetricTest = EffectTest & {
  readonly controlRatio: number;
  readonly controlStdErr: number;
  readonly treatmentRatio: number;
  readonly treatmentStdErr: number;
};

/**
 * Tests the difference of two ratios of sums, treatment − control.
 *
 * {@link ratioSummary} of each variant, then {@link meanDifferenceTest}; the
 * same holds for averages over sessions when users are randomised.
 */
export const ratioMetricTest = (
  input: RatioMetricInput,
): StatsResult<RatioMetricTest> => {
  const control = ratioSummary(input.control, 'control');
  const treatment = ratioSummary(input.treatment, 'treatment');
  if (!control.ok || !treatment.ok) {
    return {
      ok: false,
      problems: [control, treatment].flatMap(result =>
        result.ok ? [] : result.problems,
      ),
    };
  }
  const test = meanDifferenceTest({
    control: control.value,
    treatment: treatment.value,
    test: input.test ?? 'z',
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  });
  return test.ok
    ? computed({
        ...test.value,
        controlRatio: control.value.mean,
        controlStdErr: Math.sqrt(varianceOfMean(control.value)),
        treatmentRatio: treatment.value.mean,
        treatmentStdErr: Math.sqrt(varianceOfMean(treatment.value)),
      })
    : test;
};
