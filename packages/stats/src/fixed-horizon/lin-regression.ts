import { checkCount, checkFinite, lengthMismatch } from '../input-checks';
import type { VectorMoments } from '../moments/vector-moments';
import { combinedSumOfSquares } from '../moments/combined-moments';
import { mergeVectorMoments, vectorMomentsOf } from '../moments/vector-moments';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { covariateFit, sharedCovariates, whitenerOf } from './covariate-slopes';
import { adjustedMean, checkCovariates, droppedOf } from './cuped';
import type { Alternative, EffectTest } from './effect-test';
import { testEffect } from './effect-test';

/** Unit values of one variant: the outcome and its covariates. */
export type CovariateColumns = {
  readonly y: readonly number[];
  /** One column per covariate, one entry per unit in each. */
  readonly covariates: readonly (readonly number[])[];
};

/** Two variants' unit values and how to compare them. */
export type LinRegressionInput = {
  readonly control: CovariateColumns;
  readonly treatment: CovariateColumns;
  readonly alternative: Alternative;
  /** The hypothesised difference; default 0. */
  readonly null?: number;
  readonly alpha: number;
  /** Default `z`; `t` has n − (number of coefficients) degrees of freedom. */
  readonly test?: 'z' | 't';
};

/** The regression-adjusted test from unit values. */
export type LinRegressionTest = EffectTest & {
  readonly slopesControl: readonly number[];
  readonly slopesTreatment: readonly number[];
  readonly droppedCovariates: readonly number[];
  readonly adjustedMeanControl: number;
  readonly adjustedMeanTreatment: number;
};

const checkColumns = (
  { y, covariates }: CovariateColumns,
  path: string,
): readonly StatsProblem[] => [
  ...checkCount(y.length, `${path}.y.length`, 2),
  ...y.flatMap((value, i) => checkFinite(value, `${path}.y[${i}]`)),
  ...covariates.flatMap((column, c) => [
    ...(column.length === y.length
      ? []
      : [
          lengthMismatch(
            `${path}.y and covariates[${c}]`,
            `${y.length}, ${column.length}`,
          ),
        ]),
    ...column.flatMap((value, i) =>
      checkFinite(value, `${path}.covariates[${c}][${i}]`),
    ),
  ]),
];

const momentsOfColumns = ({ y, covariates }: CovariateColumns): VectorMoments =>
  vectorMomentsOf([y, ...covariates]);

type VariantFit = {
  readonly slopes: readonly number[];
  readonly mean: number;
  /** HC2 variance of the adjusted mean. */
  readonly variance: number;
};

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

// A unit with all leverage has no residual to estimate its variance from.
const EXACT_FIT = 1e-10;

const fittedExactly = (path: string): StatsProblem => ({
  code: 'ETUDE_STATS_TOO_FEW_UNITS',
  path,
  message: `${path} has a unit that its regression fits exactly (the only one with that value of a covariate): its HC2 error does not exist. Drop the covariate or wait for more units.`,
});

const checkFit = (fit: VariantFit, path: string): readonly StatsProblem[] =>
  Number.isNaN(fit.variance) ? [fittedExactly(path)] : [];

type Fitted = {
  readonly v: VectorMoments;
  readonly all: VectorMoments;
  readonly kept: readonly number[];
};

