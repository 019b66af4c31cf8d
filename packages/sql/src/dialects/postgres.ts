import {
  doubleQuoted,
  singleQuoted,
  utcDate,
  utcTimestamp,
} from '../ansi-text';
import type { Dialect } from '../dialect';
import type { AggregateFunction, SqlType } from '../expression';

const TYPES: Record<SqlType, string> = {
  boolean: 'boolean',
  bigint: 'bigint',
  double: 'double precision',
  text: 'text',
  timestamp: 'timestamp',
  date: 'date',
};

const AGGREGATES: Record<AggregateFunction, string> = {
  count: 'COUNT',
  sum: 'SUM',
  min: 'MIN',
  max: 'MAX',
  mean: 'AVG',
};

/**
 * PostgreSQL 15 and later, with `standard_conforming_strings` on (its default
 * since 9.1). VAR_SAMP of doubles is centred since 12 (Youngs–Cramer).
 */
export const postgresDialect: Dialect = {
  id: 'postgres',
  quoteIdentifier: doubleQuoted,
  quoteText: singleQuoted,
  type: type => TYPES[type],
  timestamp: instant => `TIMESTAMP '${utcTimestamp(instant)}'`,
  date: instant => `DATE '${utcDate(instant)}'`,
  aggregate: aggregate => AGGREGATES[aggregate],
  conditionalAggregate: (context, node) =>
    `${context.call(AGGREGATES[node.aggregate], node.arg)} FILTER (WHERE ${context.expression(node.condition)})`,
  timestampPlus: (context, node) =>
    `(${context.expression(node.timestamp)} + make_interval(secs => ${node.seconds}))`,
  timestampDifference: (context, node) =>
    `CAST(EXTRACT(EPOCH FROM (${context.expression(node.to)} - ${context.expression(node.from)})) AS double precision)`,
  dateTrunc: (context, node) =>
    `date_trunc(${context.literal(node.unit)}, ${context.expression(node.timestamp)})`,
  variance: (context, node) => context.call('VAR_SAMP', node.arg),
  covariance: (context, node) =>
    context.call('COVAR_SAMP', node.left, node.right),
};
