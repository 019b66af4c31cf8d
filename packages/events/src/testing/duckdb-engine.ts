import { DuckDBInstance } from '@duckdb/node-api';
import type { RunSql } from '../compact-segment';

/** A DuckDB that may write, for tests of the compaction. */
export const openDuckDb = async (): Promise<{
  query: RunSql;
  close: () => void;
}> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  return {
    query: async sql => {
      const reader = await connection.runAndReadAll(sql);
      return { rows: reader.getRowObjectsJson() };
    },
    close: () => instance.closeSync(),
  };
};
