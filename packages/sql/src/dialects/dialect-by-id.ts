import type { Dialect } from '../dialect';
import type { DialectId } from '../dialect-id';
import { bigqueryDialect } from './bigquery';
import { clickhouseDialect } from './clickhouse';
import { duckdbDialect } from './duckdb';
import { postgresDialect } from './postgres';
import { redshiftDialect } from './redshift';
import { snowflakeDialect } from './snowflake';
import { sparkDialect } from './spark';
import { trinoDialect } from './trino';

const DIALECTS: Record<DialectId, Dialect> = {
  duckdb: duckdbDialect,
  postgres: postgresDialect,
  clickhouse: clickhouseDialect,
  trino: trinoDialect,
  spark: sparkDialect,
  bigquery: bigqueryDialect,
  snowflake: snowflakeDialect,
  redshift: redshiftDialect,
};

/** The dialect record of an engine. */
export const dialectById = (id: DialectId): Dialect => DIALECTS[id];
