import { cupedAdjust, cupedTest } from '../fixed-horizon/cuped';
import type { CovariateColumns } from '../fixed-horizon/lin-regression';
import { linRegressionTest } from '../fixed-horizon/lin-regression';
import { ratioCupedTest } from '../fixed-horizon/ratio-cuped';
import { regressionAdjustedTest } from '../fixed-horizon/regression-adjustment';
import type { VectorMoments } from '../moments/vector-moments';
import {
  EMPTY_VECTOR_MOMENTS,
  mergeVectorMoments,
  vectorMomentsFromSummary,
  vectorMomentsOf,
} from '../moments/vector-moments';
import type { Adapter, AdapterTable } from './adapter';
import { mapResult } from './adapter';
import type { JsonObject } from './case-input';
import {
  hasValue,
  listAt,
  numberAt,
  numberOr,
  numbersAt,
  objectAt,
  oneOf,
} from './case-input';
import { effectJson } from './effect-json';
import { alternativeOf, testOptions } from './sample-input';

const columnsAt = (
  input: JsonObject,
  key: string,
): readonly (readonly number[])[] =>
  listAt(input, key).map((_, i) =>
    numbersAt({ column: listAt(input, key)[i] }, 'column'),
  );

const unitsAt = (input: JsonObject, key: string): CovariateColumns => {
  const variant = objectAt(input, key);
  return {
    y: numbersAt(variant, 'y'),
    covariates: columnsAt(variant, 'covariates'),
  };
};

// Unit values (`y`, `covariates`), or `n`, `means` and `covariances` (lower
// triangle by rows, outcome first).
const vectorAt = (input: JsonObject, key: string): VectorMoments => {
  const variant = objectAt(input, key);
  if (hasValue(variant, 'covariances')) {
    return vectorMomentsFromSummary({
      n: numberAt(variant, 'n'),
      means: numbersAt(variant, 'means'),
      covariances: numbersAt(variant, 'covariances'),
    });
  }
  const { y, covariates } = unitsAt(input, key);
  return vectorMomentsOf([y, ...covariates]);
};

const cupedVector: Adapter = input =>
  mapResult(
    cupedTest({
      control: vectorAt(input, 'control'),
      treatment: vectorAt(input, 'treatment'),
      ...testOptions(input),
    }),
    test => ({
      ...effectJson(test),
      thetas: test.thetas,
      dropped: test.droppedCovariates,
      adjusted_mean_control: test.adjustedMeanControl,
      adjusted_mean_treatment: test.adjustedMeanTreatment,
      variance_reduction: test.varianceReduction,
    }),
  );

const slopesJson = (test: {
  readonly slopesControl: readonly number[];
  readonly slopesTreatment: readonly number[];
  readonly droppedCovariates: readonly number[];
  readonly adjustedMeanControl: number;
  readonly adjustedMeanTreatment: number;
}): JsonObject => ({
  slopes_control: test.slopesControl,
  slopes_treatment: test.slopesTreatment,
  dropped: test.droppedCovariates,
  adjusted_mean_control: test.adjustedMeanControl,
  adjusted_mean_treatment: test.adjustedMeanTreatment,
});

const regression: Adapter = input =>
  mapResult(
    regressionAdjustedTest({
      control: vectorAt(input, 'control'),
      treatment: vectorAt(input, 'treatment'),
      ...testOptions(input),
    }),
    test => ({
      ...effectJson(test),
      ...slopesJson(test),
      variance_reduction: test.varianceReduction,
    }),
  );

const linRegression: Adapter = input =>
  mapResult(
    linRegressionTest({
      control: unitsAt(input, 'control'),
      treatment: unitsAt(input, 'treatment'),
      alternative: alternativeOf(input),
      null: numberOr(input, 'null', 0),
      alpha: numberAt(input, 'alpha'),
      test: oneOf<'z' | 't'>(input, 'test', ['z', 't']),
    }),
    test => ({ ...effectJson(test), ...slopesJson(test) }),
  );

// Columns of a variant: `num`, `den`, `pre_num` and, if given, `pre_den`.
const ratioColumnsAt = (input: JsonObject, key: string): VectorMoments => {
  const variant = objectAt(input, key);
  const names = ['num', 'den', 'pre_num', 'pre_den'];
  return vectorMomentsOf(
    names
      .filter(name => hasValue(variant, name))
      .map(name => numbersAt(variant, name)),
  );
};

const ratioCuped: Adapter = input =>
  mapResult(
    ratioCupedTest({
      control: ratioColumnsAt(input, 'control'),
      treatment: ratioColumnsAt(input, 'treatment'),
      ...testOptions(input),
    }),
    test => ({
      ...effectJson(test),
      theta: test.thetas[0] ?? null,
      adjusted_mean_control: test.adjustedMeanControl,
      adjusted_mean_treatment: test.adjustedMeanTreatment,
      variance_reduction: test.varianceReduction,
    }),
  );

// `parts`: columns of several variables, one list of columns per day.
const vectorMoments: Adapter = input => {
  const merged = listAt(input, 'parts')
    .map(columns => vectorMomentsOf(columnsAt({ columns }, 'columns')))
    .reduce(mergeVectorMoments, EMPTY_VECTOR_MOMENTS);
  const { n, means, comoments } = merged;
  return { ok: true, value: { n, means, comoments } };
};

// `variants`: a control and any number of treatments, adjusted together.
const cupedVariants: Adapter = input =>
  mapResult(
    cupedAdjust(
      listAt(input, 'variants').map(variant =>
        vectorAt({ variant }, 'variant'),
      ),
    ),
    value => ({
      thetas: value.thetas,
      dropped: value.droppedCovariates,
      means: value.adjusted.map(({ mean }) => mean),
      variances: value.adjusted.map(({ variance }) => variance),
    }),
  );

/** Adjustments for several covariates, from unit values and of ratios. */
export const covariateAdapters: AdapterTable = {
  vector_moments: vectorMoments,
  cuped_variants: cupedVariants,
  cuped_covariates: cupedVector,
  regression_adjustment: regression,
  lin_regression: linRegression,
  ratio_cuped: ratioCuped,
};
