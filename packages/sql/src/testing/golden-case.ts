import type { DialectId } from '../dialect-id';
import type { Query } from '../query';

/** What an engine answers to a case: a text, or why it has none. */
export type GoldenAnswer = 'golden' | { readonly unsupported: string };

/** A query whose text is kept for every engine that can write it. */
export type GoldenCase = {
  readonly query: Query;
  readonly dialects: Record<DialectId, GoldenAnswer>;
};

/** The answers to what every engine can write. */
export const EVERY_ENGINE: GoldenCase['dialects'] = {
  duckdb: 'golden',
  postgres: 'golden',
  clickhouse: 'golden',
  trino: 'golden',
  spark: 'golden',
  bigquery: 'golden',
  snowflake: 'golden',
  redshift: 'golden',
};
