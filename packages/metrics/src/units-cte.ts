import {
  aggregate,
  aggregateWhen,
  and,
  cast,
  column,
  compare,
  countRows,
  item,
  lastBy,
  not,
  rowNumber,
  select,
  table,
  timestamp,
} from '@etude/sql';
import type { Cte, Expression, Join } from '@etude/sql';
import {
  calendarDay,
  fixedSeconds,
  instantAfter,
  spanName,
} from './calendar-expression';
import type {
  ComputationPlan,
  DimensionPlan,
  DimensionSourcePlan,
  Span,
  WindowPlan,
} from './computation-plan';
import { metricsOf } from './computation-plan';
import { assignedColumns } from './exposures-cte';
import { UNIT_NUMBER } from './scan-names';
import { sliceConditions, sourceRelation } from './source-relation';

const EXPOSURES = 'exposures';
const SOURCE = 'source';

/** Name of the column of `units` with the instant a span after exposure. */
export const afterExposure = (span: Span): string =>
  span.days < 0 || span.seconds < 0
    ? `before_${spanName(span)}`
    : `after_${spanName(span)}`;

/** True for the instant of exposure itself. */
export const isExposure = ({ days, seconds }: Span): boolean =>
  days === 0 && seconds === 0;

const distinctSpans = (spans: readonly Span[]): Span[] => [
  ...new Map(
    spans
      .toSorted((a, b) => a.days - b.days || a.seconds - b.seconds)
      .map(span => [afterExposure(span), span] as const),
  ).values(),
];

/** Columns of `units` that hold covariates and dimensions. */
export const attributeColumns = ({
  units,
  dimensions,
}: ComputationPlan): string[] => [
  ...(units.kind === 'table' ? units.covariates.map(one => one.column) : []),
  ...dimensions.map(one => one.column),
];

/** The day of exposure in the zone of the plan. */
export const exposureDay = (
  { zone }: ComputationPlan,
  exposedAt: Expression,
): Expression => calendarDay(zone, exposedAt);

type SourcedDimension = DimensionPlan & { readonly from: DimensionSourcePlan };

const sourcedDimensions = ({
  dimensions,
}: ComputationPlan): SourcedDimension[] =>
  dimensions.flatMap(({ from, ...one }) =>
    from === null ? [] : [{ ...one, from }],
  );

const valuesOf = ({ column: name }: DimensionPlan): string => `${name}_values`;

/** One value of a dimension per unit, of its table or as of exposure. */
const dimensionCte = (
  plan: ComputationPlan,
  dimension: SourcedDimension,
): Cte => {
  const { from } = dimension;
  const unit = cast(column(SOURCE, from.unitColumn), 'text');
  const ofSlice = sliceConditions(plan, unit);
  const where = ofSlice.length === 0 ? null : and(ofSlice);
  const value = cast(column(SOURCE, from.valueColumn), 'text');
  if (from.validFromColumn === null) {
    return {
      name: valuesOf(dimension),
      query: select({
        items: [item('unit', unit), item('value', aggregate('min', value))],
        from: sourceRelation(from.source, SOURCE),
        where,
        groupBy: [unit],
      }),
    };
  }
  const validFrom = cast(column(SOURCE, from.validFromColumn), 'timestamp');
  return {
    name: valuesOf(dimension),
    query: select({
      items: [item('unit', unit), item('value', lastBy(value, validFrom))],
      from: sourceRelation(from.source, SOURCE),
      joins: [
        {
          type: 'inner',
          relation: table(EXPOSURES),
          on: and([
            compare(unit, '=', column(EXPOSURES, 'unit')),
            compare(validFrom, '<=', column(EXPOSURES, 'exposed_at')),
          ]),
        },
      ],
      where,
      groupBy: [unit],
    }),
  };
};

const dimensionJoin = (dimension: SourcedDimension): Join => ({
  type: 'left',
  relation: table(valuesOf(dimension)),
  on: compare(
    column(EXPOSURES, 'unit'),
    '=',
    column(valuesOf(dimension), 'unit'),
  ),
});

/**
 * `units`: the exposures that count, with their dimensions and the instants
 * that bound the metrics' windows, worked out once per unit rather than once
 * per fact.
 */
export const unitsCtes = (plan: ComputationPlan): Cte[] => {
  const exposedAt = column(EXPOSURES, 'exposed_at');
  const bounds = distinctSpans(
    metricsOf(plan).flatMap(({ window, preExposure }) => [
      ...(window === null ? [] : [window.start]),
      ...(window === null || window.end === null ? [] : [window.end]),
      ...(preExposure === null ? [] : [preExposure.start]),
    ]),
  ).filter(span => !isExposure(span));
  const sourced = sourcedDimensions(plan);
  const units = select({
    items: [
      ...(plan.numbersUnits ? [item(UNIT_NUMBER, rowNumber([], []))] : []),
      item('unit', column(EXPOSURES, 'unit')),
      item('variant', column(EXPOSURES, 'variant')),
      item('exposed_at', exposedAt),
      item('exposure_date', exposureDay(plan, exposedAt)),
      ...bounds.map(span =>
        item(afterExposure(span), instantAfter(plan.zone, exposedAt, span)),
      ),
      ...assignedColumns(plan).map(name => item(name, column(EXPOSURES, name))),
      ...sourced.map(dimension =>
        item(dimension.column, column(valuesOf(dimension), 'value')),
      ),
    ],
    from: table(EXPOSURES),
    joins: sourced.map(dimensionJoin),
    where: not(column(EXPOSURES, 'is_crossover')),
  });
  return [
    ...sourced.map(dimension => dimensionCte(plan, dimension)),
    { name: 'units', query: units },
  ];
};

/**
 * Holds for units that enter a metric by the end of the analysis; null when
 * the metric has no window and every unit enters.
 */
export const hasEntered = (
  { until, zone }: ComputationPlan,
  window: WindowPlan | null,
  exposedAt: Expression,
): Expression | null => {
  if (window === null) return null;
  const seconds = fixedSeconds(zone, window.entersAt);
  return seconds === null
    ? compare(
        instantAfter(zone, exposedAt, window.entersAt),
        '<=',
        timestamp(new Date(until)),
      )
    : compare(
        exposedAt,
        '<=',
        timestamp(new Date(Date.parse(until) - seconds * 1000)),
      );
};

/** Column of `traffic` with the units that entered a window like this. */
export const enteredUnits = (window: WindowPlan | null): string =>
  window === null ? 'units' : `units_closed_${spanName(window.entersAt)}`;

/** `traffic`: units per variant and day, all and by closed window. */
export const trafficCte = (plan: ComputationPlan): Cte => {
  const keys = ['variant', 'exposure_date'];
  const at = column('exposed_at');
  const windows = new Map(
    metricsOf(plan).map(({ window }) => [enteredUnits(window), window]),
  );
  return {
    name: 'traffic',
    query: select({
      items: [
        ...keys.map(key => item(key, column(key))),
        item('units', countRows()),
        ...[...windows].flatMap(([name, window]) => {
          const entered = hasEntered(plan, window, at);
          return entered === null
            ? []
            : [item(name, aggregateWhen('count', at, entered))];
        }),
      ],
      from: table('units'),
      groupBy: keys.map(key => column(key)),
    }),
  };
};
