import {
  doubleQuoted,
  singleQuoted,
  utcDate,
  utcTimestamp,
} from '../ansi-text';
import type { Dialect } from '../dialect';
import type { AggregateFunction, SqlType } from '../expression';

const TYPES: Record<SqlType, string> = {
  boolean: 'BOOLEAN',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};

const AGGREGATES: Record<AggregateFunction, string> = {
  count: 'COUNT',
  sum: 'SUM',
  min: 'MIN',
  max: 'MAX',
  // AVG adds up naively; FAVG is Kahan's sum, at no measurable cost.
  mean: 'FAVG',
};

/** DuckDB 1.5. */
export const duckdbDialect: Dialect = {
  id: 'duckdb',
  quoteIdentifier: doubleQuoted,
  quoteText: singleQuoted,
  type: type => TYPES[type],
  timestamp: instant => `TIMESTAMP '${utcTimestamp(instant)}'`,
  date: instant => `DATE '${utcDate(instant)}'`,
  aggregate: aggregate => AGGREGATES[aggregate],
  conditionalAggregate: (context, node) =>
    `${context.call(AGGREGATES[node.aggregate], node.arg)} FILTER (WHERE ${context.expression(node.condition)})`,
  timestampPlus: (context, node) =>
    `(${context.expression(node.timestamp)} + to_microseconds(${Math.round(node.seconds * 1e6)}))`,
  timestampDifference: (context, node) =>
    `((epoch_us(${context.expression(node.to)}) - epoch_us(${context.expression(node.from)})) / 1e6)`,
  dateTrunc: (context, node) =>
    `date_trunc(${context.literal(node.unit)}, ${context.expression(node.timestamp)})`,
  variance: (context, node) => context.call('VAR_SAMP', node.arg),
  covariance: (context, node) =>
    context.call('COVAR_SAMP', node.left, node.right),
};
