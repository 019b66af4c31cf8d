import {
  aggregate,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  covariance,
  exactQuantile,
  item,
  literal,
  select,
  subquery,
  table,
  unionAll,
  variance,
} from '@etude/sql';
import type { Cte, Join, SelectItem } from '@etude/sql';
import type { ComputationPlan, MetricPlan } from './computation-plan';
import { isOverAllUnits } from './computation-plan';
import {
  DIMENSION_INDEX,
  DIMENSION_VALUE,
  momentColumns,
  numberColumns,
  valueColumns,
} from './scan-names';
import type { ValueNames } from './scan-names';
import {
  analysedNumber,
  companionCount,
  companionNumbers,
  uncappedNumber,
} from './unit-number';
import { attributeColumns, exposureDay } from './units-cte';

const UNITS = 'units';
const zero = cast(literal(0), 'double');

/** Metrics whose values of a unit are columns of one CTE. */
export type UnitValuesPlan = {
  readonly names: ValueNames;
  /** Metrics with moments. */
  readonly metrics: readonly MetricPlan[];
  /** All with a value per unit, those that are ranked too. */
  readonly unitMetrics: readonly MetricPlan[];
};

/** The CTE that holds the values of units of a metric. */
const valuesSource = (
  plan: ComputationPlan,
  { names, unitMetrics }: UnitValuesPlan,
): string =>
  isOverAllUnits(plan, unitMetrics) ? names.allUnits : names.unitValues;

/** Columns with values of a unit; zero-filled ones are 0 without facts. */
const valueItems = (names: ValueNames, metric: MetricPlan): SelectItem[] => {
  const { denominator, preExposure, isZeroFilled } = metric;
  const before = valueColumns(metric);
  const read = (name: string, isFilled: boolean) => {
    const value = cast(column(names.unitValues, name), 'double');
    return item(name, isFilled ? coalesce([value, zero]) : value);
  };
  return [
    read(metric.column, isZeroFilled),
    ...(denominator === null ? [] : [read(denominator.column, true)]),
    ...(preExposure === null ? [] : [read(before.before, false)]),
    ...(preExposure === null || denominator === null
      ? []
      : [read(before.denominatorBefore, false)]),
  ];
};

/** Every unit with its values, or without any, and what was known of it. */
const allUnitsCte = (
  plan: ComputationPlan,
  { names, unitMetrics }: UnitValuesPlan,
): Cte => ({
  name: names.allUnits,
  query: select({
    items: [
      ...['variant', 'exposed_at', ...attributeColumns(plan)].map(name =>
        item(name, column(UNITS, name)),
      ),
      ...unitMetrics.flatMap(metric => valueItems(names, metric)),
    ],
    from: table(UNITS),
    joins: [
      {
        type: 'left',
        relation: table(names.unitValues),
        on: compare(
          column(UNITS, 'unit'),
          '=',
          column(names.unitValues, 'unit'),
        ),
      },
    ],
  }),
});

/** What percentile caps come to, over units of all variants: one row. */
const capsCte = (
  plan: ComputationPlan,
  values: UnitValuesPlan,
  metrics: readonly MetricPlan[],
): Cte => ({
  name: values.names.caps,
  query: select({
    items: metrics.flatMap(metric => {
      if (metric.cap?.kind !== 'percentile') return [];
      const number = uncappedNumber(plan, metric);
      const counted = metric.cap.ignoreZeros
        ? caseWhen([{ when: compare(number, '<>', zero), then: number }])
        : number;
      return [
        item(
          valueColumns(metric).cap,
          exactQuantile(counted, metric.cap.percentile),
        ),
      ];
    }),
    from: table(valuesSource(plan, values)),
  }),
});

/** Metrics capped at a percentile. */
const percentileCapped = (
  metrics: readonly MetricPlan[],
): readonly MetricPlan[] =>
  metrics.filter(({ cap }) => cap?.kind === 'percentile');

const numberItems = (
  plan: ComputationPlan,
  metric: MetricPlan,
): SelectItem[] => {
  const columns = numberColumns(metric);
  return [
    item(columns.number, analysedNumber(plan, metric)),
    ...(metric.cap === null
      ? []
      : [item(columns.uncapped, uncappedNumber(plan, metric))]),
    ...percentileCapped([metric]).map(() => {
      const { cap } = valueColumns(metric);
      return item(cap, column(cap));
    }),
    ...companionNumbers(plan, metric).map((number, index) =>
      item(columns.companion(index + 1), number),
    ),
  ];
};

