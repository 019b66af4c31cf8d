import {
  distinctNames,
  joinSignals,
  notReadOnly,
  requireSelect,
  warehouseError,
} from '@etude/warehouse';
import type {
  QueryOptions,
  QueryResult,
  ResultColumn,
  ScanEstimate,
  WarehouseDriver,
  WarehouseRow,
} from '@etude/warehouse';
import { Pool } from 'pg';
import type { CustomTypesConfig, FieldDef, PoolClient } from 'pg';
import { connectionConfig } from './connection-config';
import type { PostgresConnection, PostgresTls } from './connection-config';
import { TYPE_NAMES, convertValue } from './convert-value';
import { describeStatement } from './describe-statement';
import { runReadOnly } from './read-only-session';
import type { SessionOptions } from './read-only-session';
import { VARIANTS } from './variant';
import type { PostgresDialect, PostgresVariant } from './variant';

export type PostgresDriverOptions = {
  readonly connection: PostgresConnection;
  /** Without it, `sslmode` of the URL, else none. */
  readonly tls?: PostgresTls;
  readonly dialect?: PostgresDialect;
  /** Connections at a time; more queries wait. 4 unless told. */
  readonly maxConnections?: number;
  /** The server stops a query after that; 10 minutes unless told. */
  readonly timeoutMs?: number;
  /** How long to wait for a connection; 10 seconds unless told. */
  readonly connectTimeoutMs?: number;
};

// Cells stay the server's text until their type is looked at in one place.
const AS_TEXT: CustomTypesConfig = {
  getTypeParser: () => (text: string) => text,
};

type RawRow = readonly (string | null)[];

const readRaw = async (
  client: PoolClient,
  text: string,
): Promise<{
  readonly command: string;
  readonly fields: readonly FieldDef[];
  readonly rows: readonly RawRow[];
}> => {
  // The extended protocol: the server refuses a second statement.
  const request = {
    text,
    rowMode: 'array' as const,
    types: AS_TEXT,
    queryMode: 'extended',
  };
  return client.query<(string | null)[]>(request);
};

/** Names of the types of fields, asked of the server where they are its own. */
const columnsOf = async (
  client: PoolClient,
  fields: readonly FieldDef[],
): Promise<ResultColumn[]> => {
  const unknown = fields
    .map(field => field.dataTypeID)
    .filter(id => !TYPE_NAMES.has(id));
  const own = new Map<number, string>();
  if (unknown.length > 0) {
    const { rows } = await readRaw(
      client,
      `SELECT oid, pg_catalog.format_type(oid, NULL) FROM pg_catalog.pg_type WHERE oid IN (${[...new Set(unknown)].join(', ')})`,
    );
    for (const [id, name] of rows) own.set(Number(id), String(name));
  }
  const names = distinctNames(fields.map(field => field.name));
  return fields.map(({ dataTypeID: id }, index) => ({
    name: names[index] ?? '',
    type: TYPE_NAMES.get(id) ?? own.get(id) ?? `type ${id}`,
  }));
};

const readSelect = async (
  client: PoolClient,
  sql: string,
): Promise<QueryResult> => {
  const startedAt = performance.now();
  const { command, fields, rows } = await readRaw(client, sql);
  if (command !== 'SELECT') throw notReadOnly(sql, command);
  const columns = await columnsOf(client, fields);
  const toRow = (row: RawRow): WarehouseRow =>
    Object.fromEntries(
      columns.map(({ name }, index) => [
        name,
        convertValue(fields[index]?.dataTypeID ?? 0, row[index] ?? null),
      ]),
    );
  return {
    rows: rows.map(toRow),
    columns,
    elapsedMs: performance.now() - startedAt,
    bytesRead: null,
  };
};

const estimateSelect = async (
  client: PoolClient,
  sql: string,
  variant: PostgresVariant,
): Promise<ScanEstimate> => {
  // First alone: EXPLAIN would move the place of an error, and also takes
  // statements that are no SELECT.
  await describeStatement(client, sql);
  const { rows } = await readRaw(client, `${variant.explain}${sql}`);
  return variant.estimate(rows.map(([line]) => String(line)));
};

const createPool = (options: PostgresDriverOptions): Pool => {
  const pool = new Pool({
    ...connectionConfig(options.connection, options.tls),
    application_name: 'etude',
    keepAlive: true,
    max: options.maxConnections ?? 4,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
  });
  pool.on('error', () => {
    // An idle connection broke: the pool drops it and opens another when it is
    // needed, whose failure has a query to tell it.
  });
  return pool;
};

const sessionOf = (
  pool: Pool,
  options: PostgresDriverOptions,
): SessionOptions => ({
  pool,
  config: {
    ...connectionConfig(options.connection, options.tls),
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
  },
  timeoutMs: options.timeoutMs ?? 600_000,
  variant: VARIANTS[options.dialect ?? 'postgres'],
});

/**
 * A driver on a PostgreSQL server, or on one that speaks its protocol. It
 * connects at its first query.
 *
 * @throws ETUDE_WAREHOUSE_CONNECTION_OPTIONS
 */
export const createPostgresDriver = (
  options: PostgresDriverOptions,
): WarehouseDriver => {
  const pool = createPool(options);
  const session = sessionOf(pool, options);
  const closing = new AbortController();
  let ending: Promise<void> | null = null;

  const run = async <T>(
    sql: string,
    queryOptions: QueryOptions | undefined,
    use: (client: PoolClient) => Promise<T>,
  ): Promise<T> => {
    if (ending !== null) {
      throw warehouseError('closed', 'The warehouse is closed already.');
    }
    requireSelect(sql);
    const signal = joinSignals(closing.signal, queryOptions?.signal);
    try {
      return await runReadOnly(session, { sql, signal }, use);
    } finally {
      signal.release();
    }
  };

  return {
    dialect: options.dialect ?? 'postgres',
    query: (sql, queryOptions) =>
      run(sql, queryOptions, client => readSelect(client, sql)),
    describe: (sql, queryOptions) =>
      run(sql, queryOptions, async client =>
        columnsOf(client, await describeStatement(client, sql)),
      ),
    estimate: (sql, queryOptions) =>
      run(sql, queryOptions, client =>
        estimateSelect(client, sql, session.variant),
      ),
    close: () => {
      closing.abort();
      ending ??= pool.end();
      return ending;
    },
  };
};
