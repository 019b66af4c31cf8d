/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment --
   Clients of engines that nobody uses stay unloaded: together they take 0.7 s
   of start-up. Jest runs no dynamic import. */
import type { WarehouseDriver } from '@etude/warehouse';
import type * as ClickHousePackage from '@etude/warehouse-clickhouse';
import type * as PostgresPackage from '@etude/warehouse-postgres';
import type * as SparkPackage from '@etude/warehouse-spark';
import type * as TrinoPackage from '@etude/warehouse-trino';
import type { WarehouseConfig } from './warehouses-config';

// The engine's own limit comes a little after ours, which names the key that
// raises it.
const GRACE_MS = 5000;

/** What every driver takes: our limits, known to the engine too. */
const limitsOf = ({ limits }: WarehouseConfig) => ({
  timeoutMs: limits.timeoutSeconds * 1000 + GRACE_MS,
  // One more than queries: a test of the connection does not wait for them.
  maxConnections: limits.maxConcurrentQueries + 1,
});

type PostgresConfig = Extract<
  WarehouseConfig,
  { type: 'postgres' | 'redshift' }
>;

const openPostgres = (config: PostgresConfig): WarehouseDriver => {
  const {
    createPostgresDriver,
  }: typeof PostgresPackage = require('@etude/warehouse-postgres');
  const { url, port, password, certificateAuthority: ca } = config;
  return createPostgresDriver({
    ...limitsOf(config),
    dialect: config.type,
    tls: ca === undefined ? config.tls : { ca },
    connection:
      url === undefined
        ? {
            // Checked with the configuration: there is a url or all of these.
            host: config.host ?? '',
            database: config.database ?? '',
            user: config.user ?? '',
            port,
            password,
          }
        : { url },
  });
};

const openClickHouse = (
  config: Extract<WarehouseConfig, { type: 'clickhouse' }>,
): WarehouseDriver => {
  const {
    createClickHouseDriver,
  }: typeof ClickHousePackage = require('@etude/warehouse-clickhouse');
  return createClickHouseDriver({
    ...limitsOf(config),
    url: config.url,
    user: config.user,
    password: config.password,
    database: config.database,
    ca: config.certificateAuthority,
    maxBytesToRead: config.limits.maxBytes,
  });
};

const openTrino = (
  config: Extract<WarehouseConfig, { type: 'trino' }>,
): WarehouseDriver => {
  const {
    createTrinoDriver,
  }: typeof TrinoPackage = require('@etude/warehouse-trino');
  const { url, catalog, schema, user, password, accessToken } = config;
  return createTrinoDriver({
    timeoutMs: limitsOf(config).timeoutMs,
    server: url,
    catalog,
    schema,
    user,
    password,
    accessToken,
    certificateAuthority: config.certificateAuthority,
  });
};

const openSpark = (
  config: Extract<WarehouseConfig, { type: 'spark' }>,
): WarehouseDriver => {
  const {
    createSparkDriver,
  }: typeof SparkPackage = require('@etude/warehouse-spark');
  const { host, port, httpPath, tls, user, password } = config;
  return createSparkDriver({
    timeoutMs: limitsOf(config).timeoutMs,
    host,
    port,
    httpPath,
    tls,
    user,
    password,
    schemaPath: config.schema,
    certificateAuthority: config.certificateAuthority,
  });
};

/**
 * The driver of a configured warehouse; its client library is loaded now, and
 * its first query connects.
 *
 * @throws ETUDE_WAREHOUSE_CONNECTION_OPTIONS
 */
export const openWarehouse = (config: WarehouseConfig): WarehouseDriver => {
  switch (config.type) {
    case 'postgres':
    case 'redshift':
      return openPostgres(config);
    case 'clickhouse':
      return openClickHouse(config);
    case 'trino':
      return openTrino(config);
    case 'spark':
      return openSpark(config);
    default:
      return config satisfies never;
  }
};

/** Where a warehouse is, as `host:port`; no account and no secret. */
export const warehouseAddress = (config: WarehouseConfig): string => {
  if ('url' in config && config.url !== undefined) {
    return new URL(config.url).host;
  }
  const host = 'host' in config ? (config.host ?? '') : '';
  const port = 'port' in config ? config.port : undefined;
  return port === undefined ? host : `${host}:${port}`;
};
