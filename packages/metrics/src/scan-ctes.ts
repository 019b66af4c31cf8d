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
} from '@etude/sql';
import type { Cte, Expression, SelectItem } from '@etude/sql';
import type {
  ComputationPlan,
  FactScanPlan,
  MetricPlan,
} from './computation-plan';
import { filterExpression } from './filter-expression';
import { periodConditions, sourceRelation } from './source-relation';
import { momentsCtes, scanNames } from './moments-cte';
import type { ScanNames } from './moments-cte';
import { afterExposure } from './units-cte';

const SOURCE = 'source';
const FACTS = 'facts';
const UNITS = 'units';
const UNIT_KEYS = ['unit', 'variant', 'exposed_at'];

/** What is read from facts for a metric: its value, and its denominator. */
type FactValue = Pick<
  MetricPlan,
  'column' | 'aggregation' | 'measureColumn' | 'filters'
>;

const factValuesOf = (metric: MetricPlan): readonly FactValue[] =>
  metric.denominator === null ? [metric] : [metric, metric.denominator];

const filterOf = ({ filters }: FactValue): Expression | null =>
  filters.length === 0
    ? null
    : and(filters.map(filter => filterExpression(filter, SOURCE)));

/** What a fact gives a value: its measure, or 1 where facts are counted. */
const factValue = (plan: FactValue): Expression => {
  const measure =
    plan.measureColumn === null ? null : column(SOURCE, plan.measureColumn);
  const value =
    plan.aggregation === 'count'
      ? literal(1)
      : cast(measure ?? literal(null), 'double');
  const filter = filterOf(plan);
  const conditions = [
    ...(filter === null ? [] : [filter]),
    ...(plan.aggregation === 'count' && measure !== null
      ? [not(isNull(measure))]
      : []),
  ];
  return conditions.length === 0
    ? value
    : caseWhen([{ when: and(conditions), then: value }]);
};

/** Holds for facts that some value reads; null when one reads them all. */
const anyFilter = (values: readonly FactValue[]): Expression | null => {
  const distinct = new Map(
    values.map(value => [JSON.stringify(value.filters), value]),
  );
  const filters = [...distinct.values()].map(filterOf);
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
  const values = scan.metrics.flatMap(factValuesOf);
  const someFilter = anyFilter(values);
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
        ...values.map(value => item(value.column, factValue(value))),
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

const unitValues = (metric: MetricPlan): SelectItem[] => {
  const condition = isInWindow(metric);
  return factValuesOf(metric).map(value => {
    const arg = column(FACTS, value.column);
    const name = value.aggregation === 'average' ? 'mean' : value.aggregation;
    return item(
      value.column,
      condition === null
        ? aggregate(name, arg)
        : aggregateWhen(name, arg, condition),
    );
  });
};

/** Facts joined to their units (inner: zeros are added later), one row each. */
const unitValuesCte = (scan: FactScanPlan, names: ScanNames): Cte => {
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
        ...scan.metrics.flatMap(unitValues),
      ],
      from: table(names.facts, FACTS),
      joins: [{ type: 'inner', relation: table(UNITS), on: and(on) }],
      groupBy: keys,
    }),
  };
};

/**
 * The CTEs of one fact table: `facts` scanned once, `unit_values` with one row
 * per unit with facts, and their moments.
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
    ...momentsCtes(plan, scan, names),
  ];
};
