import type { Alternative } from '../fixed-horizon/effect-test';
import type { PreferredDirection } from '../fixed-horizon/directed-test';
import type { ProportionSample } from '../fixed-horizon/proportion-sample';
import type { MeanTest } from '../fixed-horizon/mean-difference';
import { momentsOf } from '../moments/moments';
import { momentsFromSums } from '../moments/moments-from-sums';
import type { PairMoments } from '../moments/pair-moments';
import { pairMomentsFromSummary, pairMomentsOf } from '../moments/pair-moments';
import type { SampleSummary } from '../moments/sample-summary';
import { summaryOf } from '../moments/sample-summary';
import type { Sides } from '../sample-size/required-sample-size';
import type { JsonObject } from './case-input';
import {
  hasValue,
  numberAt,
  numberOr,
  numbersAt,
  objectAt,
  oneOf,
} from './case-input';

/** A variant's summary from raw values, sums or moments. */
export const sampleAt = (input: JsonObject, key: string): SampleSummary => {
  const sample = objectAt(input, key);
  if (hasValue(sample, 'values')) {
    return summaryOf(momentsOf(numbersAt(sample, 'values')));
  }
  const n = numberAt(sample, 'n');
  if (hasValue(sample, 'sum_sq')) {
    const sum = numberAt(sample, 'sum');
    const sumOfSquares = numberAt(sample, 'sum_sq');
    const fromSums = momentsFromSums({ n, sum, sumOfSquares });
    return fromSums.ok
      ? summaryOf(fromSums.value.moments)
      : { n, mean: sum / n, variance: Number.NaN };
  }
  const variance = hasValue(sample, 'variance')
    ? numberAt(sample, 'variance')
    : numberAt(sample, 'sd') ** 2;
  return { n, mean: numberAt(sample, 'mean'), variance };
};

/** Successes and units of a variant. */
export const proportionAt = (
  input: JsonObject,
  key: string,
): ProportionSample => {
  const sample = objectAt(input, key);
  return {
    successes: numberAt(sample, 'successes'),
    n: numberAt(sample, 'n'),
  };
};

/**
 * Pair moments of a variant from two columns, or from engine moments
 * (`n`, `mean_x`, `mean_y`, `var_x`, `var_y`, `cov_xy`).
 */
export const pairAt = (
  input: JsonObject,
  key: string,
  columns: { readonly x: string; readonly y: string },
): PairMoments => {
  const sample = objectAt(input, key);
  if (Array.isArray(sample[columns.x])) {
    return pairMomentsOf({
      x: numbersAt(sample, columns.x),
      y: numbersAt(sample, columns.y),
    });
  }
  return pairMomentsFromSummary({
    n: numberAt(sample, 'n'),
    meanX: numberAt(sample, `mean_${columns.x}`),
    meanY: numberAt(sample, `mean_${columns.y}`),
    varianceX: numberAt(sample, `var_${columns.x}`),
    varianceY: numberAt(sample, `var_${columns.y}`),
    covariance: numberAt(sample, `cov_${columns.x}${columns.y}`),
  });
};

/** The alternative of a test, two-sided unless given. */
export const alternativeOf = (input: JsonObject): Alternative =>
  oneOf(input, 'alternative', ['two-sided', 'larger', 'smaller']);

/** The reference distribution of a test, normal unless given. */
export const testOf = (input: JsonObject): MeanTest =>
  oneOf(input, 'test', ['z', 'welch-t', 'student-t']);

/** The preferred direction of a metric, an increase unless given. */
export const directionOf = (input: JsonObject): PreferredDirection =>
  oneOf(input, 'preferred_direction', ['increase', 'decrease']);

/** Level, null and alternative, as every test takes them. */
export const testOptions = (
  input: JsonObject,
): {
  readonly test: MeanTest;
  readonly alternative: Alternative;
  readonly null: number;
  readonly alpha: number;
} => ({
  test: testOf(input),
  alternative: alternativeOf(input),
  null: numberOr(input, 'null', 0),
  alpha: numberAt(input, 'alpha'),
});

/** One or two sides; two unless given. */
export const sidesOf = (input: JsonObject): Sides =>
  numberOr(input, 'sides', 2) === 1 ? 1 : 2;

/** A pair of weights, equal unless given. */
export const allocationOf = (input: JsonObject): readonly [number, number] => {
  if (!hasValue(input, 'allocation')) return [1, 1];
  const [control = NaN, treatment = NaN] = numbersAt(input, 'allocation');
  return [control, treatment];
};
