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
  least,
  literal,
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
import { FACTS, factColumns, factValue, readsFact } from './fact-value';
import { isCounting } from './plan-metric';
import { UNIT_NUMBER, valueColumns } from './scan-names';
import type { ScanNames } from './scan-names';
import {
  periodConditions,
  sliceConditions,
  sourceRelation,
} from './source-relation';
import { afterExposure, isExposure } from './units-cte';

const SOURCE = 'source';
const UNITS = 'units';
const UNIT_KEYS = ['unit', 'variant', 'exposed_at'];
const MS_PER_SECOND = 1000;
const SECONDS_PER_DAY = 86_400;

/** How long before exposure facts of a scan matter at most; null: not at all. */
export const lookBackSeconds = (
  plan: ComputationPlan,
  scan: FactScanPlan,
): number | null => {
  const lengths = scan.metrics.flatMap(({ preExposure }) => {
    if (preExposure === null) return [];
    const { days, seconds } = preExposure.start;
    // A day more where a change of clocks may make days longer.
    const longer = days < 0 && plan.zone.transitions.length > 0 ? 1 : 0;
    return [(longer - days) * SECONDS_PER_DAY - seconds];
  });
  return lengths.length === 0 ? null : Math.max(...lengths);
};

/** From when on facts matter: earlier than exposures with a look-back. */
export const factsFrom = (
  plan: ComputationPlan,
  scan: FactScanPlan,
): string | null => {
  const back = lookBackSeconds(plan, scan);
  if (plan.from === null || back === null) return plan.from;
  return new Date(Date.parse(plan.from) - back * MS_PER_SECOND).toISOString();
};

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

/** Holds for facts of the covariate's time; null without a covariate. */
export const isBeforeExposure = ({
  preExposure,
}: MetricPlan): Expression | null => {
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
  const own = (inTime: Expression | null) =>
    leavingOutZero(metric, unitValue(scan, metric, inTime));
  return [
    item(metric.column, own(inWindow)),
    ...(denominator === null
      ? []
      : [item(denominator.column, unitValue(scan, denominator, inWindow))]),
    ...(before === null ? [] : [item(names.before, own(before))]),
    ...(before === null || denominator === null
      ? []
      : [item(names.denominatorBefore, unitValue(scan, denominator, before))]),
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

/** What is worked out from the facts of each unit. */
const valueItems = (scan: FactScanPlan): SelectItem[] =>
  unitMetricsOf(scan).flatMap(metric => unitItems(scan, metric));

/** Facts joined to their units, one row each. */
const unitValuesCte = (scan: FactScanPlan, names: ScanNames): Cte => ({
  name: names.unitValues,
  query: select({
    items: [
      ...UNIT_KEYS.map(key => item(key, column(UNITS, key))),
      ...valueItems(scan),
    ],
    from: table(names.facts, FACTS),
    joins: [unitsJoin(scan)],
    groupBy: UNIT_KEYS.map(key => column(UNITS, key)),
  }),
});

/**
 * The same where units have numbers: facts are grouped by those, and what a
 * unit is called is looked up once per unit.
 */
const numberedValuesCtes = (scan: FactScanPlan, names: ScanNames): Cte[] => {
  const values = valueItems(scan);
  const number = column(UNITS, UNIT_NUMBER);
  return [
    {
      name: names.unitSums,
      query: select({
        items: [item(UNIT_NUMBER, number), ...values],
        from: table(names.facts, FACTS),
        joins: [unitsJoin(scan)],
        groupBy: [number],
      }),
    },
    {
      name: names.unitValues,
      query: select({
        items: [
          ...UNIT_KEYS.map(key => item(key, column(UNITS, key))),
          ...values.map(({ alias }) =>
            item(alias, column(names.unitSums, alias)),
          ),
        ],
        from: table(names.unitSums),
        joins: [
          {
            type: 'inner',
            relation: table(UNITS),
            on: compare(column(names.unitSums, UNIT_NUMBER), '=', number),
          },
        ],
      }),
    },
  ];
};

const unitValuesCtes = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  names: ScanNames,
): Cte[] => {
  if (unitMetricsOf(scan).length === 0) return [];
  return plan.numbersUnits
    ? numberedValuesCtes(scan, names)
    : [unitValuesCte(scan, names)];
};

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
  ...unitValuesCtes(plan, scan, names),
];
