import {
  aggregate,
  and,
  arithmetic,
  ascending,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  countRows,
  covariance,
  exactQuantile,
  isNull,
  item,
  literal,
  not,
  rowNumber,
  select,
  table,
  variance,
} from '@etude/sql';
import type { Cte, Expression, SelectItem } from '@etude/sql';
import type {
  ComputationPlan,
  FactScanPlan,
  QuantilePlan,
} from './computation-plan';
import { FACTS, factNumber } from './fact-value';
import { isInWindow, unitsJoin } from './fact-time';
import { numberColumns, quantileNames } from './scan-names';
import type { ScanNames } from './scan-names';
import { hasEntered } from './units-cte';

const UNITS = 'units';

/** 97.5 % point of the normal distribution, squared. */
const Z_SQUARED = 3.841458820694124;

const number = (value: number): Expression => cast(literal(value), 'double');

/** Where the ranked numbers come from, with what is needed to find them. */
export type QuantileSource = {
  readonly scan: FactScanPlan;
  readonly names: ScanNames;
};

/** `variant`, `value` and, of events, the `unit` they are of. */
const valuesCte = (
  plan: ComputationPlan,
  quantile: QuantilePlan,
  { scan, names }: QuantileSource,
): Cte => {
  const { metric } = quantile;
  const name = quantileNames(metric).values;
  if (quantile.of === 'units') {
    const number = column(numberColumns(metric).number);
    return {
      name,
      query: select({
        items: [item('variant', column('variant')), item('value', number)],
        from: table(names.numbers),
        where: not(isNull(number)),
      }),
    };
  }
  const value = factNumber(scan, metric);
  const inWindow = isInWindow(scan, metric);
  const entered = hasEntered(plan, metric.window, column(UNITS, 'exposed_at'));
  return {
    name,
    query: select({
      items: [
        item('unit', column(UNITS, 'unit')),
        item('variant', column(UNITS, 'variant')),
        item('value', value),
      ],
      from: table(names.facts, FACTS),
      joins: [unitsJoin(scan)],
      where: and([
        not(isNull(value)),
        ...(inWindow === null ? [] : [inWindow]),
        ...(entered === null ? [] : [entered]),
      ]),
    }),
  };
};

const estimatesCte = ({ metric, level }: QuantilePlan): Cte => {
  const names = quantileNames(metric);
  const value = column('value');
  return {
    name: names.estimates,
    query: select({
      items: [
        item('variant', column('variant')),
        item('n', cast(aggregate('count', value), 'double')),
        item('estimate', exactQuantile(value, level)),
      ],
      from: table(names.values),
      groupBy: [column('variant')],
    }),
  };
};

/** Each number with its rank, the quantile of its variant, and their count. */
const rankedCte = (quantile: QuantilePlan): Cte => {
  const names = quantileNames(quantile.metric);
  const of = (name: string) => column(names.values, name);
  return {
    name: names.ranked,
    query: select({
      items: [
        ...(quantile.of === 'events' ? [item('unit', of('unit'))] : []),
        item('variant', of('variant')),
        item('value', of('value')),
        item('n', column(names.estimates, 'n')),
        item('estimate', column(names.estimates, 'estimate')),
        item(
          'rank',
          cast(rowNumber([of('variant')], [ascending(of('value'))]), 'double'),
        ),
      ],
      from: table(names.values),
      joins: [
        {
          type: 'inner',
          relation: table(names.estimates),
          on: compare(of('variant'), '=', column(names.estimates, 'variant')),
        },
      ],
    }),
  };
};

/** The extremes of numbers, and of those beyond the bounds, by name. */
const EXTREMES = {
  n: 'min',
  estimate: 'min',
  below_bound: 'max',
  above_bound: 'min',
  least_value: 'min',
  greatest_value: 'max',
} as const;

/**
 * The order statistics at rank n q ∓ z √(n q (1 − q)), rounded away from the
 * quantile. Squares are compared, since engines differ in roots: a rank is far
 * enough where (n q − rank)² ≥ z² n q (1 − q).
 */
