/** What the values of a column can be compared with and made of. */
export type ColumnKind = 'number' | 'boolean' | 'time' | 'text' | 'other';

// In the words of DuckDB, PostgreSQL, ClickHouse, Trino, Spark, BigQuery and
// Snowflake.
const KINDS: readonly (readonly [RegExp, ColumnKind])[] = [
  [
    /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INT(EGER|\d+)?|FLOAT\d*|DOUBLE|REAL|DECIMAL\d*|(BIG)?NUMERIC|NUMBER)\b/i,
    'number',
  ],
  [/^BOOL/i, 'boolean'],
  [/^(TIMESTAMP|DATE)/i, 'time'],
  [/^(VARCHAR|TEXT|STRING|FIXEDSTRING|CHAR|BPCHAR|NAME|ENUM|UUID)/i, 'text'],
];

// ClickHouse says around a type that it may be NULL or is stored once.
const WRAPPED = /^(?:Nullable|LowCardinality)\((.*)\)$/;

const bareType = (type: string): string => {
  const inner = WRAPPED.exec(type)?.[1];
  return inner === undefined ? type : bareType(inner);
};

/** The kind of a column by the warehouse's name of its type. */
export const columnKind = (type: string): ColumnKind =>
  KINDS.find(([pattern]) => pattern.test(bareType(type)))?.[1] ?? 'other';
