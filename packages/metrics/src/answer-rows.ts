import {
  aggregate,
  caseWhen,
  column,
  compare,
  countRows,
  item,
  literal,
  select,
  table,
} from '@etude/sql';
import type { Cte, SelectQuery } from '@etude/sql';
import { answerFrom } from './answer-from';
import type { AnswerPart, RowParts } from './answer-from';
import type {
  DimensionPlan,
  FunnelPlan,
  MetricPlan,
  QuantilePlan,
} from './computation-plan';
import {
  DIMENSION_INDEX,
  DIMENSION_VALUE,
  funnelNames,
  momentColumns,
  quantileNames,
  valueColumns,
} from './scan-names';
import { companionCount } from './unit-number';
import { enteredUnits } from './units-cte';

const dayColumns = {
  variant: column('variant'),
  exposure_date: column('exposure_date'),
};

const dimensionParts = (dimensions: readonly DimensionPlan[]): RowParts =>
  dimensions.length === 0
    ? {}
    : {
        dimension: caseWhen(
          dimensions.map(({ name }, index) => ({
            when: compare(column(DIMENSION_INDEX), '=', literal(index + 1)),
            then: literal(name),
          })),
        ),
        dimension_value: column(DIMENSION_VALUE),
      };

/** Moments of a metric, and of what was measured beside it. */
export const momentsParts = (
  metric: MetricPlan,
  dimensions: readonly DimensionPlan[],
): AnswerPart[] => {
  const columns = momentColumns(metric);
  const shared = {
    metric_id: literal(metric.metricId),
    ...dayColumns,
    n: column(columns.n),
    ...dimensionParts(dimensions),
  };
  const part = (parts: RowParts): AnswerPart => ({
    parts: { ...shared, ...parts },
    where: compare(column(columns.n), '>', literal(0)),
  });
  const companions = Array.from(
    { length: companionCount(metric) },
    (_, index) => index + 1,
  );
  return [
    part({
      kind: literal('moments'),
      mean: column(columns.mean),
      variance: column(columns.variance),
    }),
    ...(metric.cap === null
      ? []
      : [
          part({
            kind: literal('uncapped'),
            mean: column(columns.uncappedMean),
            variance: column(columns.uncappedVariance),
          }),
        ]),
    ...(metric.cap?.kind === 'percentile'
      ? [
          part({
            kind: literal('cap'),
            mean: column(valueColumns(metric).cap),
          }),
        ]
      : []),
    ...companions.flatMap(left =>
      Array.from({ length: left + 1 }, (_, right) =>
        part({
          kind: literal('companion'),
          mean: column(columns.companionMean(left)),
          variance: column(columns.covariance(left, right)),
          left_index: literal(left),
          right_index: literal(right),
        }),
      ),
    ),
  ];
};

/**
 * How many units may enter a metric, of which those without facts are 0; with
 * the number of its companions, and 1 where it is capped.
 */
export const eligiblePart = (metric: MetricPlan): AnswerPart => {
  const units = column(enteredUnits(metric.window));
  return {
    parts: {
      kind: literal('eligible'),
      metric_id: literal(metric.metricId),
      ...dayColumns,
      n: units,
      // What to fill up with zeros: a cell without any fact has no other row.
      ...(companionCount(metric) === 0
        ? {}
        : { left_index: literal(companionCount(metric)) }),
      ...(metric.cap === null ? {} : { right_index: literal(1) }),
    },
    where: compare(units, '>', literal(0)),
  };
};

/** A quantile (0) with its bounds (1, 2), and the spread of its clusters. */
export const quantileAnswer = ({ metric, of }: QuantilePlan): SelectQuery => {
  const part = (parts: RowParts): AnswerPart => ({
    parts: {
      metric_id: literal(metric.metricId),
      variant: column('variant'),
      ...parts,
    },
    where: null,
  });
  const figures = ['estimate', 'lower_bound', 'upper_bound'].map(
    (name, index) =>
      part({
        kind: literal('quantile'),
        n: column('n'),
        mean: column(name),
        left_index: literal(index),
      }),
  );
  const cluster = (mean: string, spread: string, index: number) =>
    part({
      kind: literal('cluster'),
      n: column('units'),
      mean: column(mean),
      variance: column(spread),
      left_index: literal(index),
    });
  return answerFrom(quantileNames(metric).bounds, [
    ...figures,
    ...(of === 'units'
      ? []
      : [
          cluster('mean_below', 'variance_below', 0),
          cluster('mean_events', 'variance_events', 1),
          cluster('mean_events', 'covariance', 2),
        ]),
  ]);
};

/** How many units took each step of a funnel. */
export const stepAnswers = ({ metric, steps }: FunnelPlan): SelectQuery[] =>
  steps.map((_, index) =>
    answerFrom(funnelNames(metric).counts(index + 1), [
      {
        parts: {
          kind: literal('step'),
          metric_id: literal(metric.metricId),
          ...dayColumns,
          n: column('units'),
          left_index: literal(index + 1),
        },
        where: compare(column('units'), '>', literal(0)),
      },
    ]),
  );

/** Units per variant and day. */
export const trafficPart: AnswerPart = {
  parts: { kind: literal('traffic'), ...dayColumns, n: column('units') },
  where: null,
};

/** `exposed`: how many units there are, how many crossed over, and when. */
export const exposedCte = (): Cte => {
  const crossover = caseWhen([
    { when: column('is_crossover'), then: literal(1) },
  ]);
  return {
    name: 'exposed',
    query: select({
      items: [
        item('units', countRows()),
        item('crossovers', aggregate('count', crossover)),
        item('first_at', aggregate('min', column('exposed_at'))),
        item('last_at', aggregate('max', column('exposed_at'))),
      ],
      from: table('exposures'),
    }),
  };
};

/** All exposed units and when, and those that are in no figure. */
export const exposedAnswer = (): SelectQuery =>
  answerFrom('exposed', [
    {
      parts: {
        kind: literal('exposed'),
        n: column('units'),
        first_at: column('first_at'),
        last_at: column('last_at'),
      },
      where: null,
    },
    {
      parts: { kind: literal('crossover'), n: column('crossovers') },
      where: null,
    },
  ]);
