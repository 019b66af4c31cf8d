import { DuckDBInstance } from '@duckdb/node-api';
import { historyStatements } from './history-sql';
import type { PlantedExperiment } from './truth';

export type WriteHistoryOptions = {
  readonly experiments: readonly PlantedExperiment[];
  readonly lakeDir: string;
  readonly now: Date;
};

/** Writes the ended experiments' assignments and events into the lake. */
export const writeHistory = async (
  options: WriteHistoryOptions,
): Promise<void> => {
  const { experiments, lakeDir, now } = options;
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '1500MB',
    autoinstall_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    for (const sql of historyStatements(experiments, lakeDir, now)) {
      await connection.run(sql);
    }
  } finally {
    instance.closeSync();
  }
};
