import { doubleQuoted, utcDate, utcTimestamp } from '../ansi-text';
import { doubledQuoted } from '../backslash-text';
import type { Dialect } from '../dialect';
import { wholeUnits } from '../duration-text';
import type { SqlType } from '../expression';
import {
  STANDARD_AGGREGATES,
  caseAggregate,
  isCandidate,
  onlyWhen,
  percentileCont,
  standardCovariance,
  standardDistinctFrom,
  standardIn,
  standardVariance,
} from '../standard-emitters';

const TYPES: Record<SqlType, string> = {
  boolean: 'BOOLEAN',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  timestamp: 'TIMESTAMP_NTZ(6)',
  date: 'DATE',
};
const type = (name: SqlType) => TYPES[name];

/**
 * Snowflake, with the session's `TIMEZONE` UTC. Quoted names are exact: what
 * was created without quotes is found in capitals only.
 */
export const snowflakeDialect: Dialect = {
  id: 'snowflake',
  capabilities: {
    exactQuantile: true,
    quantilesPerSelect: 'any',
    lastBy: true,
    reusedCte: 'computed-once',
    unitNumbers: false,
  },
  quoteIdentifier: doubleQuoted,
  quoteText: doubledQuoted,
  type,
  timestamp: instant =>
    `CAST('${utcTimestamp(instant)}' AS ${type('timestamp')})`,
  date: instant => `DATE '${utcDate(instant)}'`,
  cteKeyword: () => 'AS',
  // A plain cast of a TIMESTAMP_TZ keeps the clock of its zone and drops the
  // zone, which would move the instant.
  cast: (context, node) => {
    const arg = context.expression(node.arg);
    const isNull = node.arg.kind === 'literal' && node.arg.value === null;
    return node.type === 'timestamp' && !isNull
      ? `CAST(CONVERT_TIMEZONE('UTC', ${arg}) AS ${type('timestamp')})`
      : `CAST(${arg} AS ${type(node.type)})`;
  },
  distinctFrom: standardDistinctFrom,
  isIn: standardIn,
  timestampPlus: (context, node) =>
    `DATEADD(microsecond, ${wholeUnits(context, node.seconds, { factor: '1e6', type: 'BIGINT' })}, ${context.expression(node.timestamp)})`,
  timestampDifference: (context, node) =>
    `(CAST(DATEDIFF(microsecond, ${context.expression(node.from)}, ${context.expression(node.to)}) AS DOUBLE) / 1e6)`,
  // Where a week begins is a parameter of the session (WEEK_START).
  dateTrunc: (context, node) => {
    const at = context.expression(node.timestamp);
    return node.unit === 'week'
      ? `DATEADD(day, 1 - DAYOFWEEKISO(${at}), DATE_TRUNC('day', ${at}))`
      : `DATE_TRUNC('${node.unit}', ${at})`;
  },
  aggregate: caseAggregate(STANDARD_AGGREGATES),
  // MAX_BY leaves open which of equals it takes. What comes out is a VARIANT,
  // to be cast by the reader.
  lastBy: (context, node) =>
    `GET(ARRAY_AGG(${context.expression(onlyWhen(isCandidate(node), node.arg))}) WITHIN GROUP (ORDER BY ${context.expression(node.at)} DESC, ${context.expression(node.arg)} DESC), 0)`,
  exactQuantile: percentileCont,
  variance: standardVariance,
  covariance: standardCovariance,
  slice: (context, node) =>
    `ABS(MOD(HASH(${context.literal(node.salt)}, ${context.expression(node.arg)}), ${node.count}))`,
};
