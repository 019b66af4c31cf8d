import { DuckDBInstance } from '@duckdb/node-api';
import path from 'node:path';
import { z } from 'zod';
import type { System } from './system';

export type CountQuery = {
  readonly table: 'assignments' | 'events';
  readonly idColumn: string;
  readonly prefix: string;
};

const rowsSchema = z.array(z.tuple([z.string(), z.number()]));

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/**
 * How often each id with a prefix is in the Parquet files of the lake, read
 * without the portal.
 */
export const countsInLake = async (
  system: Pick<System, 'stateDir'>,
  { table, idColumn, prefix }: CountQuery,
): Promise<Map<string, number>> => {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '500MB',
    threads: '1',
  });
  try {
    const connection = await instance.connect();
    const files = path.join(system.stateDir, 'lake', table, '*', '*.parquet');
    const reader = await connection.runAndReadAll(
      `SELECT ${idColumn}, count(*)::INTEGER FROM read_parquet(${text(files)})
       WHERE starts_with(${idColumn}, ${text(prefix)}) GROUP BY ALL`,
    );
    return new Map(rowsSchema.parse(reader.getRowsJson()));
  } finally {
    instance.closeSync();
  }
};
