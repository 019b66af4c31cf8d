import {
  doubleQuoted,
  singleQuoted,
  utcDate,
  utcTimestamp,
} from '../ansi-text';
import type { Dialect } from '../dialect';
import { wholeUnits } from '../duration-text';
import type { Expression, SqlType } from '../expression';
import {
  STANDARD_AGGREGATES,
  filter,
  filteredAggregate,
  isCandidate,
  standardCovariance,
  standardDistinctFrom,
  standardIn,
  standardVariance,
} from '../standard-emitters';

const TYPES: Record<SqlType, string> = {
  boolean: 'boolean',
  bigint: 'bigint',
  double: 'double',
  text: 'varchar',
  timestamp: 'timestamp(6)',
  date: 'date',
};
const type = (name: SqlType) => TYPES[name];

/**
 * Trino 435 and later, and with it Starburst and Athena (engine 3), with the
 * session's time zone UTC. The engine moves instants by whole milliseconds.
 */
export const trinoDialect: Dialect = {
  id: 'trino',
  capabilities: {
    exactQuantile: true,
    quantilesPerSelect: 'any',
    lastBy: true,
    reusedCte: 'inlined',
    unitNumbers: false,
  },
  quoteIdentifier: doubleQuoted,
  quoteText: singleQuoted,
  type,
  timestamp: instant => `TIMESTAMP '${utcTimestamp(instant)}'`,
  date: instant => `DATE '${utcDate(instant)}'`,
  cteKeyword: () => 'AS',
  // A plain cast of a timestamp with time zone keeps the clock of its zone and
  // drops the zone, which would move the instant.
  cast: (context, node) => {
    const arg = context.expression(node.arg);
    return node.type === 'timestamp'
      ? `CAST(CAST(${arg} AS timestamp(6) with time zone) AT TIME ZONE 'UTC' AS timestamp(6))`
      : `CAST(${arg} AS ${type(node.type)})`;
  },
  distinctFrom: standardDistinctFrom,
  isIn: standardIn,
  // An interval holds whole milliseconds; date_add takes 32 bits of them.
  timestampPlus: (context, node) =>
    `(${context.expression(node.timestamp)} + INTERVAL '0.001' SECOND * ${wholeUnits(context, node.seconds, { factor: '1e3', type: 'bigint' })})`,
  // date_diff counts whole milliseconds only.
  timestampDifference: (context, node) => {
    const micros = (at: Expression) =>
      `CAST(${context.call('to_unixtime', at)} * 1e6 AS bigint)`;
    return `((${micros(node.to)} - ${micros(node.from)}) / 1e6)`;
  },
  dateTrunc: (context, node) =>
    `date_trunc(${context.literal(node.unit)}, ${context.expression(node.timestamp)})`,
  aggregate: filteredAggregate(STANDARD_AGGREGATES),
  lastBy: (context, node) =>
    `max_by(${context.expression(node.arg)}, ROW(${context.expression(node.at)}, ${context.expression(node.arg)})) ${filter(context, isCandidate(node))}`,
  // The engine has sketches only, so the values themselves are sorted; a
  // lambda names them, so that they are gathered once.
  exactQuantile: (context, node) => {
    const arg = context.expression(node.arg);
    const rank = `((cardinality(v) - 1) * ${context.literal(node.level)})`;
    const at = (side: string) => `v[CAST(${side}(${rank}) AS bigint) + 1]`;
    const values = `array_sort(array_agg(${arg}) FILTER (WHERE (${arg} IS NOT NULL)))`;
    return `element_at(transform(ARRAY[${values}], v -> ${at('floor')} + (${at('ceiling')} - ${at('floor')}) * (${rank} - floor(${rank}))), 1)`;
  },
  variance: standardVariance,
  covariance: standardCovariance,
  slice: (context, node) =>
    `abs(mod(from_big_endian_64(xxhash64(to_utf8(${context.literal(node.salt)} || ${context.expression(node.arg)}))), ${node.count}))`,
};
