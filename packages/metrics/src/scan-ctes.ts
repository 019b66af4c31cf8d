import {
  aggregate,
  aggregateWhen,
  and,
  caseWhen,
  cast,
  column,
  compare,
  item,
  lastBy,
  literal,
  select,
  table,
} from '@etude/sql';
import type { Cte, Expression, SelectItem } from '@etude/sql';
import type {
  ComputationPlan,
  FactScanPlan,
  FactValuePlan,
  MetricPlan,
} from './computation-plan';
import { unitMetricsOf } from './computation-plan';
import {
  boundColumns,
  factsFrom,
  isBeforeExposure,
  isInWindow,
  unitsJoin,
} from './fact-time';
import { factGroups, valueInGroup } from './fact-groups';
import type { FactGroup } from './fact-groups';
import {
  FACTS,
  factAlias,
  factColumns,
  factValue,
  hasOneOf,
  readsFact,
} from './fact-value';
import { isCounting } from './plan-metric';
import { UNIT_NUMBER, scanNames, valueColumns } from './scan-names';
import type { ScanNames } from './scan-names';
import {
  periodConditions,
  sliceConditions,
  sourceRelation,
} from './source-relation';

const SOURCE = 'source';
const UNITS = 'units';
const UNIT_KEYS = ['unit', 'variant', 'exposed_at'];

/** One pass over the fact table: what values read, only rows that matter. */
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
  const isRead = readsFact(scan, SOURCE);
  const where = [
    ...(at === null
      ? []
      : periodConditions(at, SOURCE, {
          from: factsFrom(plan, scan),
          until: plan.until,
          isPartitionedByTime: scan.isPartitionedByTime,
        })),
    ...(isRead === null ? [] : [isRead]),
    ...sliceConditions(plan, unit),
  ];
  return {
    name,
    query: select({
      items: [
        item('unit', unit),
        ...(at === null ? [] : [item('fact_at', at)]),
        ...factColumns(scan).map(({ source, alias }) =>
          item(alias, column(SOURCE, source)),
        ),
      ],
      from: sourceRelation(scan.source, SOURCE),
      where: where.length === 0 ? null : and(where),
    }),
  };
};

/** One number of a unit from its facts, of those where a condition holds. */
const unitValue = (
  scan: FactScanPlan,
  plan: FactValuePlan,
  inTime: Expression | null,
): Expression => {
  const { value, conditions } = factValue(scan, plan);
  const all = [...conditions, ...(inTime === null ? [] : [inTime])];
  const condition = all.length === 0 ? null : and(all);
  if (plan.aggregation === 'last') {
    return lastBy(value, column(FACTS, 'fact_at'), condition);
  }
  const name = plan.aggregation === 'average' ? 'mean' : plan.aggregation;
  return condition === null
    ? aggregate(name, value)
    : aggregateWhen(name, value, condition);
};

/** A count of nothing is no value where such units are left out. */
export const leavingOutZero = (
  { aggregation, isZeroFilled }: MetricPlan,
  value: Expression,
): Expression =>
  isZeroFilled || !isCounting(aggregation)
    ? value
    : caseWhen([{ when: compare(value, '>', literal(0)), then: value }]);

/** Of which facts values are, and where the instants of their units are. */
type ReadFrom = Pick<FactGroup, 'required'> & { readonly units: string };

const unitItems = (
  scan: FactScanPlan,
  metric: MetricPlan,
  { required, units }: ReadFrom,
): SelectItem[] => {
  const inWindow = isInWindow(scan, metric, units);
  const before = isBeforeExposure(metric, units);
  const names = valueColumns(metric);
  const { denominator } = metric;
  const valueOf = (value: FactValuePlan, inTime: Expression | null) =>
    unitValue(scan, valueInGroup(value, required), inTime);
  const own = (inTime: Expression | null) =>
    leavingOutZero(metric, valueOf(metric, inTime));
  return [
    item(metric.column, own(inWindow)),
    ...(denominator === null
      ? []
      : [item(denominator.column, valueOf(denominator, inWindow))]),
    ...(before === null ? [] : [item(names.before, own(before))]),
    ...(before === null || denominator === null
      ? []
      : [item(names.denominatorBefore, valueOf(denominator, before))]),
  ];
};

