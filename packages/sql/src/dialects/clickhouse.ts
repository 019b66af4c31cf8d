import { usableName, utcDate, utcTimestamp } from '../ansi-text';
import { doubledQuoted } from '../backslash-text';
import type { Dialect, PrintContext } from '../dialect';
import { wholeUnits } from '../duration-text';
import type {
  AggregateExpression,
  AggregateFunction,
  Expression,
  SqlType,
} from '../expression';
import {
  castAs,
  comparedDistinctFrom,
  isCandidate,
  standardIn,
} from '../standard-emitters';

const TYPES: Record<SqlType, string> = {
  boolean: 'Nullable(Bool)',
  bigint: 'Nullable(Int64)',
  double: 'Nullable(Float64)',
  text: 'Nullable(String)',
  timestamp: "Nullable(DateTime64(6, 'UTC'))",
  date: 'Nullable(Date32)',
};
const type = (name: SqlType) => TYPES[name];

const AGGREGATES: Record<AggregateFunction, string> = {
  count: 'count',
  'count-distinct': 'uniqExact',
  sum: 'sum',
  min: 'min',
  max: 'max',
  // avg adds up naively; sumKahan keeps the digits.
  mean: 'sumKahan',
};
const COUNTS: ReadonlySet<AggregateFunction> = new Set([
  'count',
  'count-distinct',
]);

/** `name(args)`, or `nameIf(args, condition)`. */
const callWhen = (
  context: PrintContext,
  name: string,
  {
    args,
    condition,
  }: { args: readonly string[]; condition: Expression | null },
): string =>
  condition === null
    ? `${name}(${args.join(', ')})`
    : `${name}If(${[...args, context.expression(condition)].join(', ')})`;

const aggregateText = (
  context: PrintContext,
  { aggregate, arg, condition }: AggregateExpression,
): string => {
  const call = (name: string) =>
    callWhen(context, name, { args: [context.expression(arg)], condition });
  // -OrNull gives NULL rather than 0 where no row has a value. A whole group
  // has a row, and without it a tenth of a refresh is saved.
  const mayBeEmpty = condition !== null || !context.isGrouped;
  const orNull = mayBeEmpty && !COUNTS.has(aggregate) ? 'OrNull' : '';
  const text = call(`${AGGREGATES[aggregate]}${orNull}`);
  return aggregate === 'mean' ? `(${text} / ${call('count')})` : text;
};

/**
 * ClickHouse 24.3 and later, with the settings `join_use_nulls = 1` (a left
 * join fills with NULL) and `prefer_column_name_to_alias = 1` (a name is the
 * column, as in SQL, not what the select list calls so).
 */
export const clickhouseDialect: Dialect = {
  id: 'clickhouse',
  capabilities: {
    exactQuantile: true,
    quantilesPerSelect: 'any',
    lastBy: true,
    reusedCte: 'inlined',
    unitNumbers: false,
  },
  quoteIdentifier: name =>
    `"${usableName(name).replace(/["\\]/gu, mark => `\\${mark}`)}"`,
  quoteText: doubledQuoted,
  type,
  timestamp: instant => `toDateTime64('${utcTimestamp(instant)}', 6, 'UTC')`,
  date: instant => `toDate32('${utcDate(instant)}')`,
  cteKeyword: () => 'AS',
  cast: castAs(type),
  distinctFrom: comparedDistinctFrom,
  isIn: standardIn,
  timestampPlus: (context, node) =>
    `addMicroseconds(${context.expression(node.timestamp)}, ${wholeUnits(context, node.seconds, { factor: '1e6', type: type('bigint') })})`,
  timestampDifference: (context, node) =>
    `(dateDiff('microsecond', ${context.expression(node.from)}, ${context.expression(node.to)}) / 1e6)`,
  dateTrunc: (context, node) =>
    `toDateTime64(date_trunc(${context.literal(node.unit)}, ${context.expression(node.timestamp)}), 6, 'UTC')`,
  aggregate: aggregateText,
  lastBy: (context, node) => {
    const arg = context.expression(node.arg);
    return callWhen(context, 'argMaxOrNull', {
      args: [arg, `tuple(${context.expression(node.at)}, ${arg})`],
      condition: isCandidate(node),
    });
  },
  exactQuantile: (context, node) =>
    `quantileExactInclusiveOrNull(${node.level})(${context.expression(node.arg)})`,
  // Of one row varSamp is NaN.
  variance: (context, node) =>
    `if(${context.call('count', node.arg)} > 1, ${context.call('varSampStable', node.arg)}, NULL)`,
  covariance: (context, node) => {
    const [left, right] = [node.left, node.right].map(context.expression);
    return `if(countIf((${left} IS NOT NULL) AND (${right} IS NOT NULL)) > 1, covarSampStable(${left}, ${right}), NULL)`;
  },
  slice: (context, node) =>
    `toInt64(sipHash64(${context.literal(node.salt)}, ${context.expression(node.arg)}) % ${node.count})`,
};
