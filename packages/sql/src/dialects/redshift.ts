import { EtudeError } from '@etude/kernel';
import { doubleQuoted, utcDate, utcTimestamp } from '../ansi-text';
import { doubledQuoted } from '../backslash-text';
import { arithmetic } from '../build-expression';
import type { Dialect } from '../dialect';
import { fixedNumber } from '../duration-text';
import type { SqlType } from '../expression';
import {
  STANDARD_AGGREGATES,
  caseAggregate,
  castAs,
  comparedDistinctFrom,
  percentileCont,
  standardIn,
  standardVariance,
} from '../standard-emitters';

const TYPES: Record<SqlType, string> = {
  boolean: 'BOOLEAN',
  bigint: 'BIGINT',
  double: 'DOUBLE PRECISION',
  // VARCHAR alone is of 256 bytes, and a cast cuts off what is longer.
  text: 'VARCHAR(65535)',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};
const type = (name: SqlType) => TYPES[name];

// In two steps, since DATEADD takes a whole number of 32 bits.
const moved: Dialect['timestampPlus'] = (context, node) => {
  const at = context.expression(node.timestamp);
  const fixed = fixedNumber(node.seconds);
  if (fixed !== null) {
    const whole = `DATEADD(second, ${Math.floor(fixed)}, ${at})`;
    const micros = Math.round((fixed - Math.floor(fixed)) * 1e6);
    return micros === 0 ? whole : `DATEADD(microsecond, ${micros}, ${whole})`;
  }
  const seconds = `CAST(${context.expression(node.seconds)} AS DOUBLE PRECISION)`;
  const whole = `DATEADD(second, CAST(FLOOR(${seconds}) AS INTEGER), ${at})`;
  return `DATEADD(microsecond, CAST(ROUND((${seconds} - FLOOR(${seconds})) * 1e6) AS INTEGER), ${whole})`;
};

/**
 * Amazon Redshift, with the session's `timezone` UTC and
 * `enable_case_sensitive_identifier` on.
 */
export const redshiftDialect: Dialect = {
  id: 'redshift',
  capabilities: {
    exactQuantile: true,
    // Sort-based aggregates of a statement share one ORDER BY.
    quantilesPerSelect: 'of-one-value',
    lastBy: false,
    reusedCte: 'computed-once',
    unitNumbers: false,
  },
  quoteIdentifier: doubleQuoted,
  quoteText: doubledQuoted,
  type,
  timestamp: instant => `TIMESTAMP '${utcTimestamp(instant)}'`,
  date: instant => `DATE '${utcDate(instant)}'`,
  cteKeyword: () => 'AS',
  cast: castAs(type),
  distinctFrom: comparedDistinctFrom,
  isIn: standardIn,
  timestampPlus: moved,
  timestampDifference: (context, node) =>
    `(CAST(DATEDIFF(microsecond, ${context.expression(node.from)}, ${context.expression(node.to)}) AS DOUBLE PRECISION) / 1e6)`,
  dateTrunc: (context, node) =>
    `DATE_TRUNC('${node.unit}', ${context.expression(node.timestamp)})`,
  aggregate: caseAggregate(STANDARD_AGGREGATES),
  lastBy: () => {
    throw new EtudeError(
      'Redshift cannot compute the last value of a unit: it has neither MAX_BY nor arrays of a group. Take another aggregation, or another warehouse.',
      { code: 'ETUDE_SQL_LAST_BY', kind: 'bug' },
    );
  },
  exactQuantile: percentileCont,
  variance: standardVariance,
  // There is no COVAR_SAMP: 4 cov(x, y) = var(x + y) − var(x − y), of rows
  // where neither is NULL, since sums with NULL are NULL.
  covariance: (context, { left, right }) =>
    `((VAR_SAMP(${context.expression(arithmetic(left, '+', right))}) - VAR_SAMP(${context.expression(arithmetic(left, '-', right))})) / 4)`,
  slice: (context, node) =>
    `ABS(MOD(FARMFINGERPRINT64(${context.literal(node.salt)} || ${context.expression(node.arg)}), ${node.count}))`,
};