// The adjusted mean is Σ a_i y_i with a_i = 1/n − w(x_i)·w(x̄_g − x̄); the
// leverage of unit i is 1/n + w(x_i)·w(x_i).
const fitOf = (columns: CovariateColumns, fitted: Fitted): VariantFit => {
  const { v, all, kept } = fitted;
  const slopes = covariateFit(v, kept).slopes;
  const whiten = whitenerOf(v, kept);
  const away = whiten(v.means.map((mean, i) => mean - (all.means[i] ?? NaN)));
  let variance = 0;
  columns.y.forEach((y, unit) => {
    const deviations = [
      y - (v.means[0] ?? NaN),
      ...columns.covariates.map(
        (column, c) => (column[unit] ?? NaN) - (v.means[c + 1] ?? NaN),
      ),
    ];
    const place = whiten(deviations);
    const residual = (deviations[0] ?? NaN) - dot(slopes, deviations.slice(1));
    const weight = 1 / v.n - dot(place, away);
    const leverage = 1 / v.n + dot(place, place);
    variance +=
      leverage < 1 - EXACT_FIT
        ? (weight * residual) ** 2 / (1 - leverage)
        : Number.NaN;
  });
  const isDetermined =
    combinedSumOfSquares(v, [1, ...slopes.map(slope => -slope)]) === 0;
  return {
    slopes,
    mean: adjustedMean(v, slopes, all),
    variance: isDetermined ? 0 : variance,
  };
};

const testOf = (
  input: LinRegressionInput,
  fit: {
    readonly control: VariantFit;
    readonly treatment: VariantFit;
    readonly kept: readonly number[];
  },
): StatsResult<EffectTest> => {
  const units = input.control.y.length + input.treatment.y.length;
  return testEffect({
    difference: fit.treatment.mean - fit.control.mean,
    stdErr: Math.sqrt(fit.treatment.variance + fit.control.variance),
    df: input.test === 't' ? units - 2 * (1 + fit.kept.length) : Infinity,
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  });
};

/**
 * Tests the difference of means after the interacted regression, with the HC2
 * error, from unit values.
 *
 * Regression of y on the variant, the covariates centred at their pooled
 * means and all interactions; `Var = Σ a_i² e_i²/(1 − h_i)`. Source: Lin 2013,
 * *Annals of Applied Statistics* 7, 295–318; MacKinnon & White 1985, *Journal
 * of Econometrics* 29, 305–325. Checked against R's `estimatr::lm_lin`.
 *
 * The pooled means of the covariates count as fixed, as in `lm_lin`: the
 * interval is of the effect in the units at hand. Where the slopes of the
 * variants differ it covers the effect in the population less often than it
 * says, by the lacking variance `Δgᵀ S_X Δg/n`: 91.4 % instead of 95 % with
 * slopes of 0.8 and 1.8 and 450 and 50 units (docs/calibration.md). For the
 * population take {@link regressionAdjustedTest}, which counts that noise.
 *
 * Refuses a variant with fewer units than its regression has parameters plus
 * one, a unit that the regression must fit exactly, and no spread left.
 */
export const linRegressionTest = (
  input: LinRegressionInput,
): StatsResult<LinRegressionTest> => {
  const refusal = refusalOf([
    ...checkColumns(input.control, 'control'),
    ...checkColumns(input.treatment, 'treatment'),
  ]);
  if (refusal) return refusal;
  const control = momentsOfColumns(input.control);
  const treatment = momentsOfColumns(input.treatment);
  const mismatch = refusalOf(checkCovariates({ control, treatment }, 2));
  if (mismatch) return mismatch;
  const all = mergeVectorMoments(control, treatment);
  const kept = sharedCovariates(control, treatment);
  const least = kept.length + 2;
  const tooFew = refusalOf([
    ...checkCount(control.n, 'control.n', least),
    ...checkCount(treatment.n, 'treatment.n', least),
  ]);
  if (tooFew) return tooFew;
  const fit = {
    control: fitOf(input.control, { v: control, all, kept }),
    treatment: fitOf(input.treatment, { v: treatment, all, kept }),
    kept,
  };
  const exact = refusalOf([
    ...checkFit(fit.control, 'control'),
    ...checkFit(fit.treatment, 'treatment'),
  ]);
  if (exact) return exact;
  const test = testOf(input, fit);
  return test.ok
    ? computed({
        ...test.value,
        slopesControl: fit.control.slopes,
        slopesTreatment: fit.treatment.slopes,
        droppedCovariates: droppedOf(control.means.length - 1, kept),
        adjustedMeanControl: fit.control.mean,
        adjustedMeanTreatment: fit.treatment.mean,
      })
    : test;
};
