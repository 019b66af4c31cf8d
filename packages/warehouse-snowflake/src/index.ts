export type { SnowflakeLogin } from './snowflake-connection';
export { createSnowflakeDriver } from './snowflake-driver';
export type { SnowflakeDriverOptions } from './snowflake-driver';
