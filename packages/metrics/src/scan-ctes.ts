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
  lastBy,
  least,
  literal,
  not,
  or,
  select,
  table,
} from '@etude/sql';
import type { Cte, Expression, Join, SelectItem } from '@etude/sql';
import type {
  ComputationPlan,
  FactScanPlan,
  FactValuePlan,
  MetricPlan,
} from './computation-plan';
import { unitMetricsOf } from './computation-plan';
import { filterExpression } from './filter-expression';
import { isCounting } from './plan-metric';
import { valueColumns } from './scan-names';
import type { ScanNames } from './scan-names';
import { periodConditions, sourceRelation } from './source-relation';
import { afterExposure, isExposure } from './units-cte';

const SOURCE = 'source';
export const FACTS = 'facts';
const UNITS = 'units';
const UNIT_KEYS = ['unit', 'variant', 'exposed_at'];
const MS_PER_SECOND = 1000;
const SECONDS_PER_DAY = 86_400;

const valuesOf = (metric: MetricPlan): readonly FactValuePlan[] =>
  metric.denominator === null ? [metric] : [metric, metric.denominator];

/** All that is read from the facts of a scan. */
const factValuesOf = (scan: FactScanPlan): readonly FactValuePlan[] => [
  ...scan.metrics.flatMap(valuesOf),
  ...scan.quantiles.map(({ metric }) => metric),
  ...scan.steps,
];

const filterOf = ({ filters }: FactValuePlan): Expression | null =>
  filters.length === 0
    ? null
    : and(filters.map(filter => filterExpression(filter, SOURCE)));

/** What a fact gives a value: its measure, or 1 where facts are counted. */
const factValue = (plan: FactValuePlan): Expression => {
  const { aggregation } = plan;
  const measure =
    plan.measureColumn === null ? null : column(SOURCE, plan.measureColumn);
  const value =
    aggregation === 'count'
      ? literal(1)
      : cast(
          measure ?? literal(null),
          aggregation === 'count-distinct' ? 'text' : 'double',
        );
  const filter = filterOf(plan);
  const conditions = [
    ...(filter === null ? [] : [filter]),
    ...(aggregation === 'count' && measure !== null
      ? [not(isNull(measure))]
      : []),
  ];
  return conditions.length === 0
    ? value
    : caseWhen([{ when: and(conditions), then: value }]);
};

/** Holds for facts that some value reads; null when one reads them all. */
const anyFilter = (values: readonly FactValuePlan[]): Expression | null => {
  const distinct = new Map(
    values.map(value => [JSON.stringify(value.filters), value]),
  );
  const filters = [...distinct.values()].map(filterOf);
  const used = filters.filter(filter => filter !== null);
  return used.length === filters.length ? or(used) : null;
};