/**
 * The numbers that units enter with, worked out once and read by every
 * aggregate: capped, NULL where a unit does not enter.
 */
const numbersCte = (plan: ComputationPlan, values: UnitValuesPlan): Cte => {
  const { unitMetrics, names } = values;
  const caps: Join[] =
    percentileCapped(unitMetrics).length === 0
      ? []
      : [{ type: 'cross', relation: table(names.caps) }];
  return {
    name: names.numbers,
    query: select({
      items: [
        item('variant', column('variant')),
        item('exposure_date', exposureDay(plan, column('exposed_at'))),
        ...plan.dimensions.map(({ column: name }) => item(name, column(name))),
        ...unitMetrics.flatMap(metric => numberItems(plan, metric)),
      ],
      from: table(valuesSource(plan, values)),
      joins: caps,
    }),
  };
};

const momentItems = (metric: MetricPlan): SelectItem[] => {
  const columns = momentColumns(metric);
  const numbers = numberColumns(metric);
  const number = column(numbers.number);
  const uncapped = column(numbers.uncapped);
  const companions = Array.from({ length: companionCount(metric) }, (_, at) =>
    column(numbers.companion(at + 1)),
  );
  const variables = [number, ...companions];
  return [
    item(columns.n, aggregate('count', number)),
    item(columns.mean, aggregate('mean', number)),
    item(columns.variance, variance(number)),
    ...(metric.cap === null
      ? []
      : [
          item(columns.uncappedMean, aggregate('mean', uncapped)),
          item(columns.uncappedVariance, variance(uncapped)),
        ]),
    ...percentileCapped([metric]).map(() => {
      const { cap } = valueColumns(metric);
      return item(cap, aggregate('max', column(cap)));
    }),
    ...companions.flatMap((companion, index) => [
      item(columns.companionMean(index + 1), aggregate('mean', companion)),
      ...variables
        .slice(0, index + 2)
        .map((other, right) =>
          item(
            columns.covariance(index + 1, right),
            right === index + 1
              ? variance(companion)
              : covariance(companion, other),
          ),
        ),
    ]),
  ];
};

/** Each unit once for all, and once for each dimension. */
const SIDES = 'sides';

const dimensionSides = ({ dimensions }: ComputationPlan): Join => ({
  type: 'cross',
  relation: subquery(
    unionAll(
      [null, ...dimensions].map((_, index) =>
        select({ items: [item(DIMENSION_INDEX, literal(index))] }),
      ),
    ),
    SIDES,
  ),
});

const momentsCte = (
  plan: ComputationPlan,
  { metrics, names }: UnitValuesPlan,
): Cte => {
  const { dimensions } = plan;
  const side = column(SIDES, DIMENSION_INDEX);
  const value = caseWhen(
    dimensions.map((dimension, index) => ({
      when: compare(side, '=', literal(index + 1)),
      then: column(dimension.column),
    })),
  );
  const keys = [
    item('variant', column('variant')),
    item('exposure_date', column('exposure_date')),
    ...(dimensions.length === 0
      ? []
      : [item(DIMENSION_INDEX, side), item(DIMENSION_VALUE, value)]),
  ];
  return {
    name: names.moments,
    query: select({
      items: [...keys, ...metrics.flatMap(momentItems)],
      from: table(names.numbers),
      joins: dimensions.length === 0 ? [] : [dimensionSides(plan)],
      groupBy: keys.map(({ expression }) => expression),
    }),
  };
};

/**
 * The moments of metrics per variant and day: of the units with facts, to which
 * the reader adds the zeros, or of all units where something else is known of
 * them or zeros do not stay zeros; in the same pass by each dimension.
 */
export const momentsCtes = (
  plan: ComputationPlan,
  values: UnitValuesPlan,
): Cte[] => {
  const { metrics, unitMetrics } = values;
  if (unitMetrics.length === 0) return [];
  const capped = percentileCapped(metrics);
  return [
    ...(isOverAllUnits(plan, unitMetrics) ? [allUnitsCte(plan, values)] : []),
    ...(capped.length === 0 ? [] : [capsCte(plan, values, capped)]),
    numbersCte(plan, values),
    ...(metrics.length === 0 ? [] : [momentsCte(plan, values)]),
  ];
};
