import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAKE_TABLES } from '@etude/events';
import {
  createDuckDbDriver,
  createDuckDbProcessDriver,
} from '@etude/warehouse-duckdb';
import type { LakeDriver } from '@etude/warehouse-duckdb';
import type { MetricsConfig } from './metrics-config';
import type { WriteImport } from './services/lake';

export type OpenLake = {
  readonly driver: LakeDriver;
  readonly writeImport: WriteImport;
};

/** Hands the content over as a file, which costs this process no time. */
const importWith =
  (driver: LakeDriver): WriteImport =>
  async ({ tableId, format, content }) => {
    const folder = await mkdtemp(join(tmpdir(), 'etude-upload-'));
    try {
      const file = join(folder, `${tableId}.${format}`);
      await writeFile(file, content);
      const { columns, rows } = await driver.importTable({
        tableId,
        format,
        file,
      });
      return { columns, rows };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

/**
 * The embedded lake: DuckDB over the Parquet files of the edge's log. It has a
 * process of its own, so that no query or import keeps the portal waiting or
 * takes it down.
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
  const driver = createDriver({ lakeDir, memoryLimitMb, tables });
  return { driver, writeImport: importWith(driver) };
};
