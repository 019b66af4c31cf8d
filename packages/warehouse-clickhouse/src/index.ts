export { createClickHouseDriver } from './clickhouse-driver';
export type { ClickHouseDriverOptions } from './clickhouse-driver';
