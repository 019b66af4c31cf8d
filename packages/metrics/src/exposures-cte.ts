import {
  aggregate,
  and,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  isIn,
  isNull,
  item,
  literal,
  not,
  or,
  select,
  timestamp,
} from '@etude/sql';
import type { Cte, Expression, Relation, SelectItem } from '@etude/sql';
import { BASELINE_VARIANT } from './baseline-request';
import type { ComputationPlan, UnitsPlan } from './computation-plan';
import { periodConditions, sourceRelation } from './source-relation';

const SOURCE = 'source';

/** Where exposures are read, before they are folded to one row per unit. */
type ExposureRows = {
  readonly from: Relation;
  readonly unit: Expression;
  readonly variant: Expression;
  readonly at: Expression | null;
  /** What else is known of a unit, folded to one value. */
  readonly attributes: readonly SelectItem[];
  readonly where: readonly Expression[];
};

const unitAttributes = (
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
  ...units.dimensions.map(dimension =>
    item(
      dimension.column,
      aggregate('min', cast(column(SOURCE, dimension.name), 'text')),
    ),
  ),
];

const exposureRows = (units: UnitsPlan): ExposureRows => {
  const col = (name: string) => column(SOURCE, name);
  switch (units.kind) {
    case 'flag': {
      const at = col('assigned_at');
      return {
        from: sourceRelation({ kind: 'table', table: 'assignments' }, SOURCE),
        unit: col('unit'),
        variant: col('variant'),
        at,
        attributes: [],
        where: [
          compare(col('flag'), '=', literal(units.flagId)),
          compare(col('rule'), '=', literal(units.ruleId)),
          ...periodConditions(at, SOURCE, {
            from: units.from,
            until: units.until,
            isPartitionedByTime: true,
          }),
        ],
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
        attributes: unitAttributes(units),
        where: [],
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
      };
    }
  }
};

/**
 * `exposures`: one row per unit with its variant and first exposure, and
 * whether it was seen in more than one variant (a crossover: min ≠ max, which
 * costs less than counting distinct). Only the experiment's variants and
 * crossovers are kept. Rows without unit or variant expose nobody.
 */
export const exposuresCte = (plan: ComputationPlan): Cte => {
  const rows = exposureRows(plan.units);
  const first = aggregate('min', rows.variant);
  const isCrossover = compare(first, '<>', aggregate('max', rows.variant));
  const exposedAt =
    rows.at === null
      ? cast(literal(null), 'timestamp')
      : aggregate('min', rows.at);
  const having = [
    or([
      isCrossover,
      isIn(
        first,
        plan.variants.map(v => literal(v)),
      ),
    ]),
  ];
  if (plan.units.kind === 'flag' && plan.units.exposureUntil !== null) {
    const end = timestamp(new Date(plan.units.exposureUntil));
    having.push(compare(exposedAt, '<', end));
  }
  return {
    name: 'exposures',
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
      ]),
      groupBy: [rows.unit],
      having: and(having),
    }),
  };
};
