/** Engines that the printer can write for; the value is stored and logged. */
export const DIALECT_IDS = [
  'duckdb',
  'postgres',
  'clickhouse',
  'trino',
  'spark',
  'bigquery',
  'snowflake',
  'redshift',
] as const;

export type DialectId = (typeof DIALECT_IDS)[number];
