import { createClient } from '@clickhouse/client';
import type { ClickHouseClient } from '@clickhouse/client';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** ClickHouse in a process of its own, behind HTTP. */
export type ClickHouseUnderTest = {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly client: ClickHouseClient;
  readonly stop: () => Promise<void>;
};

const DRIVER_FOLDER = join(__dirname, '../../../warehouse-clickhouse');
const ENGINE_FOLDER = join(DRIVER_FOLDER, 'engine');
const IS_THERE = join(ENGINE_FOLDER, 'node_modules', '.yarn-state.yml');
const IS_INSTALLING = join(ENGINE_FOLDER, '.installing');
const INSTALL_TIMEOUT_MS = 280_000;
/** Until the tests that install the engine have begun to. */
const BEGIN_MS = 10_000;

const user = 'etude';
const password = 's3cret';

/** The tests of the driver install the engine; these wait for it. */
const waitForEngine = async (): Promise<boolean> => {
  const begun = performance.now();
  while (!existsSync(IS_THERE)) {
    const waited = performance.now() - begun;
    const limit = existsSync(IS_INSTALLING) ? INSTALL_TIMEOUT_MS : BEGIN_MS;
    if (waited > limit) return false;
    await delay(500);
  }
  return true;
};

const portOf = async (
  server: ChildProcess,
): Promise<number | { readonly unavailable: string }> => {
  let complaint = '';
  server.stderr?.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  const first = await Promise.race([
    server.stdout ? once(server.stdout, 'data') : [],
    once(server, 'exit'),
  ]);
  const port = Number(String(first[0]));
  return server.exitCode === null && port > 0
    ? port
    : { unavailable: `chdb did not start: ${complaint.slice(-500)}` };
};

/** Starts ClickHouse, or tells why not. */
export const startClickHouse = async (): Promise<
  ClickHouseUnderTest | { readonly unavailable: string }
> => {
  if (!(await waitForEngine())) {
    return {
      unavailable:
        'ClickHouse is not installed; the tests of packages/warehouse-clickhouse install it',
    };
  }
  const program = join(DRIVER_FOLDER, 'src/testing/chdb-server.ts');
  const server = spawn(
    process.execPath,
    [program, ENGINE_FOLDER, user, password],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const port = await portOf(server);
  if (typeof port !== 'number') return port;
  const url = `http://127.0.0.1:${port}`;
  const client = createClient({ url, username: user, password });
  return {
    port,
    user,
    password,
    client,
    stop: async () => {
      await client.close();
      const exit = once(server, 'exit');
      server.stdin.end();
      await exit;
    },
  };
};
