export type { TrinoConnectionOptions } from './trino-connection';
export { createTrinoDriver } from './trino-driver';
export type { TrinoDriverOptions } from './trino-driver';
