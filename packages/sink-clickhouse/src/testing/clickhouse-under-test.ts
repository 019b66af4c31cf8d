import { createClient } from '@clickhouse/client';
import { installClient } from '@etude/warehouse/testing';
import type { ClickHouseClient } from '@clickhouse/client';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

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

const user = 'etude';
const password = 's3cret';

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
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      unavailable: 'the ClickHouse of the tests runs on Linux x64 only',
    };
  }
  const installed = await installClient(ENGINE_FOLDER);
  if ('unavailable' in installed) return installed;
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
