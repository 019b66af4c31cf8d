import type { Dialect } from '../dialect';
import type { DialectId } from '../dialect-id';
import { duckdbDialect } from './duckdb';
import { postgresDialect } from './postgres';

const DIALECTS: Record<DialectId, Dialect> = {
  duckdb: duckdbDialect,
  postgres: postgresDialect,
};

/** The dialect record of an engine. */
export const dialectById = (id: DialectId): Dialect => DIALECTS[id];
