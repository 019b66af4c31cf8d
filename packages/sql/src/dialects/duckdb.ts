import {
  doubleQuoted,
  singleQuoted,
  utcDate,
  utcTimestamp,
} from '../ansi-text';
import type { Dialect } from '../dialect';
import { wholeUnits } from '../duration-text';
import type { SqlType } from '../expression';
import {
  STANDARD_AGGREGATES,
  caseAggregate,
  castAs,
  filter,
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
  text: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};
const type = (name: SqlType) => TYPES[name];

/** DuckDB 1.5. */
export const duckdbDialect: Dialect = {
  id: 'duckdb',
  capabilities: {
    exactQuantile: true,
    quantilesPerSelect: 'any',
    lastBy: true,
    reusedCte: 'computed-once',
    unitNumbers: true,
  },
  quoteIdentifier: doubleQuoted,
  quoteText: singleQuoted,
  type,
  timestamp: instant => `TIMESTAMP '${utcTimestamp(instant)}'`,
  date: instant => `DATE '${utcDate(instant)}'`,
  cteKeyword: materialize => {
    if (materialize === undefined) return 'AS';
    return materialize ? 'AS MATERIALIZED' : 'AS NOT MATERIALIZED';
  },
  cast: castAs(type),
  distinctFrom: standardDistinctFrom,
  // A function is asked once per text of a Parquet dictionary, an operator once
  // per row: a tenth of a refresh. It takes text only.
  isIn: (context, node) =>
    node.isText
      ? `list_contains([${node.values.map(context.expression).join(', ')}], ${context.expression(node.arg)})`
      : standardIn(context, node),
  timestampPlus: (context, node) =>
    `(${context.expression(node.timestamp)} + to_microseconds(${wholeUnits(context, node.seconds, { factor: '1e6', type: 'BIGINT' })}))`,
  timestampDifference: (context, node) =>
    `((epoch_us(${context.expression(node.to)}) - epoch_us(${context.expression(node.from)})) / 1e6)`,
  dateTrunc: (context, node) =>
    `date_trunc(${context.literal(node.unit)}, ${context.expression(node.timestamp)})`,
  // AVG adds up naively; FAVG is Kahan's sum, at no measurable cost. Each
  // FILTER gathers its rows anew: with 50 of them twice as slow as a CASE.
  aggregate: caseAggregate({ ...STANDARD_AGGREGATES, mean: 'FAVG' }),
  lastBy: (context, node) =>
    `arg_max(${context.expression(node.arg)}, ROW(${context.expression(node.at)}, ${context.expression(node.arg)})) ${filter(context, isCandidate(node))}`,
  exactQuantile: (context, node) =>
    `quantile_cont(${context.expression(node.arg)}, ${node.level})`,
  variance: standardVariance,
  covariance: standardCovariance,
  // The inner hash alone differs from the one that joins use by a fixed XOR, so
  // its slices would collide there. To join the two as text first costs twice
  // the scan of a fact table.
  slice: (context, node) =>
    `CAST(hash(hash(${context.literal(node.salt)}, ${context.expression(node.arg)})) % ${node.count} AS BIGINT)`,
};
