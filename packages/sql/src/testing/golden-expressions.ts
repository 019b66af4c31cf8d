import {
  aggregate,
  aggregateWhen,
  and,
  arithmetic,
  caseWhen,
  cast,
  coalesce,
  column,
  compare,
  covariance,
  date,
  dateTrunc,
  distinctFrom,
  exactQuantile,
  greatest,
  isIn,
  isNull,
  lastBy,
  least,
  literal,
  not,
  or,
  rowNumber,
  slice,
  timestamp,
  timestampDifference,
  timestampPlus,
  variance,
} from '../build-expression';
import { ascending, item, select, table } from '../build-query';
import type { Expression } from '../expression';
import type { Query } from '../query';

const a = column('t', 'a');
const b = column('t', 'b');
const at = column('t', 'at');
const noon = new Date('2026-03-01T12:00:00.5Z');
const isLarge = compare(a, '>', literal(3));

const selectOf = (
  expressions: Readonly<Record<string, Expression>>,
  groupBy: readonly Expression[] = [],
): Query =>
  select({
    items: Object.entries(expressions).map(([alias, expression]) =>
      item(alias, expression),
    ),
    from: table('facts', 't'),
    groupBy,
  });

export const conditions = selectOf({
  either: and([
    or([
      compare(a, '<=', literal(-1)),
      isIn(b, [literal('x'), literal("it's")]),
    ]),
    distinctFrom(isNull(a), literal(true)),
  ]),
  not_in: not(isIn(b, [literal('x')])),
  none: or([]),
  in_nothing: isIn(a, []),
  otherwise: caseWhen(
    [{ when: isNull(a), then: literal(0) }],
    arithmetic(a, '-', literal(-2)),
  ),
});

export const values = selectOf({
  quotient: arithmetic(a, '/', b),
  first: coalesce([b, literal('')]),
  low: least([a, literal(1e21)]),
  high: greatest([a, literal(123456789012345680000)]),
  small: literal(1e-7),
  slice: slice(b, 'a salt', 16),
});

export const casts = selectOf({
  double: cast(a, 'double'),
  bigint: cast(a, 'bigint'),
  text: cast(a, 'text'),
  boolean: cast(a, 'boolean'),
  timestamp: cast(at, 'timestamp'),
  date: cast(at, 'date'),
  no_timestamp: cast(literal(null), 'timestamp'),
});

export const time = selectOf({
  instant: timestamp(noon),
  day: date(noon),
  later: timestampPlus(at, 5400),
  earlier: timestampPlus(at, -0.25),
  shifted: timestampPlus(
    at,
    caseWhen(
      [{ when: compare(at, '<', timestamp(noon)), then: literal(3600) }],
      literal(7200),
    ),
  ),
  seconds: timestampDifference(at, timestamp(noon)),
  hour: dateTrunc('hour', at),
  day_begin: dateTrunc('day', at),
  week: dateTrunc('week', at),
  month: dateTrunc('month', at),
});

export const aggregates = selectOf(
  {
    n: aggregate('count', a),
    different: aggregate('count-distinct', b),
    total: aggregate('sum', a),
    smallest: aggregate('min', a),
    largest: aggregate('max', a),
    mean: aggregate('mean', a),
    variance: variance(a),
    covariance: covariance(a, b),
  },
  [at],
);

export const conditionalAggregates = selectOf({
  n: aggregateWhen('count', a, isLarge),
  different: aggregateWhen('count-distinct', b, isLarge),
  total: aggregateWhen('sum', a, isLarge),
  smallest: aggregateWhen('min', a, isLarge),
  largest: aggregateWhen('max', a, isLarge),
  mean: aggregateWhen('mean', a, isLarge),
});

export const quantile = selectOf({ p95: exactQuantile(a, 0.95) }, [b]);

export const last = selectOf(
  { last: lastBy(a, at), last_large: lastBy(a, at, isLarge) },
  [b],
);

export const rowNumbers = selectOf({
  nth: rowNumber(
    [b],
    [ascending(at), { expression: a, direction: 'descending' }],
  ),
  overall: rowNumber([], [ascending(at)]),
});
