import { LAKE_TABLES } from '@etude/events';
import type { WarehouseDriver } from '@etude/warehouse';
import {
  createDuckDbDriver,
  createDuckDbProcessDriver,
  importTable,
} from '@etude/warehouse-duckdb';
import type { MetricsConfig } from './metrics-config';
import type { WriteImport } from './services/lake';

export type OpenLake = {
  readonly driver: WarehouseDriver;
  readonly writeImport: WriteImport;
};

/**
 * The embedded lake: DuckDB over the Parquet files of the edge's log. It has a
 * process of its own, so that no query keeps the portal waiting or takes it
 * down.
 */
export const openLake = (config: MetricsConfig): OpenLake => {
  const { lakeDir, memoryLimitMb, hasOwnProcess } = config;
  const createDriver = hasOwnProcess
    ? createDuckDbProcessDriver
    : createDuckDbDriver;
  const tables = LAKE_TABLES.map(({ name, columns }) => ({
    name,
    columns: columns.map(column => ({ name: column.name, type: column.type })),
  }));
  return {
    driver: createDriver({ lakeDir, memoryLimitMb, tables }),
    writeImport: async ({ tableId, format, content }) => {
      const table = await importTable({
        lakeDir,
        tableId,
        format,
        bytes: content,
      });
      return { columns: table.columns, rows: table.rows };
    },
  };
};
