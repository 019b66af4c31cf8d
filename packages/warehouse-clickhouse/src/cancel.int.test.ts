import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createClickHouseDriver } from './clickhouse-driver';

type Seen = { readonly sql: string; readonly queryId: string | null };

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that never answers a SELECT, and answers a KILL as told to. */
const silentServer = async (killStatus: number) => {
  const seen: Seen[] = [];
  let hungUp = 0;
  server = createServer((request, response) => {
    void text(request).then(sql => {
      const { searchParams } = new URL(request.url ?? '/', 'http://local');
      seen.push({ sql, queryId: searchParams.get('query_id') });
      if (sql.startsWith('KILL')) response.writeHead(killStatus).end('no');
      else response.on('close', () => (hungUp += 1));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const driver = createClickHouseDriver({
    url: `http://127.0.0.1:${port}`,
    user: 'me',
    // The query takes the only connection: the kill must not wait for it.
    maxConnections: 1,
  });
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise(resolve => setTimeout(resolve, 5));
  };
  return { driver, seen, until, hangUps: () => hungUp };
};

describe('a cancel', () => {
  it.each([
    ['that the server takes', 200],
    ['that the server refuses', 500],
  ])('%s kills the query by its id and hangs up', async (_what, status) => {
    const { driver, seen, until, hangUps } = await silentServer(status);
    const abort = new AbortController();
    const answer = driver
      .query('SELECT 1 AS a', { signal: abort.signal })
      .catch((error: unknown) => error);
    await until(() => seen.length === 1);
    abort.abort();
    expect(await answer).toMatchObject({ code: 'ETUDE_WAREHOUSE_CANCELLED' });
    await until(() => hangUps() === 1);
    expect(seen[0]?.sql).toBe('SELECT 1 AS a');
    expect(seen[1]?.sql).toBe(
      `KILL QUERY WHERE query_id = '${seen[0]?.queryId ?? ''}' ASYNC`,
    );
    await driver.close();
  });
});