/** From when on facts matter: earlier than exposures with a look-back. */
const factsFrom = (
  plan: ComputationPlan,
  scan: FactScanPlan,
): string | null => {
  const lengths = scan.metrics.flatMap(({ preExposure }) => {
    if (preExposure === null) return [];
    const { days, seconds } = preExposure.start;
    // A day more where a change of clocks may make days longer.
    const longer = days < 0 && plan.zone.transitions.length > 0 ? 1 : 0;
    return [(longer - days) * SECONDS_PER_DAY - seconds];
  });
  if (plan.from === null || lengths.length === 0) return plan.from;
  const back = Math.max(...lengths) * MS_PER_SECOND;
  return new Date(Date.parse(plan.from) - back).toISOString();
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
  const values = factValuesOf(scan);
  const someFilter = anyFilter(values);
  const where = [
    ...(at === null
      ? []
      : periodConditions(at, SOURCE, {
          from: factsFrom(plan, scan),
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

const hasLookBack = (scan: FactScanPlan): boolean =>
  scan.metrics.some(({ preExposure }) => preExposure !== null);

/** Holds for facts inside the metric's window; null when the join saw to it. */
export const isInWindow = (
  scan: FactScanPlan,
  { window }: Pick<MetricPlan, 'window'>,
): Expression | null => {
  const at = column(FACTS, 'fact_at');
  const start = window?.start ?? { days: 0, seconds: 0 };
  const end = window?.end ?? null;
  const isFromExposure = isExposure(start);
  const opens = column(
    UNITS,
    isFromExposure ? 'exposed_at' : afterExposure(start),
  );
  const conditions = [
    ...(scan.timestampColumn === null || (isFromExposure && !hasLookBack(scan))
      ? []
      : [compare(at, '>=', opens)]),
    ...(end === null
      ? []
      : [compare(at, '<', column(UNITS, afterExposure(end)))]),
  ];
  return conditions.length === 0 ? null : and(conditions);
};

/** One number of a unit from its facts, of those where a condition holds. */
const unitValue = (
  value: FactValuePlan,
  condition: Expression | null,
): Expression => {
  const arg = column(FACTS, value.column);
  if (value.aggregation === 'last') {
    return lastBy(arg, column(FACTS, 'fact_at'), condition);
  }
  const name = value.aggregation === 'average' ? 'mean' : value.aggregation;
  return condition === null
    ? aggregate(name, arg)
    : aggregateWhen(name, arg, condition);
};

/** A count of nothing is no value where such units are left out. */
const leavingOutZero = (
  { aggregation, isZeroFilled }: MetricPlan,
  value: Expression,
): Expression =>
  isZeroFilled || !isCounting(aggregation)
    ? value
    : caseWhen([{ when: compare(value, '>', literal(0)), then: value }]);

const isBeforeExposure = ({ preExposure }: MetricPlan): Expression | null => {
  if (preExposure === null) return null;
  const at = column(FACTS, 'fact_at');
  return and([
    compare(at, '>=', column(UNITS, afterExposure(preExposure.start))),
    compare(at, '<', column(UNITS, 'exposed_at')),
  ]);
};

const unitItems = (scan: FactScanPlan, metric: MetricPlan): SelectItem[] => {
  const inWindow = isInWindow(scan, metric);
  const before = isBeforeExposure(metric);
  const names = valueColumns(metric);
  const { denominator } = metric;
  return [
    item(metric.column, leavingOutZero(metric, unitValue(metric, inWindow))),
    ...(denominator === null
      ? []
      : [item(denominator.column, unitValue(denominator, inWindow))]),
    ...(before === null
      ? []
      : [
          item(names.before, leavingOutZero(metric, unitValue(metric, before))),
        ]),
    ...(before === null || denominator === null
      ? []
      : [item(names.denominatorBefore, unitValue(denominator, before))]),
  ];
};

/** The earliest instant of a unit from which on facts matter. */
const opensAt = (scan: FactScanPlan): Expression => {
  const starts = new Set(
    scan.metrics.flatMap(({ preExposure }) =>
      preExposure === null ? [] : [afterExposure(preExposure.start)],
    ),
  );
  const columns = [...starts].map(name => column(UNITS, name));
  const [first, ...rest] = columns;
  if (first === undefined) return column(UNITS, 'exposed_at');
  return rest.length === 0 ? first : least(columns);
};

/** Facts to their units, inner: zeros are added later. */
export const unitsJoin = (scan: FactScanPlan): Join => {
  const on = [compare(column(FACTS, 'unit'), '=', column(UNITS, 'unit'))];
  if (scan.timestampColumn !== null) {
    on.push(compare(column(FACTS, 'fact_at'), '>=', opensAt(scan)));
  }
  return { type: 'inner', relation: table(UNITS), on: and(on) };
};

/** Facts joined to their units, one row each. */
const unitValuesCte = (scan: FactScanPlan, names: ScanNames): Cte => ({
  name: names.unitValues,
  query: select({
    items: [
      ...UNIT_KEYS.map(key => item(key, column(UNITS, key))),
      ...unitMetricsOf(scan).flatMap(metric => unitItems(scan, metric)),
    ],
    from: table(names.facts, FACTS),
    joins: [unitsJoin(scan)],
    groupBy: UNIT_KEYS.map(key => column(UNITS, key)),
  }),
});

/**
 * The CTEs of one fact table: `facts` scanned once, and `unit_values` with one
 * row per unit with facts where some metric is a number per unit.
 */
export const scanCtes = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  names: ScanNames,
): Cte[] => [
  factsCte(plan, scan, names.facts),
  ...(unitMetricsOf(scan).length === 0 ? [] : [unitValuesCte(scan, names)]),
];
