export { createDuckDbDriver } from './duckdb-driver';
export type {
  DuckDbDriverOptions,
  LakeDriver,
  LakeImport,
} from './duckdb-driver';
export { createDuckDbProcessDriver } from './engine-process/duckdb-process-driver';
export type { DuckDbProcessOptions } from './engine-process/duckdb-process-driver';
export { importTable } from './import-table';
export type { ImportTableRequest } from './import-table';
export type { LakeTable } from './lake-table';
export type { EngineLimits } from './open-engine';
export { LOCAL_TABLE, describeTable, openTable } from './open-table';
export type { LocalTable, TableDescription, TableFormat } from './open-table';
export { openTables } from './open-tables';
export type { CsvColumnType, NamedCsv } from './open-tables';
