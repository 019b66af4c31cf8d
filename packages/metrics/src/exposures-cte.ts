import {
  aggregate,
  and,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  countRows,
  isIn,
  isNull,
  item,
  literal,
  not,
  or,
  select,
  table,
  timestamp,
  withCtes,
} from '@etude/sql';
import type { Cte, Expression, Query, Relation, SelectItem } from '@etude/sql';
import { BASELINE_VARIANT } from './baseline-request';
import type {
  ComputationPlan,
  ExposureFilterPlan,
  UnitsPlan,
} from './computation-plan';
import { hasExposureTime } from './computation-plan';
import { filterExpression } from './filter-expression';
import {
  dayConditions,
  periodConditions,
  sliceConditions,
  sourceRelation,
} from './source-relation';

const SOURCE = 'source';
const LAKE_ASSIGNMENTS = { kind: 'table', table: 'assignments' } as const;

/** Where exposures are read, before they are folded to one row per unit. */
type ExposureRows = {
  readonly from: Relation;
  readonly unit: Expression;
  readonly variant: Expression;
  readonly at: Expression | null;
  /** What else is known of a unit, folded to one value. */
  readonly attributes: readonly SelectItem[];
  readonly where: readonly Expression[];
  /** The part of `where` by which an engine opens stored days only. */
  readonly days: readonly Expression[];
};

const unitAttributes = (
  { dimensions }: ComputationPlan,
  units: Extract<UnitsPlan, { kind: 'table' }>,
): SelectItem[] => [
  ...units.covariates.map(covariate => {
    const value = aggregate(
      'mean',
      cast(column(SOURCE, covariate.sourceColumn), 'double'),
    );
    const isMissing = caseWhen(
      [{ when: isNull(value), then: cast(literal(1), 'double') }],
      cast(literal(0), 'double'),
    );
    return item(
      covariate.column,
      covariate.reads === 'value'
        ? coalesce([value, cast(literal(0), 'double')])
        : isMissing,
    );
  }),
  ...dimensions.flatMap(({ name, column: alias, from }) =>
    from === null
      ? [item(alias, aggregate('min', cast(column(SOURCE, name), 'text')))]
      : [],
  ),
];

const exposureRows = (plan: ComputationPlan): ExposureRows => {
  const { units } = plan;
  const col = (name: string) => column(SOURCE, name);
  switch (units.kind) {
    case 'flag': {
      const at = col('assigned_at');
      const period = {
        from: units.from,
        until: units.until,
        isPartitionedByTime: units.source === null,
      };
      return {
        from: sourceRelation(units.source ?? LAKE_ASSIGNMENTS, SOURCE),
        unit: col('unit'),
        variant: col('variant'),
        at,
        attributes: [],
        where: [
          compare(col('flag'), '=', literal(units.flagId)),
          compare(col('rule'), '=', literal(units.ruleId)),
          ...periodConditions(at, SOURCE, period),
        ],
        days: dayConditions(SOURCE, period),
      };
    }
    case 'table':
      return {
        from: sourceRelation(units.source, SOURCE),
        unit: cast(col(units.unitColumn), 'text'),
        variant: cast(col(units.variantColumn), 'text'),
        at:
          units.exposedAtColumn === null
            ? null
            : cast(col(units.exposedAtColumn), 'timestamp'),
        attributes: unitAttributes(plan, units),
        where: [],
        days: [],
      };
    case 'population': {
      const at =
        units.timestampColumn === null
          ? null
          : cast(col(units.timestampColumn), 'timestamp');
      return {
        from: sourceRelation(units.source, SOURCE),
        unit: cast(col(units.unitColumn), 'text'),
        variant: cast(literal(BASELINE_VARIANT), 'text'),
        at,
        attributes: [],
        where: at === null ? [] : periodConditions(at, SOURCE, units),
        days: at === null ? [] : dayConditions(SOURCE, units),
      };
    }
  }
};

const ASSIGNED = 'assigned';
const TRIGGERS = 'triggers';

/**
 * One row per unit with its variant and first assignment, and whether it was
 * seen in more than one variant (a crossover: min ≠ max, which costs less than
 * counting distinct). Only the experiment's variants and crossovers are kept.
 * Rows without unit or variant assign nobody.
 */
