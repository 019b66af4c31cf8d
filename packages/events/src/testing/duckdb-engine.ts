import { DuckDBInstance } from '@duckdb/node-api';
import type { RunSql } from '../run-sql';

/** A DuckDB that may write, for tests of the compaction. */
export const openDuckDb = async (): Promise<{
  query: RunSql;
  close: () => void;
}> => {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    // As the compactor's: it took a file that was written anew under its path
    // for the one that it knew.
    enable_external_file_cache: 'false',
  });
  const connection = await instance.connect();
  return {
    query: async sql => {
      const reader = await connection.runAndReadAll(sql);
      return { rows: reader.getRowObjectsJson() };
    },
    close: () => instance.closeSync(),
  };
};
