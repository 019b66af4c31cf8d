import { usableName, utcDate, utcTimestamp } from '../ansi-text';
import { backslashQuoted } from '../backslash-text';
import type { Dialect } from '../dialect';
import { wholeUnits } from '../duration-text';
import type { SqlType } from '../expression';
import {
  STANDARD_AGGREGATES,
  castAs,
  filter,
  filteredAggregate,
  isCandidate,
  standardCovariance,
  standardDistinctFrom,
  standardIn,
  standardVariance,
} from '../standard-emitters';

const TYPES: Record<SqlType, string> = {
  boolean: 'BOOLEAN',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  text: 'STRING',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};
const type = (name: SqlType) => TYPES[name];

/**
 * Spark SQL 3.4 and later, and with it Databricks, with the session's
 * `spark.sql.session.timeZone` UTC (a TIMESTAMP is an instant that is shown in
 * it) and `spark.sql.ansi.enabled` (a failed cast is an error, not NULL).
 */
export const sparkDialect: Dialect = {
  id: 'spark',
  capabilities: {
    exactQuantile: true,
    quantilesPerSelect: 'any',
    lastBy: true,
    reusedCte: 'inlined',
    unitNumbers: false,
  },
  quoteIdentifier: name => `\`${usableName(name).replaceAll('`', '``')}\``,
  // ${…} is replaced by the session's variables, also inside of quotes.
  quoteText: text => backslashQuoted(text).replaceAll('${', '\\u0024{'),
  type,
  timestamp: instant => `TIMESTAMP '${utcTimestamp(instant)}Z'`,
  date: instant => `DATE '${utcDate(instant)}'`,
  cteKeyword: () => 'AS',
  cast: castAs(type),
  distinctFrom: standardDistinctFrom,
  isIn: standardIn,
  timestampPlus: (context, node) =>
    `timestamp_micros(unix_micros(${context.expression(node.timestamp)}) + ${wholeUnits(context, node.seconds, { factor: '1e6', type: 'BIGINT' })})`,
  timestampDifference: (context, node) =>
    `((unix_micros(${context.expression(node.to)}) - unix_micros(${context.expression(node.from)})) / 1e6)`,
  dateTrunc: (context, node) =>
    `date_trunc(${context.literal(node.unit)}, ${context.expression(node.timestamp)})`,
  aggregate: filteredAggregate(STANDARD_AGGREGATES),
  lastBy: (context, node) =>
    `max_by(${context.expression(node.arg)}, struct(${context.expression(node.at)}, ${context.expression(node.arg)})) ${filter(context, isCandidate(node))}`,
  exactQuantile: (context, node) =>
    `percentile(${context.expression(node.arg)}, ${node.level})`,
  variance: standardVariance,
  covariance: standardCovariance,
  slice: (context, node) =>
    `pmod(xxhash64(${context.literal(node.salt)}, ${context.expression(node.arg)}), ${node.count})`,
};
