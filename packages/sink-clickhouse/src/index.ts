export { clickHouseSink } from './clickhouse-sink';
export type { ClickHouseSinkOptions } from './clickhouse-sink';
export { clickHouseTables } from './clickhouse-tables';
export type { ClickHouseTablesOptions } from './clickhouse-tables';