const assignedCte = (plan: ComputationPlan, name: string): Cte => {
  const rows = exposureRows(plan);
  const first = aggregate('min', rows.variant);
  const isCrossover = compare(first, '<>', aggregate('max', rows.variant));
  const exposedAt =
    rows.at === null
      ? cast(literal(null), 'timestamp')
      : aggregate('min', rows.at);
  const variants = plan.variants.map(variant => literal(variant));
  return {
    name,
    query: select({
      items: [
        item('unit', rows.unit),
        item('variant', first),
        item('exposed_at', exposedAt),
        item('is_crossover', isCrossover),
        ...rows.attributes,
      ],
      from: rows.from,
      where: and([
        ...rows.where,
        not(isNull(rows.unit)),
        not(isNull(rows.variant)),
        ...sliceConditions(plan, rows.unit),
      ]),
      groupBy: [rows.unit],
      having: and([
        or([isCrossover, isIn(first, variants)]),
        ...lateConditions(plan, exposedAt),
      ]),
    }),
  };
};

const lateConditions = (
  { units }: ComputationPlan,
  exposedAt: Expression,
): Expression[] =>
  units.kind === 'flag' && units.exposureUntil !== null
    ? [compare(exposedAt, '<', timestamp(new Date(units.exposureUntil)))]
    : [];

/** The first fact of the exposure filter at or after each assignment. */
const triggersCte = (
  plan: ComputationPlan,
  filter: ExposureFilterPlan,
): Cte => {
  const at = cast(column(SOURCE, filter.timestampColumn), 'timestamp');
  const unit = cast(column(SOURCE, filter.unitColumn), 'text');
  const knowsTime = hasExposureTime({ ...plan, exposureFilter: null });
  return {
    name: TRIGGERS,
    query: select({
      items: [
        item('unit', column(ASSIGNED, 'unit')),
        item('exposed_at', aggregate('min', at)),
      ],
      from: sourceRelation(filter.source, SOURCE),
      joins: [
        {
          type: 'inner',
          relation: table(ASSIGNED),
          on: and([
            compare(unit, '=', column(ASSIGNED, 'unit')),
            ...(knowsTime
              ? [compare(at, '>=', column(ASSIGNED, 'exposed_at'))]
              : []),
          ]),
        },
      ],
      where: and([
        ...periodConditions(at, SOURCE, {
          from: plan.from,
          until: plan.until,
          isPartitionedByTime: filter.isPartitionedByTime,
        }),
        ...filter.filters.map(one => filterExpression(one, SOURCE)),
      ]),
      groupBy: [column(ASSIGNED, 'unit')],
    }),
  };
};

const triggeredCte = (plan: ComputationPlan): Cte => {
  const exposedAt = column(TRIGGERS, 'exposed_at');
  const late = lateConditions(plan, exposedAt);
  const kept = ['is_crossover', ...assignedColumns(plan)];
  return {
    name: 'exposures',
    query: select({
      items: [
        item('unit', column(ASSIGNED, 'unit')),
        item('variant', column(ASSIGNED, 'variant')),
        item('exposed_at', exposedAt),
        ...kept.map(name => item(name, column(ASSIGNED, name))),
      ],
      from: table(ASSIGNED),
      joins: [
        {
          type: 'inner',
          relation: table(TRIGGERS),
          on: compare(column(ASSIGNED, 'unit'), '=', column(TRIGGERS, 'unit')),
        },
      ],
      where: late.length === 0 ? null : and(late),
    }),
  };
};

/** Columns of exposures that the table of units has given. */
export const assignedColumns = ({
  units,
  dimensions,
}: ComputationPlan): string[] => [
  ...(units.kind === 'table' ? units.covariates.map(one => one.column) : []),
  ...dimensions.flatMap(one => (one.from === null ? [one.column] : [])),
];

/**
 * The units of all rows that may assign one, in the days of the plan: what an
 * engine expects of it is no less than there are units, as it is told nothing
 * whose share of rows it would have to guess.
 */
export const assigningRowsQuery = (plan: ComputationPlan): Query => {
  const { from, unit, days } = exposureRows(plan);
  return select({
    items: [item('unit', unit)],
    from,
    where: days.length === 0 ? null : and(days),
  });
};

/** Counts the units that are assigned, as `units`. */
export const assignedUnitsQuery = (plan: ComputationPlan): Query =>
  withCtes(
    [assignedCte(plan, ASSIGNED)],
    select({ items: [item('units', countRows())], from: table(ASSIGNED) }),
  );

/**
 * `exposures`: one row per exposed unit. A unit is exposed by its first
 * assignment or, with an exposure filter, by its first such fact from then on.
 */
export const exposuresCtes = (plan: ComputationPlan): Cte[] =>
  plan.exposureFilter === null
    ? [assignedCte(plan, 'exposures')]
    : [
        assignedCte(plan, ASSIGNED),
        triggersCte(plan, plan.exposureFilter),
        triggeredCte(plan),
      ];