const extremesOf = (
  level: number,
): Readonly<Record<keyof typeof EXTREMES, Expression>> => {
  const [value, n, rank] = [column('value'), column('n'), column('rank')];
  const centre = arithmetic(n, '*', number(level));
  const away = arithmetic(centre, '-', rank);
  const isFar = compare(
    arithmetic(away, '*', away),
    '>=',
    arithmetic(n, '*', number(Z_SQUARED * level * (1 - level))),
  );
  const beyond = (operator: '<=' | '>=') =>
    caseWhen([
      { when: and([isFar, compare(rank, operator, centre)]), then: value },
    ]);
  return {
    n,
    estimate: column('estimate'),
    below_bound: beyond('<='),
    above_bound: beyond('>='),
    least_value: value,
    greatest_value: value,
  };
};

type ExtremeOf = (name: keyof typeof EXTREMES) => Expression;

const rankedExtremes = (level: number): ExtremeOf => {
  const expressions = extremesOf(level);
  return name => aggregate(EXTREMES[name], expressions[name]);
};

const boundItems = (of: ExtremeOf): SelectItem[] => [
  item('n', of('n')),
  item('estimate', of('estimate')),
  item('lower_bound', coalesce([of('below_bound'), of('least_value')])),
  item('upper_bound', coalesce([of('above_bound'), of('greatest_value')])),
];

const boundsCte = ({ metric, level }: QuantilePlan): Cte => {
  const names = quantileNames(metric);
  return {
    name: names.bounds,
    query: select({
      items: [
        item('variant', column('variant')),
        ...boundItems(rankedExtremes(level)),
      ],
      from: table(names.ranked),
      groupBy: [column('variant')],
    }),
  };
};

const extremeNames: readonly (keyof typeof EXTREMES)[] = [
  'n',
  'estimate',
  'below_bound',
  'above_bound',
  'least_value',
  'greatest_value',
];

/** Per unit with events: how many it has, and how many up to the quantile. */
const clustersCte = ({ metric, level }: QuantilePlan): Cte => {
  const names = quantileNames(metric);
  const value = column('value');
  const isBelow = compare(value, '<=', column('estimate'));
  const extreme = rankedExtremes(level);
  return {
    name: names.clusters,
    query: select({
      items: [
        item('variant', column('variant')),
        item('cluster_events', aggregate('count', value)),
        item(
          'cluster_below',
          aggregate('count', caseWhen([{ when: isBelow, then: value }])),
        ),
        ...extremeNames.map(name => item(`cluster_${name}`, extreme(name))),
      ],
      from: table(names.ranked),
      groupBy: [column('variant'), column('unit')],
    }),
  };
};

/** The bounds, read off the clusters so that numbers are read only once. */
const clusteredBoundsCte = ({ metric }: QuantilePlan): Cte => {
  const names = quantileNames(metric);
  const events = cast(column('cluster_events'), 'double');
  const below = cast(column('cluster_below'), 'double');
  return {
    name: names.bounds,
    query: select({
      items: [
        item('variant', column('variant')),
        ...boundItems(name =>
          aggregate(EXTREMES[name], column(`cluster_${name}`)),
        ),
        item('units', countRows()),
        item('mean_below', aggregate('mean', below)),
        item('mean_events', aggregate('mean', events)),
        item('variance_below', variance(below)),
        item('variance_events', variance(events)),
        item('covariance', covariance(below, events)),
      ],
      from: table(names.clusters),
      groupBy: [column('variant')],
    }),
  };
};

/**
 * The CTEs of a quantile: its numbers, the quantile of each variant with the
 * order statistics that bound it, and of events how they cluster in units.
 */
export const quantileCtes = (
  plan: ComputationPlan,
  quantile: QuantilePlan,
  source: QuantileSource,
): Cte[] => [
  valuesCte(plan, quantile, source),
  estimatesCte(quantile),
  rankedCte(quantile),
  ...(quantile.of === 'events'
    ? [clustersCte(quantile), clusteredBoundsCte(quantile)]
    : [boundsCte(quantile)]),
];
