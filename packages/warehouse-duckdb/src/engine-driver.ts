import type { DuckDBConnection } from '@duckdb/node-api';
import { warehouseError } from '@etude/warehouse';
import type { WarehouseDriver } from '@etude/warehouse';
import type { Engine } from './open-engine';
import { describeSelect, estimateSelect, runSelect } from './run-select';

/** A driver over the tables of an engine that is open; closing closes it. */
export const createEngineDriver = (engine: Engine): WarehouseDriver => {
  let isClosed = false;
  const withConnection = async <T>(
    use: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> => {
    if (isClosed) {
      throw warehouseError('closed', 'The table is closed already.');
    }
    const connection = await engine.connect();
    try {
      return await use(connection);
    } finally {
      connection.closeSync();
    }
  };
  return {
    dialect: 'duckdb',
    query: (sql, { signal } = {}) =>
      withConnection(connection => runSelect(connection, sql, signal)),
    describe: sql =>
      withConnection(connection => describeSelect(connection, sql)),
    estimate: sql =>
      withConnection(connection => estimateSelect(connection, sql)),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await engine.close();
    },
  };
};
