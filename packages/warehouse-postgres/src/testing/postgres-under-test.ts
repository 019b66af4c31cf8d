import { testTableSql } from '@etude/warehouse';
import type { EngineUnderTest, TestTable } from '@etude/warehouse';
import { Client } from 'pg';
import { createPostgresDriver } from '../postgres-driver';
import type { PostgresDriverOptions } from '../postgres-driver';
import { PASSWORD, startPostgres } from './start-postgres';

/** A PostgreSQL that tests started, with what only its own tests ask of it. */
export type PostgresUnderTest = EngineUnderTest & {
  readonly host: string;
  readonly port: number;
  readonly certificate: string | null;
  /** Connects once more, with other options where a test needs them. */
  readonly connect: (
    options?: Partial<PostgresDriverOptions>,
  ) => EngineUnderTest['driver'];
  /** Runs a statement as the superuser, outside of the driver. */
  readonly administer: (sql: string) => Promise<void>;
};

/** Starts a PostgreSQL of the machine, or tells why there is none. */
export const startPostgresEngine = async (): Promise<
  PostgresUnderTest | { readonly unavailable: string }
> => {
  const server = startPostgres();
  if ('unavailable' in server) return server;
  const connection = {
    host: server.host,
    port: server.port,
    database: 'postgres',
    user: 'etude',
    password: PASSWORD,
  };
  const connect: PostgresUnderTest['connect'] = options =>
    createPostgresDriver({ connection, ...options });
  const driver = connect();
  const administrator = new Client(connection);
  await administrator.connect();
  const administer = async (sql: string) => {
    await administrator.query(sql);
  };
  return {
    name: `PostgreSQL ${server.version}`,
    host: server.host,
    port: server.port,
    certificate: server.certificate,
    driver,
    connect,
    administer,
    load: async (table: TestTable) => {
      for (const sql of testTableSql(table, 'postgres')) await administer(sql);
      // Without statistics the planner guesses.
      await administer('ANALYZE');
    },
    stop: async () => {
      await driver.close();
      await administrator.end();
      server.stop();
    },
  };
};
