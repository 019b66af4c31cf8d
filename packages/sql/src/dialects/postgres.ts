import {
  doubleQuoted,
  singleQuoted,
  utcDate,
  utcTimestamp,
} from '../ansi-text';
import type { Dialect } from '../dialect';
import type { SqlType } from '../expression';
import {
  STANDARD_AGGREGATES,
  castAs,
  filter,
  filteredAggregate,
  isCandidate,
  percentileCont,
  standardCovariance,
  standardDistinctFrom,
  standardIn,
  standardVariance,
} from '../standard-emitters';

const TYPES: Record<SqlType, string> = {
  boolean: 'boolean',
  bigint: 'bigint',
  double: 'double precision',
  text: 'text',
  timestamp: 'timestamp',
  date: 'date',
};
const type = (name: SqlType) => TYPES[name];

/**
 * PostgreSQL 15 and later, with `standard_conforming_strings` on (its default
 * since 9.1) and the session's time zone UTC. VAR_SAMP and COVAR_SAMP of
 * doubles are centred since 12 (Youngs–Cramer).
 */
export const postgresDialect: Dialect = {
  id: 'postgres',
  capabilities: {
    exactQuantile: true,
    quantilesPerSelect: 'any',
    lastBy: true,
    reusedCte: 'computed-once',
    unitNumbers: false,
  },
  quoteIdentifier: doubleQuoted,
  quoteText: singleQuoted,
  type,
  timestamp: instant => `TIMESTAMP '${utcTimestamp(instant)}'`,
  date: instant => `DATE '${utcDate(instant)}'`,
  // What is read twice is kept anyway. Forcing it for one reader takes the
  // statistics away from the planner: three times slower where measured.
  cteKeyword: materialize =>
    materialize === false ? 'AS NOT MATERIALIZED' : 'AS',
  cast: castAs(type),
  distinctFrom: standardDistinctFrom,
  isIn: standardIn,
  timestampPlus: (context, node) =>
    `(${context.expression(node.timestamp)} + make_interval(secs => ${context.expression(node.seconds)}))`,
  timestampDifference: (context, node) =>
    `CAST(EXTRACT(EPOCH FROM (${context.expression(node.to)} - ${context.expression(node.from)})) AS double precision)`,
  dateTrunc: (context, node) =>
    `date_trunc(${context.literal(node.unit)}, ${context.expression(node.timestamp)})`,
  aggregate: filteredAggregate(STANDARD_AGGREGATES),
  lastBy: (context, node) =>
    `(array_agg(${context.expression(node.arg)} ORDER BY ${context.expression(node.at)} DESC, ${context.expression(node.arg)} DESC) ${filter(context, isCandidate(node))})[1]`,
  exactQuantile: percentileCont,
  variance: standardVariance,
  covariance: standardCovariance,
  slice: (context, node) =>
    `abs(mod(hashtextextended(${context.literal(node.salt)} || ${context.expression(node.arg)}, 0), ${node.count}))`,
};