/** What is worked out from the facts of each unit. */
const valueItems = (
  scan: FactScanPlan,
  { unitMetrics, required }: FactGroup,
  units: string,
): SelectItem[] =>
  unitMetrics.flatMap(metric => unitItems(scan, metric, { required, units }));

/** Facts joined to their units, one row each. */
const unitValuesCte = (scan: FactScanPlan, group: FactGroup): Cte => ({
  name: group.names.unitValues,
  query: select({
    items: [
      ...UNIT_KEYS.map(key => item(key, column(UNITS, key))),
      ...valueItems(scan, group, UNITS),
    ],
    from: table(group.names.facts, FACTS),
    joins: [unitsJoin(scan)],
    groupBy: UNIT_KEYS.map(key => column(UNITS, key)),
  }),
});

/** What a unit is called is looked up once per unit, by its number. */
const namedValuesCte = (
  { names }: FactGroup,
  values: readonly SelectItem[],
): Cte => ({
  name: names.unitValues,
  query: select({
    items: [
      ...UNIT_KEYS.map(key => item(key, column(UNITS, key))),
      ...values.map(({ alias }) => item(alias, column(names.unitSums, alias))),
    ],
    from: table(names.unitSums),
    joins: [
      {
        type: 'inner',
        relation: table(UNITS),
        on: compare(
          column(names.unitSums, UNIT_NUMBER),
          '=',
          column(UNITS, UNIT_NUMBER),
        ),
      },
    ],
  }),
});

/** The same where units have numbers: facts are grouped by those. */
const numberedValuesCtes = (scan: FactScanPlan, group: FactGroup): Cte[] => {
  const values = valueItems(scan, group, UNITS);
  const number = column(UNITS, UNIT_NUMBER);
  const sums = select({
    items: [item(UNIT_NUMBER, number), ...values],
    from: table(group.names.facts, FACTS),
    joins: [unitsJoin(scan)],
    groupBy: [number],
  });
  return [
    { name: group.names.unitSums, query: sums },
    namedValuesCte(group, values),
  ];
};

/** Facts joined to their units once, for several groups to read. */
const unitFactsCte = (scan: FactScanPlan, names: ScanNames): Cte => ({
  name: names.unitFacts,
  query: select({
    items: [
      item(UNIT_NUMBER, column(UNITS, UNIT_NUMBER)),
      ...(scan.timestampColumn === null
        ? []
        : [item('fact_at', column(FACTS, 'fact_at'))]),
      ...factColumns(scan).map(({ alias }) =>
        item(alias, column(FACTS, alias)),
      ),
      ...boundColumns(scan).map(name => item(name, column(UNITS, name))),
    ],
    from: table(names.facts, FACTS),
    joins: [unitsJoin(scan)],
  }),
});

/** One of several groups: only the facts that it needs are aggregated. */
const groupValuesCtes = (scan: FactScanPlan, group: FactGroup): Cte[] => {
  const { names, required } = group;
  const values = valueItems(scan, group, FACTS);
  const number = column(FACTS, UNIT_NUMBER);
  const sums = select({
    items: [item(UNIT_NUMBER, number), ...values],
    from: table(names.unitFacts, FACTS),
    where:
      required === null
        ? null
        : hasOneOf(
            scan,
            column(FACTS, factAlias(scan, required.column)),
            required.values,
          ),
    groupBy: [number],
  });
  return [{ name: names.unitSums, query: sums }, namedValuesCte(group, values)];
};

const unitValuesCtes = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  groups: readonly FactGroup[],
): Cte[] => {
  const [first, ...others] = groups;
  if (first === undefined || unitMetricsOf(scan).length === 0) return [];
  if (others.length > 0) {
    return [
      unitFactsCte(scan, first.names),
      ...groups.flatMap(group => groupValuesCtes(scan, group)),
    ];
  }
  return plan.numbersUnits
    ? numberedValuesCtes(scan, first)
    : [unitValuesCte(scan, first)];
};

/**
 * The CTEs of one fact table: `facts` scanned once, and `unit_values` with one
 * row per unit with facts where some metric is a number per unit, for each
 * group of metrics that reads the same facts.
 */
export const scanCtes = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  index: number,
): Cte[] => [
  factsCte(plan, scan, scanNames(index).facts),
  ...unitValuesCtes(plan, scan, factGroups(plan, scan, index)),
];
