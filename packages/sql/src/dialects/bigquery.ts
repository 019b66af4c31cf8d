import { usableName, utcDate, utcTimestamp } from '../ansi-text';
import { backslashQuoted } from '../backslash-text';
import type { Dialect } from '../dialect';
import { wholeUnits } from '../duration-text';
import type { DateTruncUnit, SqlType } from '../expression';
import {
  STANDARD_AGGREGATES,
  caseAggregate,
  castAs,
  isCandidate,
  onlyWhen,
  standardCovariance,
  standardDistinctFrom,
  standardIn,
  standardVariance,
} from '../standard-emitters';

const TYPES: Record<SqlType, string> = {
  boolean: 'BOOL',
  bigint: 'INT64',
  double: 'FLOAT64',
  text: 'STRING',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};
const type = (name: SqlType) => TYPES[name];

const UNITS: Record<DateTruncUnit, string> = {
  hour: 'HOUR',
  day: 'DAY',
  week: 'WEEK(MONDAY)',
  month: 'MONTH',
};

/** GoogleSQL of BigQuery, whose TIMESTAMP is an instant and casts in UTC. */
export const bigqueryDialect: Dialect = {
  id: 'bigquery',
  capabilities: {
    exactQuantile: true,
    quantilesPerSelect: 'any',
    lastBy: true,
    reusedCte: 'inlined',
    unitNumbers: false,
  },
  quoteIdentifier: name =>
    `\`${usableName(name).replace(/[`\\]/gu, mark => `\\${mark}`)}\``,
  quoteText: backslashQuoted,
  type,
  timestamp: instant => `TIMESTAMP '${utcTimestamp(instant)}+00:00'`,
  date: instant => `DATE '${utcDate(instant)}'`,
  cteKeyword: () => 'AS',
  cast: castAs(type),
  distinctFrom: standardDistinctFrom,
  isIn: standardIn,
  timestampPlus: (context, node) =>
    `TIMESTAMP_ADD(${context.expression(node.timestamp)}, INTERVAL ${wholeUnits(context, node.seconds, { factor: '1e6', type: 'INT64' })} MICROSECOND)`,
  timestampDifference: (context, node) =>
    `(TIMESTAMP_DIFF(${context.expression(node.to)}, ${context.expression(node.from)}, MICROSECOND) / 1e6)`,
  dateTrunc: (context, node) =>
    `TIMESTAMP_TRUNC(${context.expression(node.timestamp)}, ${UNITS[node.unit]}, 'UTC')`,
  aggregate: caseAggregate(STANDARD_AGGREGATES),
  lastBy: (context, node) => {
    const arg = context.expression(node.arg);
    const candidate = context.expression(onlyWhen(isCandidate(node), node.arg));
    return `ARRAY_AGG(${candidate} IGNORE NULLS ORDER BY ${context.expression(node.at)} DESC, ${arg} DESC LIMIT 1)[SAFE_OFFSET(0)]`;
  },
  // PERCENTILE_CONT is a window function only, and an aggregate cannot stand
  // in UNNEST, so the order statistics are read from a sorted array.
  exactQuantile: (context, node) => {
    const arg = context.expression(node.arg);
    const rank = `((COUNT(${arg}) - 1) * ${context.literal(node.level)})`;
    const at = (side: string) =>
      `ARRAY_AGG(${arg} IGNORE NULLS ORDER BY ${arg})[SAFE_OFFSET(CAST(${side}(${rank}) AS INT64))]`;
    return `(${at('FLOOR')} + (${at('CEIL')} - ${at('FLOOR')}) * (${rank} - FLOOR(${rank})))`;
  },
  variance: standardVariance,
  covariance: standardCovariance,
  slice: (context, node) =>
    `ABS(MOD(FARM_FINGERPRINT(CONCAT(${context.literal(node.salt)}, ${context.expression(node.arg)})), ${node.count}))`,
};
