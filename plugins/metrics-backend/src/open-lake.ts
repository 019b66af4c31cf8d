import { LAKE_TABLES } from '@etude/events';
import type { WarehouseDriver } from '@etude/warehouse';
import { createDuckDbDriver, importTable } from '@etude/warehouse-duckdb';
import type { MetricsConfig } from './metrics-config';
import type { WriteImport } from './services/lake';

export type OpenLake = {
  readonly driver: WarehouseDriver;
  readonly writeImport: WriteImport;
};

/** The embedded lake: DuckDB over the Parquet files of the edge's log. */
export const openLake = (config: MetricsConfig): OpenLake => {
  const { lakeDir, memoryLimitMb } = config;
  const tables = LAKE_TABLES.map(({ name, columns }) => ({
    name,
    columns: columns.map(column => ({ name: column.name, type: column.type })),
  }));
  return {
    driver: createDuckDbDriver({ lakeDir, memoryLimitMb, tables }),
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
