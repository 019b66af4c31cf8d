import {
  aggregate,
  ascending,
  caseWhen,
  cast,
  column,
  compare,
  countRows,
  item,
  literal,
  select,
  table,
  unionAll,
  withCtes,
} from '@etude/sql';
import type { Expression, Query, SelectQuery, SqlType } from '@etude/sql';
import type {
  ComputationPlan,
  DimensionPlan,
  MetricPlan,
} from './computation-plan';
import { dimensionsOf, isOverAllUnits } from './computation-plan';
import { exposuresCte } from './exposures-cte';
import {
  companionCount,
  dimensionMoments,
  momentColumns,
  scanNames,
} from './moments-cte';
import { scanCtes } from './scan-ctes';
import { closedUnits, trafficCte, unitsCte } from './units-cte';

const ROW_TYPES = {
  kind: 'text',
  metric_id: 'text',
  variant: 'text',
  exposure_date: 'date',
  n: 'bigint',
  mean: 'double',
  variance: 'double',
  first_at: 'timestamp',
  last_at: 'timestamp',
  dimension: 'text',
  dimension_value: 'text',
  left_index: 'bigint',
  right_index: 'bigint',
} as const satisfies Record<string, SqlType>;

type RowColumn = keyof typeof ROW_TYPES;
const ROW_COLUMNS: readonly RowColumn[] = [
  'kind',
  'metric_id',
  'variant',
  'exposure_date',
  'n',
  'mean',
  'variance',
  'first_at',
  'last_at',
  'dimension',
  'dimension_value',
  'left_index',
  'right_index',
];

const ROW_ORDER: readonly RowColumn[] = [
  'kind',
  'metric_id',
  'variant',
  'exposure_date',
  'dimension',
  'dimension_value',
  'left_index',
  'right_index',
];

type RowParts = Partial<Record<RowColumn, Expression>>;

/** A branch of the answer: every column typed, so that branches line up. */
const rowsFrom = (
  source: string,
  parts: RowParts,
  where: Expression | null = null,
): SelectQuery =>
  select({
    items: ROW_COLUMNS.map(name =>
      item(name, cast(parts[name] ?? literal(null), ROW_TYPES[name])),
    ),
    from: table(source),
    where,
  });

const dayColumns = {
  variant: column('variant'),
  exposure_date: column('exposure_date'),
};

const momentsRows = (
  source: string,
  metric: MetricPlan,
  dimension: DimensionPlan | null,
): SelectQuery[] => {
  const columns = momentColumns(metric);
  const isKnown = compare(column(columns.n), '>', literal(0));
  const shared = {
    metric_id: literal(metric.metricId),
    ...dayColumns,
    n: column(columns.n),
    ...(dimension === null
      ? {}
      : {
          dimension: literal(dimension.name),
          dimension_value: column(dimension.column),
        }),
  };
  const variables = companionCount(metric) + 1;
  const pairs = Array.from({ length: variables }, (_, left) =>
    Array.from({ length: left + 1 }, (__, right) => ({ left, right })),
  ).flat();
  return pairs.map(({ left, right }) =>
    rowsFrom(
      source,
      left === 0
        ? {
            kind: literal('moments'),
            ...shared,
            mean: column(columns.mean),
            variance: column(columns.variance),
          }
        : {
            kind: literal('companion'),
            ...shared,
            mean: column(columns.companionMean(left)),
            variance: column(columns.covariance(left, right)),
            left_index: literal(left),
            right_index: literal(right),
          },
      isKnown,
    ),
  );
};

const eligibleRows = (metric: MetricPlan): SelectQuery => {
  const units = column(closedUnits(metric.window));
  return rowsFrom(
    'traffic',
    {
      kind: literal('eligible'),
      metric_id: literal(metric.metricId),
      ...dayColumns,
      n: units,
    },
    compare(units, '>', literal(0)),
  );
};

const exposedRow = (): SelectQuery =>
  rowsFrom('exposures', {
    kind: literal('exposed'),
    n: countRows(),
    first_at: aggregate('min', column('exposed_at')),
    last_at: aggregate('max', column('exposed_at')),
  });

const crossoverRow = (): SelectQuery => {
  const crossover = caseWhen([
    { when: column('is_crossover'), then: literal(1) },
  ]);
  return rowsFrom('exposures', {
    kind: literal('crossover'),
    n: aggregate('count', crossover),
  });
};

/**
 * One query for all metrics of a plan, for {@link readComputationRows}: rows
 * of kind `moments` (units with facts), `companion` (means of what else was
 * measured on them, and covariances by index), `eligible` (all units that may enter,
 * where units without facts count as 0), `traffic`, `exposed`, `crossover`.
 */
export const computationQuery = (plan: ComputationPlan): Query => {
  const answers = [
    exposedRow(),
    crossoverRow(),
    rowsFrom('traffic', {
      kind: literal('traffic'),
      ...dayColumns,
      n: column('units'),
    }),
    ...plan.scans.flatMap((scan, index) =>
      scan.metrics.flatMap(metric => [
        ...momentsRows(scanNames(index).moments, metric, null),
        ...(metric.isZeroFilled && !isOverAllUnits(plan)
          ? [eligibleRows(metric)]
          : []),
        ...dimensionsOf(plan).flatMap(dimension =>
          momentsRows(
            dimensionMoments(scanNames(index), dimension),
            metric,
            dimension,
          ),
        ),
      ]),
    ),
  ];
  return withCtes(
    [
      exposuresCte(plan),
      unitsCte(plan),
      trafficCte(plan),
      ...plan.scans.flatMap((scan, index) => scanCtes(plan, scan, index)),
      { name: 'answers', query: unionAll(answers) },
    ],
    select({
      items: ROW_COLUMNS.map(name => item(name, column(name))),
      from: table('answers'),
      orderBy: ROW_ORDER.map(name => ascending(column(name))),
    }),
  );
};
