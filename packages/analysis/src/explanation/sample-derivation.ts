import { pairMomentsAt } from '@etude/stats';
import type { QuantileRow } from '../analysis-input';
import { outcomeOf, vectorOf } from '../metrics/moments-index';
import { covariateDerivation } from './covariate-derivation';
import type { EstimatedMetric } from './explained-metric';
import type { Derivation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';
import { SOURCES } from './sources';

/** Suffix of a variant in names of inputs, and how a sentence calls it. */
export type Side = {
  readonly suffix: 'C' | 'T';
  readonly variant: string;
  readonly key: 'control' | 'treatment';
};

/** Control and treatment of a metric. */
export const sidesOf = ({
  context,
  variant,
}: Pick<EstimatedMetric, 'context' | 'variant'>): readonly [Side, Side] => [
  {
    suffix: 'C',
    variant: context.input.plan.controlVariant,
    key: 'control',
  },
  { suffix: 'T', variant, key: 'treatment' },
];

const cellOf = (
  { context, metric }: EstimatedMetric,
  { variant }: Side,
): ReturnType<typeof context.moments.total.cellOf> =>
  context.moments.total.cellOf(metric.metricId, variant);

/** n, mean and variance of a variant, as inputs of the figures after them. */
export const summaryInputs = (explained: EstimatedMetric): Derivation => ({
  inputs: sidesOf(explained).flatMap(({ suffix, variant, key }) => {
    const { n, mean, variance } = explained.samples[key];
    return [
      input(`n_${suffix}`, n, `Units of ${variant}`),
      input(`m_${suffix}`, mean, `Estimate of ${variant}`),
      input(`v_${suffix}`, variance, `Variance of one unit of ${variant}`),
    ];
  }),
  steps: [],
});

const averageSide = (explained: EstimatedMetric, side: Side): Derivation => {
  const { n, mean, variance } = explained.samples[side.key];
  const { suffix, variant } = side;
  return {
    inputs: [
      input(`n_${suffix}`, n, `Units of ${variant}`),
      input(`m_${suffix}`, mean, `Mean of a unit of ${variant}`),
      input(
        `v_${suffix}`,
        variance,
        `Variance of one unit of ${variant} (denominator n − 1)`,
      ),
    ],
    steps: [],
  };
};

const proportionSide = (explained: EstimatedMetric, side: Side): Derivation => {
  const { n, mean, variance } = explained.samples[side.key];
  const { suffix, variant } = side;
  const { mean: rate } = outcomeOf(cellOf(explained, side));
  return {
    inputs: [
      input(`n_${suffix}`, n, `Units of ${variant}`),
      input(
        `k_${suffix}`,
        Math.round(n * rate),
        `Units of ${variant} with the outcome`,
      ),
    ],
    steps: [
      step(`m_${suffix}`, `k_${suffix} / n_${suffix}`, mean),
      step(`v_${suffix}`, `m_${suffix} * (1 - m_${suffix})`, variance),
    ],
  };
};

const ratioSide = (explained: EstimatedMetric, side: Side): Derivation => {
  const { mean, variance } = explained.samples[side.key];
  const { suffix, variant } = side;
  const pair = pairMomentsAt(vectorOf(cellOf(explained, side)), 1, 0);
  const df = pair.n - 1;
  return {
    inputs: [
      input(`n_${suffix}`, pair.n, `Units of ${variant}`),
      input(
        `y_${suffix}`,
        pair.meanY,
        `Mean of the numerator in ${variant}, per unit`,
      ),
      input(
        `x_${suffix}`,
        pair.meanX,
        `Mean of the denominator in ${variant}, per unit`,
      ),
      input(`s_yy_${suffix}`, pair.m2Y / df, 'Variance of the numerator'),
      input(`s_xx_${suffix}`, pair.m2X / df, 'Variance of the denominator'),
      input(`s_xy_${suffix}`, pair.cXY / df, 'Their covariance'),
    ],
    steps: [
      step(`m_${suffix}`, `y_${suffix} / x_${suffix}`, mean),
      step(
        `v_${suffix}`,
        `(s_yy_${suffix} - 2 * m_${suffix} * s_xy_${suffix} + m_${suffix}^2 * s_xx_${suffix}) / x_${suffix}^2`,
        variance,
      ),
    ],
  };
};

const eventInputs = (
  events: NonNullable<QuantileRow['events']>,
  { suffix, variant }: Side,
): Derivation['inputs'] => [
  input(`n_${suffix}`, events.units, `Units of ${variant} with events`),
  input(`x_${suffix}`, events.meanEvents, 'Events of a unit, mean'),
  input(
    `y_${suffix}`,
    events.meanBelow,
    'Events of a unit at or below the quantile, mean',
  ),
  input(`s_xx_${suffix}`, events.varianceEvents, 'Variance of the events'),
  input(
    `s_yy_${suffix}`,
    events.varianceBelow,
    'Variance of the events at or below',
  ),
  input(`s_xy_${suffix}`, events.covariance, 'Their covariance'),
];

const quantileSide = (explained: EstimatedMetric, side: Side): Derivation => {
  const { suffix, variant } = side;
  const row = explained.context.input.quantiles?.find(
    one => one.metricId === explained.info.id && one.variant === variant,
  );
  if (row === undefined) return summaryInputs(explained);
  const { variance } = explained.samples[side.key];
  const { events } = row;
  const values = events === undefined ? `n_${suffix}` : `values_${suffix}`;
  const iid = `(${values} - 1) * ((upper_${suffix} - lower_${suffix}) / (2 * z_upper(0.025)))^2`;
  const share = `(y_${suffix} / x_${suffix})`;
  const clustering = `(s_yy_${suffix} - 2 * ${share} * s_xy_${suffix} + ${share}^2 * s_xx_${suffix}) / (x_${suffix} * tau * (1 - tau))`;
  return {
    inputs: [
      input(values, row.n, `Values of ${variant}`),
      input(`m_${suffix}`, row.value, `The quantile in ${variant}`),
      input(`lower_${suffix}`, row.lower, 'Its 95 % bounds, lower'),
      input(`upper_${suffix}`, row.upper, 'and upper, for independent values'),
      ...(events === undefined ? [] : eventInputs(events, side)),
    ],
    steps:
      events === undefined
        ? [step(`v_${suffix}`, iid, variance)]
        : [
            step(
              `v_${suffix}`,
              `${iid} * (${clustering}) * n_${suffix} / ${values}`,
              variance,
            ),
          ],
  };
};

const sideOf = (explained: EstimatedMetric, side: Side): Derivation => {
  switch (explained.info.type) {
    case 'proportion':
      return proportionSide(explained, side);
    case 'ratio':
      return ratioSide(explained, side);
    case 'quantile':
      return quantileSide(explained, side);
    default:
      return averageSide(explained, side);
  }
};

const quantileInput = ({ info }: EstimatedMetric): Derivation => ({
  inputs:
    info.type === 'quantile'
      ? [
          input(
            'tau',
            info.quantile ?? 0.5,
            'Which quantile: 0.5 is the median',
          ),
        ]
      : [],
  steps: [],
});

/**
 * From what was measured to `n`, `m` (estimate) and `v` (variance of one
 * unit) of control (C) and treatment (T), or of the one asked for, by the type
 * of the metric. Covariates are taken out of both together.
 */
export const sampleDerivation = (
  explained: EstimatedMetric,
  sides: readonly Side[] = sidesOf(explained),
): Derivation => {
  if (explained.samples.unadjusted !== undefined) {
    const [control, treatment] = sidesOf(explained);
    return covariateDerivation(explained, [
      vectorOf(cellOf(explained, control)),
      vectorOf(cellOf(explained, treatment)),
    ]);
  }
  return joined(
    quantileInput(explained),
    ...sides.map(side => sideOf(explained, side)),
  );
};

/** Where the variance of a metric of this type is from. */
export const sampleSource = ({ info, samples, context }: EstimatedMetric) => {
  if (samples.unadjusted !== undefined) return SOURCES.cuped;
  switch (info.type) {
    case 'ratio':
      return SOURCES.delta;
    case 'quantile':
      return context.input.quantiles?.some(
        row => row.metricId === info.id && row.events !== undefined,
      ) === true
        ? SOURCES.quantileOfEvents
        : SOURCES.quantile;
    default:
      return SOURCES.meanDifference;
  }
};
