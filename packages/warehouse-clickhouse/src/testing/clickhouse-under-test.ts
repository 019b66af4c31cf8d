import { createClient } from '@clickhouse/client';
import { testTableSql } from '@etude/warehouse';
import type { EngineUnderTest } from '@etude/warehouse';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createClickHouseDriver } from '../clickhouse-driver';
import type { ClickHouseDriverOptions } from '../clickhouse-driver';
import { ENGINE_FOLDER, installEngine } from './install-engine';

/** A ClickHouse that tests started, with what only its own tests ask of it. */
export type ClickHouseUnderTest = EngineUnderTest & {
  /** Connects once more, with other options where a test needs them. */
  readonly connect: (
    options?: Partial<ClickHouseDriverOptions>,
  ) => EngineUnderTest['driver'];
  /** Runs a statement outside of the driver. */
  readonly administer: (sql: string) => Promise<void>;
};

const USER = 'etude';
const PASSWORD = 's3cret-ü';

const startServer = async (): Promise<
  { readonly server: ChildProcess; readonly port: number } | string
> => {
  const server = spawn(
    process.execPath,
    [join(__dirname, 'chdb-server.ts'), ENGINE_FOLDER, USER, PASSWORD],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let complaint = '';
  server.stderr.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  const first = await Promise.race([
    once(server.stdout, 'data'),
    once(server, 'exit'),
  ]);
  const port = Number(String(first[0]));
  return server.exitCode === null && port > 0
    ? { server, port }
    : `chdb did not start: ${complaint.slice(-500)}`;
};

const stopServer = async (server: ChildProcess): Promise<void> => {
  const exit = once(server, 'exit');
  server.stdin?.end();
  await exit;
};

/** Starts ClickHouse behind HTTP in a process of its own, or tells why not. */
export const startClickHouse = async (): Promise<
  ClickHouseUnderTest | { readonly unavailable: string }
> => {
  const missing = await installEngine();
  if (missing !== null) return missing;
  const started = await startServer();
  if (typeof started === 'string') return { unavailable: started };
  const url = `http://127.0.0.1:${started.port}`;
  const account = { user: USER, password: PASSWORD };
  const connect: ClickHouseUnderTest['connect'] = options =>
    createClickHouseDriver({ url, ...account, ...options });
  const driver = connect();
  const administrator = createClient({
    url,
    username: USER,
    password: PASSWORD,
  });
  const administer = async (query: string) => {
    await administrator.command({ query });
  };
  const { rows } = await driver.query('SELECT version() AS "version"');
  return {
    name: `ClickHouse ${String(rows[0]?.['version'])}`,
    driver,
    connect,
    administer,
    load: async table => {
      const statements = testTableSql(
        table,
        'clickhouse',
        'ENGINE = MergeTree ORDER BY tuple()',
      );
      for (const sql of statements) await administer(sql);
    },
    stop: async () => {
      await driver.close();
      await administrator.close();
      await stopServer(started.server);
    },
  };
};
