import {
  aggregate,
  aggregateWhen,
  and,
  caseWhen,
  cast,
  column,
  compare,
  isNull,
  item,
  literal,
  not,
  or,
  select,
  table,
  variance,
} from '@etude/sql';
import type { Cte, Expression, SelectItem } from '@etude/sql';
import type {
  ComputationPlan,
  FactScanPlan,
  MetricPlan,
} from './computation-plan';
import { filterExpression } from './filter-expression';
import { periodConditions, sourceRelation } from './source-relation';
import { afterExposure, isWindowClosed } from './units-cte';

const SOURCE = 'source';
const FACTS = 'facts';
const UNITS = 'units';
const UNIT_KEYS = ['unit', 'variant', 'exposed_at'];

/** Names of the CTEs of the scan at `index`. */
export const scanNames = (index: number) => ({
  facts: `facts_${index + 1}`,
  unitValues: `unit_values_${index + 1}`,
  moments: `moments_${index + 1}`,
});

/** Names of the columns that carry a metric's moments. */
export const momentColumns = (metric: MetricPlan) => ({
  n: `${metric.column}_n`,
  mean: `${metric.column}_mean`,
  variance: `${metric.column}_variance`,
});

const metricFilter = (metric: MetricPlan): Expression | null =>
  metric.filters.length === 0
    ? null
    : and(metric.filters.map(filter => filterExpression(filter, SOURCE)));

/** What a fact gives a metric: its measure, or 1 where facts are counted. */
const factValue = (metric: MetricPlan): Expression => {
  const measure =
    metric.measureColumn === null ? null : column(SOURCE, metric.measureColumn);
  const value =
    metric.aggregation === 'count'
      ? literal(1)
      : cast(measure ?? literal(null), 'double');
  const conditions = [
    ...(metricFilter(metric) === null ? [] : [metricFilter(metric)]),
    ...(metric.aggregation === 'count' && measure !== null
      ? [not(isNull(measure))]
      : []),
  ].filter(condition => condition !== null);
  return conditions.length === 0
    ? value
    : caseWhen([{ when: and(conditions), then: value }]);
};

/** Holds for facts that some metric reads; null when one reads them all. */
const anyMetricFilter = (metrics: readonly MetricPlan[]): Expression | null => {
  const distinct = new Map(
    metrics.map(metric => [JSON.stringify(metric.filters), metric]),
  );
  const filters = [...distinct.values()].map(metricFilter);
  const used = filters.filter(filter => filter !== null);
  return used.length === filters.length ? or(used) : null;
};

/** One pass over the fact table: a value per metric, only rows that matter. */
const factsCte = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  name: string,
): Cte => {
  const unit = cast(column(SOURCE, scan.unitColumn), 'text');
  const at =
    scan.timestampColumn === null
      ? null
      : cast(column(SOURCE, scan.timestampColumn), 'timestamp');
  const someFilter = anyMetricFilter(scan.metrics);
  const where = [
    ...(at === null
      ? []
      : periodConditions(at, SOURCE, {
          from: plan.from,
          until: plan.until,
          isPartitionedByTime: scan.isPartitionedByTime,
        })),
    ...(someFilter === null ? [] : [someFilter]),
  ];
  return {
    name,
    query: select({
      items: [
        item('unit', unit),
        ...(at === null ? [] : [item('fact_at', at)]),
        ...scan.metrics.map(metric => item(metric.column, factValue(metric))),
      ],
      from: sourceRelation(scan.source, SOURCE),
      where: where.length === 0 ? null : and(where),
    }),
  };
};

/** Holds for facts inside the metric's window; null when the join saw to it. */
const isInWindow = (metric: MetricPlan): Expression | null => {
  if (metric.window === null) return null;
  const at = column(FACTS, 'fact_at');
  const after = (seconds: number) => column(UNITS, afterExposure(seconds));
  const { start, end } = metric.window;
  return and([
    ...(start === 0 ? [] : [compare(at, '>=', after(start))]),
    compare(at, '<', after(end)),
  ]);
};

const unitValue = (metric: MetricPlan): SelectItem => {
  const value = column(FACTS, metric.column);
  const condition = isInWindow(metric);
  const name = metric.aggregation === 'average' ? 'mean' : metric.aggregation;
  return item(
    metric.column,
    condition === null
      ? aggregate(name, value)
      : aggregateWhen(name, value, condition),
  );
};

/** Facts joined to their units (inner: zeros are added later), one row each. */
const unitValuesCte = (
  scan: FactScanPlan,
  names: ReturnType<typeof scanNames>,
): Cte => {
  const keys = UNIT_KEYS.map(key => column(UNITS, key));
  const on = [compare(column(FACTS, 'unit'), '=', column(UNITS, 'unit'))];
  if (scan.timestampColumn !== null) {
    const at = column(FACTS, 'fact_at');
    on.push(compare(at, '>=', column(UNITS, 'exposed_at')));
  }
  return {
    name: names.unitValues,
    query: select({
      items: [
        ...UNIT_KEYS.map(key => item(key, column(UNITS, key))),
        ...scan.metrics.map(unitValue),
      ],
      from: table(names.facts, FACTS),
      joins: [{ type: 'inner', relation: table(UNITS), on: and(on) }],
      groupBy: keys,
    }),
  };
};

/** The number a unit enters the analysis with; NULL when it does not enter. */
const analysedValue = (
  plan: ComputationPlan,
  metric: MetricPlan,
): Expression => {
  const total = cast(column(metric.column), 'double');
  const value =
    metric.value === 'proportion'
      ? caseWhen(
          [
            {
              when: compare(total, '>=', literal(metric.threshold)),
              then: cast(literal(1), 'double'),
            },
          ],
          cast(literal(0), 'double'),
        )
      : total;
  const closed = isWindowClosed(plan, metric.window, column('exposed_at'));
  return closed === null ? value : caseWhen([{ when: closed, then: value }]);
};

const momentsCte = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  names: ReturnType<typeof scanNames>,
): Cte => {
  const variant = column('variant');
  const day = cast(column('exposed_at'), 'date');
  return {
    name: names.moments,
    query: select({
      items: [
        item('variant', variant),
        item('exposure_date', day),
        ...scan.metrics.flatMap(metric => {
          const value = analysedValue(plan, metric);
          const columns = momentColumns(metric);
          return [
            item(columns.n, aggregate('count', value)),
            item(columns.mean, aggregate('mean', value)),
            item(columns.variance, variance(value)),
          ];
        }),
      ],
      from: table(names.unitValues),
      groupBy: [variant, day],
    }),
  };
};

/**
 * The CTEs of one fact table: `facts` scanned once, `unit_values` with one row
 * per unit with facts, `moments` per variant and day of those units.
 */
export const scanCtes = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  index: number,
): Cte[] => {
  const names = scanNames(index);
  return [
    factsCte(plan, scan, names.facts),
    unitValuesCte(scan, names),
    momentsCte(plan, scan, names),
  ];
};
