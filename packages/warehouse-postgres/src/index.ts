export type { PostgresConnection, PostgresTls } from './connection-config';
export { createPostgresDriver } from './postgres-driver';
export type { PostgresDriverOptions } from './postgres-driver';
export type { PostgresDialect } from './variant';
