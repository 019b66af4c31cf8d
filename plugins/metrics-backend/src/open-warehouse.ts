/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment --
   Clients of engines that nobody uses stay unloaded: together they take 0.7 s
   of start-up. Jest runs no dynamic import. */
import type { DialectId } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';
import type * as BigQueryPackage from '@etude/warehouse-bigquery';
import type * as ClickHousePackage from '@etude/warehouse-clickhouse';
import type * as DatabricksPackage from '@etude/warehouse-databricks';
import type * as PostgresPackage from '@etude/warehouse-postgres';
import type * as SnowflakePackage from '@etude/warehouse-snowflake';
import type * as SparkPackage from '@etude/warehouse-spark';
import type * as TrinoPackage from '@etude/warehouse-trino';
import type { WarehouseConfig } from './warehouse-schema';

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

const openBigQuery = (
  config: Extract<WarehouseConfig, { type: 'bigquery' }>,
): WarehouseDriver => {
  const {
    createBigQueryDriver,
  }: typeof BigQueryPackage = require('@etude/warehouse-bigquery');
  const { project, dataset, location, keyFile, credentials, limits } = config;
  return createBigQueryDriver({
    timeoutMs: limitsOf(config).timeoutMs,
    projectId: project,
    dataset,
    location,
    keyFile,
    credentials,
    maxBytesBilled: limits.maxBytes,
  });
};

type SnowflakeConfig = Extract<WarehouseConfig, { type: 'snowflake' }>;

// Checked with the configuration: one way to log in is whole.
const snowflakeLogin = (
  config: SnowflakeConfig,
): SnowflakePackage.SnowflakeLogin => {
  const { user = '', clientId, accessToken, privateKey = '' } = config;
  if (clientId !== undefined) {
    const { clientSecret = '', tokenUrl = '', scope } = config;
    return { kind: 'oauth-client', clientId, clientSecret, tokenUrl, scope };
  }
  if (accessToken !== undefined) {
    return { kind: 'access-token', user, token: accessToken };
  }
  const passphrase = config.privateKeyPassphrase;
  return { kind: 'key-pair', user, privateKey, passphrase };
};

const openSnowflake = (config: SnowflakeConfig): WarehouseDriver => {
  const {
    createSnowflakeDriver,
  }: typeof SnowflakePackage = require('@etude/warehouse-snowflake');
  const { account, computeWarehouse, database, schema, role } = config;
  return createSnowflakeDriver({
    timeoutMs: limitsOf(config).timeoutMs,
    account,
    login: snowflakeLogin(config),
    computeWarehouse,
    database,
    schema,
    role,
  });
};

const openDatabricks = (
  config: Extract<WarehouseConfig, { type: 'databricks' }>,
): WarehouseDriver => {
  const {
    createDatabricksDriver,
  }: typeof DatabricksPackage = require('@etude/warehouse-databricks');
  const { host, httpPath, schema, clientId, clientSecret = '' } = config;
  return createDatabricksDriver({
    timeoutMs: limitsOf(config).timeoutMs,
    host,
    httpPath,
    login:
      clientId === undefined
        ? { kind: 'access-token', token: config.accessToken ?? '' }
        : { kind: 'service-principal', clientId, clientSecret },
    schemaPath: schema,
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
    case 'bigquery':
      return openBigQuery(config);
    case 'snowflake':
      return openSnowflake(config);
    case 'databricks':
      return openDatabricks(config);
    default:
      return config satisfies never;
  }
};

/** How SQL is written for a configured warehouse. */
export const dialectOf = ({ type }: WarehouseConfig): DialectId =>
  type === 'databricks' ? 'spark' : type;

/**
 * Where a warehouse is, as `host:port`, or the project or account of a service;
 * no login and no secret.
 */
export const warehouseAddress = (config: WarehouseConfig): string => {
  if (config.type === 'bigquery') return config.project;
  if (config.type === 'snowflake') return config.account;
  if ('url' in config && config.url !== undefined) {
    return new URL(config.url).host;
  }
  const host = 'host' in config ? (config.host ?? '') : '';
  const port = 'port' in config ? config.port : undefined;
  return port === undefined ? host : `${host}:${port}`;
};
