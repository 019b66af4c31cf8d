import type { VectorMoments } from '@etude/stats';
import {
  comomentAt,
  cupedAdjust,
  linearisedRatioPairs,
  mergeVectorMoments,
  vectorMomentsOfPair,
} from '@etude/stats';
import type { EstimatedMetric } from './explained-metric';
import type { Derivation, ExplainedStep } from './figure-explanation';
import { input, step } from './figure-explanation';

type Vectors = readonly [control: VectorMoments, treatment: VectorMoments];

const SUFFIXES = ['C', 'T'] as const;

// A ratio is linearised before its covariates are taken out.
const columnsOf = (
  { info }: EstimatedMetric,
  vectors: Vectors,
): Vectors | undefined => {
  if (info.type !== 'ratio') return vectors;
  const pairs = linearisedRatioPairs(vectors);
  if (!pairs.ok) return undefined;
  const [control, treatment] = pairs.value;
  return control === undefined || treatment === undefined
    ? undefined
    : [vectorMomentsOfPair(control), vectorMomentsOfPair(treatment)];
};

const placesOf = (v: VectorMoments): readonly number[] =>
  v.means.slice(1).map((_, index) => index + 1);

const covariance = (v: VectorMoments, i: number, j: number): number =>
  comomentAt(v, i, j) / (v.n - 1);

const measured = (
  v: VectorMoments,
  at: { readonly suffix: 'C' | 'T'; readonly variant: string },
): Derivation['inputs'] => {
  const { suffix, variant } = at;
  const places = placesOf(v);
  return [
    input(`n_${suffix}`, v.n, `Units of ${variant}`),
    input(
      `y_${suffix}`,
      v.means[0] ?? Number.NaN,
      `Mean of a unit of ${variant}, not adjusted`,
    ),
    input(`s_yy_${suffix}`, covariance(v, 0, 0), 'Its variance'),
    ...places.flatMap(i => [
      input(
        `x${i}_${suffix}`,
        v.means[i] ?? Number.NaN,
        `Mean of covariate ${i} in ${variant}`,
      ),
      input(
        `s_x${i}y_${suffix}`,
        covariance(v, i, 0),
        `Covariance of covariate ${i} with the outcome`,
      ),
      ...places
        .filter(j => j <= i)
        .map(j =>
          input(
            `s_x${i}x${j}_${suffix}`,
            covariance(v, i, j),
            i === j
              ? `Variance of covariate ${i}`
              : `Covariance of covariates ${i} and ${j}`,
          ),
        ),
    ]),
  ];
};

// Sums of products over all units: within both variants and between them.
const pooledProduct = (
  [control, treatment]: Vectors,
  other: 'y' | 'x1',
): ExplainedStep => {
  const j = other === 'y' ? 0 : 1;
  const all = mergeVectorMoments(control, treatment);
  return step(
    `S_x${other === 'y' ? 'y' : 'x'}`,
    `(n_C - 1) * s_x1${other}_C + (n_T - 1) * s_x1${other}_T + n_C * n_T / (n_C + n_T) * (x1_T - x1_C) * (${other}_T - ${other}_C)`,
    comomentAt(all, 1, j),
  );
};

const slopes = (
  vectors: Vectors,
  thetas: readonly number[],
): readonly ExplainedStep[] => {
  const [theta] = thetas;
  if (thetas.length === 1 && theta !== undefined && theta !== 0) {
    return [
      pooledProduct(vectors, 'y'),
      pooledProduct(vectors, 'x1'),
      step('theta1', 'S_xy / S_xx', theta),
    ];
  }
  return thetas.map((value, index) =>
    step(
      `theta${index + 1}`,
      value === 0
        ? '0'
        : `entry ${index + 1} of S_XX⁻¹ S_XY, over the units of both variants`,
      value,
    ),
  );
};

const adjusted = (
  { samples }: EstimatedMetric,
  at: { readonly suffix: 'C' | 'T'; readonly places: readonly number[] },
): readonly ExplainedStep[] => {
  const { suffix, places } = at;
  const { mean, variance } =
    suffix === 'C' ? samples.control : samples.treatment;
  const shift = places
    .map(i => ` - theta${i} * (x${i}_${suffix} - x${i}_all)`)
    .join('');
  const linear = places
    .map(i => ` - 2 * theta${i} * s_x${i}y_${suffix}`)
    .join('');
  const squared = places
    .flatMap(i =>
      places
        .filter(j => j <= i)
        .map(
          j =>
            ` + ${i === j ? '' : '2 * '}theta${i} * theta${j} * s_x${i}x${j}_${suffix}`,
        ),
    )
    .join('');
  return [
    step(`m_${suffix}`, `y_${suffix}${shift}`, mean),
    step(`v_${suffix}`, `s_yy_${suffix}${linear}${squared}`, variance),
  ];
};

/**
 * From the moments of outcome and covariates to adjusted means and variances:
 * the slopes over all units, then each variant moved to where its covariates
 * have their common means.
 */
export const covariateDerivation = (
  explained: EstimatedMetric,
  vectors: Vectors,
): Derivation => {
  const columns = columnsOf(explained, vectors);
  if (columns === undefined) return { inputs: [], steps: [] };
  const adjustment = cupedAdjust(columns);
  if (!adjustment.ok) return { inputs: [], steps: [] };
  const { variant, context } = explained;
  const names = [context.input.plan.controlVariant, variant];
  const all = mergeVectorMoments(...columns);
  const places = placesOf(all);
  return {
    inputs: columns.flatMap((v, index) =>
      measured(v, {
        suffix: SUFFIXES[index] ?? 'T',
        variant: names[index] ?? variant,
      }),
    ),
    steps: [
      ...slopes(columns, adjustment.value.thetas),
      ...places.map(i =>
        step(
          `x${i}_all`,
          `(n_C * x${i}_C + n_T * x${i}_T) / (n_C + n_T)`,
          all.means[i] ?? null,
        ),
      ),
      ...SUFFIXES.flatMap(suffix => adjusted(explained, { suffix, places })),
    ],
  };
};
