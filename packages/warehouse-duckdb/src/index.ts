export { createDuckDbDriver } from './duckdb-driver';
export type { DuckDbDriverOptions } from './duckdb-driver';
export { importTable } from './import-table';
export type { ImportTableRequest } from './import-table';
export type { LakeTable } from './lake-table';
export type { EngineLimits } from './open-engine';
export { LOCAL_TABLE, describeTable, openTable } from './open-table';
export type { LocalTable, TableDescription, TableFormat } from './open-table';
