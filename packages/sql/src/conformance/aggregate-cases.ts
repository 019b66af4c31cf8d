import {
  aggregate,
  aggregateWhen,
  cast,
  column,
  compare,
  countRows,
  covariance,
  exactQuantile,
  isNull,
  lastBy,
  literal,
  variance,
} from '../build-expression';
import { item, select } from '../build-query';
import type { AggregateFunction, Expression } from '../expression';
import type { EngineCase } from './engine-case';
import { inlineRows, selectOf } from './inline-rows';

const t = (name: string) => column('t', name);
const TYPES = {
  x: 'double',
  y: 'double',
  at: 'timestamp',
  word: 'text',
} as const;
const DAY = '2026-03-01 00:00:0';

const rows = inlineRows(
  TYPES,
  [
    [1, 2, `${DAY}1`, 'b'],
    [2, 1, `${DAY}3`, 'a'],
    [4, null, `${DAY}3`, 'b'],
    [null, 5, `${DAY}4`, null],
    [7, 9, null, 'c'],
  ],
  't',
);

const ALL: readonly AggregateFunction[] = [
  'count',
  'count-distinct',
  'sum',
  'min',
  'max',
  'mean',
];

const everyAggregate = (
  make: (name: AggregateFunction) => Expression,
): Record<string, Expression> =>
  Object.fromEntries(ALL.map(name => [name.replace('-', '_'), make(name)]));

const NOTHING = {
  count: 0,
  count_distinct: 0,
  sum: null,
  min: null,
  max: null,
  mean: null,
};

const overAll: EngineCase = {
  name: 'aggregates pass over NULL',
  query: selectOf(
    {
      ...everyAggregate(name => aggregate(name, t('x'))),
      rows: countRows(),
      words: aggregate('count-distinct', t('word')),
      first_word: aggregate('min', t('word')),
      variance: variance(t('x')),
      covariance: covariance(t('x'), t('y')),
    },
    rows,
  ),
  // x: 1 2 4 7; the pairs are (1, 2), (2, 1), (7, 9).
  expected: {
    count: 4,
    count_distinct: 4,
    sum: 14,
    min: 1,
    max: 7,
    mean: 3.5,
    rows: 5,
    words: 3,
    first_word: 'a',
    variance: 7,
    covariance: 27 / 2,
  },
  needs: null,
};

const conditional: EngineCase = {
  name: 'aggregates of the rows where a condition holds, or is unknown',
  query: selectOf(
    everyAggregate(name =>
      aggregateWhen(name, t('x'), compare(t('y'), '<', literal(3))),
    ),
    rows,
  ),
  expected: { count: 2, count_distinct: 2, sum: 3, min: 1, max: 2, mean: 1.5 },
  needs: null,
};

const never = compare(t('y'), '>', literal(99));

// A constant is of a type that cannot be NULL on some engines.
const noRow: EngineCase = {
  name: 'conditional aggregates where no row matches',
  query: selectOf(
    {
      ...everyAggregate(name => aggregateWhen(name, t('x'), never)),
      sum_of_constant: aggregateWhen('sum', literal(1), never),
      max_of_constant: aggregateWhen('max', literal(1), never),
      mean_of_constant: aggregateWhen('mean', literal(1), never),
      count_of_constant: aggregateWhen('count', literal(1), never),
    },
    rows,
  ),
  expected: {
    ...NOTHING,
    sum_of_constant: null,
    max_of_constant: null,
    mean_of_constant: null,
    count_of_constant: 0,
  },
  needs: null,
};

const emptyInput: EngineCase = {
  name: 'aggregates of no row at all',
  query: select({
    items: Object.entries({
      ...everyAggregate(name => aggregate(name, t('x'))),
      variance: variance(t('x')),
      covariance: covariance(t('x'), t('y')),
    }).map(([name, expression]) => item(name, expression)),
    from: rows,
    where: compare(t('y'), '>', literal(99)),
  }),
  expected: { ...NOTHING, variance: null, covariance: null },
  needs: null,
};

// A group has a row, so some engines need not ask whether it is empty.
const groupOfNulls: EngineCase = {
  name: 'aggregates of a group with nothing but NULLs',
  query: select({
    items: Object.entries(everyAggregate(name => aggregate(name, t('x')))).map(
      ([name, expression]) => item(name, expression),
    ),
    from: rows,
    where: isNull(t('x')),
    groupBy: [t('y')],
  }),
  expected: NOTHING,
  needs: null,
};

const oneValue: EngineCase = {
  name: 'variance and covariance of one row are NULL',
  query: selectOf(
    { variance: variance(t('x')), covariance: covariance(t('x'), t('y')) },
    inlineRows(
      TYPES,
      [
        [5, 6, null, null],
        [null, 7, null, null],
      ],
      't',
    ),
  ),
  expected: { variance: null, covariance: null },
  needs: null,
};

const digits: EngineCase = {
  name: 'variance and covariance of large values keep their digits',
  query: selectOf(
    {
      mean: aggregate('mean', t('x')),
      variance: variance(t('x')),
      covariance: covariance(t('x'), t('y')),
    },
    inlineRows(
      TYPES,
      [1, 2, 3].map(n => [1e9 + n, 1e9 - 2 * n, null, null]),
      't',
    ),
  ),
  expected: { mean: 1e9 + 2, variance: 1, covariance: -2 },
  needs: null,
};

const small = compare(t('x'), '<', literal(4));

const latest: EngineCase = {
  name: 'the last value by time, ties by value',
  query: selectOf(
    {
      last: cast(lastBy(t('x'), t('at')), 'double'),
      last_small: cast(lastBy(t('x'), t('at'), small), 'double'),
      last_word: cast(lastBy(t('word'), t('at')), 'text'),
      none: cast(lastBy(t('x'), t('at'), isNull(t('x'))), 'double'),
    },
    rows,
  ),
  expected: { last: 4, last_small: 2, last_word: 'b', none: null },
  needs: 'lastBy',
};

const levels = (values: readonly (number | null)[]) =>
  selectOf(
    Object.fromEntries(
      [0, 0.25, 0.5, 0.95, 1].map(level => [
        `p${level * 100}`,
        exactQuantile(t('x'), level),
      ]),
    ),
    inlineRows(
      TYPES,
      values.map(x => [x, null, null, null]),
      't',
    ),
  );

const quantiles: readonly EngineCase[] = [
  {
    name: 'quantiles are interpolated',
    query: levels([10, 1, null, 3, 4, 2]),
    // quantile(c(1, 2, 3, 4, 10), c(0, 0.25, 0.5, 0.95, 1)) in R.
    expected: { p0: 1, p25: 2, p50: 3, p95: 8.8, p100: 10 },
    needs: 'exactQuantile',
  },
  {
    name: 'quantiles of one value are that value',
    query: levels([null, 7.5]),
    expected: { p0: 7.5, p25: 7.5, p50: 7.5, p95: 7.5, p100: 7.5 },
    needs: 'exactQuantile',
  },
  {
    name: 'quantiles of no value are NULL',
    query: levels([null, null]),
    expected: { p0: null, p25: null, p50: null, p95: null, p100: null },
    needs: 'exactQuantile',
  },
];

export const aggregateCases: readonly EngineCase[] = [
  overAll,
  conditional,
  noRow,
  emptyInput,
  groupOfNulls,
  oneValue,
  digits,
  latest,
  ...quantiles,
];
