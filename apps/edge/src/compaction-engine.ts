import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { RunSql } from '@etude/events';

/** A DuckDB that writes Parquet, for the compactor alone. */
export type CompactionEngine = {
  readonly query: RunSql;
  readonly close: () => void;
};

/** Half of the cores, since the edge is beside; segments feed four at most. */
const shareOfCores = (): number =>
  Math.min(4, Math.max(1, availableParallelism() >> 1));

/**
 * Opens a DuckDB in memory for trusted statements. The driver that serves
 * people's queries is confined to reading and cannot do this.
 */
export const openCompactionEngine = async (
  threads: number | null = 1,
): Promise<CompactionEngine> => {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '1GB',
    threads: String(threads ?? shareOfCores()),
    // In memory DuckDB would spill into the folder it was started from.
    temp_directory: join(tmpdir(), 'etude-compactor'),
    autoinstall_known_extensions: 'false',
    // On a busy machine it took a file that was compacted again under its
    // path for the one that it knew.
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
