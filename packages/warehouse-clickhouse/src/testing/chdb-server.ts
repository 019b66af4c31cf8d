/**
 * ClickHouse's HTTP interface, as far as the driver uses it, before the chDB of
 * the folder named as the first argument. A program of its own, because chDB
 * must not take the process of the tests with it: Node runs this file as it is.
 *
 * Parsing, analysis, settings and execution are ClickHouse's. The accounts, the
 * refusal of several statements and the ids of queries are this file's, since
 * the engine in process has none of them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

type Session = {
  readonly queryAsync: (
    sql: string,
    options?: { readonly format?: string },
  ) => Promise<{ readonly text: () => string }>;
  readonly close: () => void;
};
type Chdb = {
  readonly Session: new (
    path: string,
    options?: { readonly connectionArgs: readonly string[] },
  ) => Session;
};

const [, , engineFolder = '', user = '', password = ''] = process.argv;
const { Session } = createRequire(join(engineFolder, 'package.json'))(
  'chdb',
) as Chdb;
const folder = mkdtempSync(join(tmpdir(), 'etude-chdb-'));
const main = new Session(folder);

// Parameters of the interface itself; every other one is a setting.
const NO_SETTING = new Set(['query_id', 'database', 'default_format', 'role']);
const OF_HTTP = new Set([
  'wait_end_of_query',
  'buffer_size',
  'enable_http_compression',
]);

const quoted = (value: string): string =>
  `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const isKnown = ({ headers }: IncomingMessage): boolean => {
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return headers.authorization === `Basic ${basic}`;
};

/** What the server says to a second statement; a lone one passes. */
const refusalOfSeveral = async (sql: string): Promise<string | null> => {
  // What follows an insert is data, of which there may be megabytes.
  if (sql.startsWith('INSERT INTO ')) return null;
  try {
    await main.queryAsync(`SELECT formatQuerySingleLine(${quoted(sql)})`);
    return null;
  } catch (error) {
    const message = messageOf(error);
    if (!message.includes('Multi-statements')) return null;
    return `${message.replace(/: In scope .*/s, '')} (SYNTAX_ERROR)`;
  }
};

const KILL = /^KILL QUERY WHERE query_id = '([^']+)' ASYNC$/;

// The engine in process makes up the ids of queries itself, so that they travel
// as comments of the log.
const killByComment = (sql: string): string =>
  sql.replace(
    KILL,
    (_text, id: string) =>
      `KILL QUERY WHERE Settings['log_comment'] = ${quoted(id)} ASYNC`,
  );

const settingsOf = (parameters: URLSearchParams): string[] => [
  `--log_comment=${parameters.get('query_id') ?? ''}`,
  ...[...parameters]
    .filter(([name]) => !NO_SETTING.has(name) && !OF_HTTP.has(name))
    .map(([name, value]) => `--${name}=${value}`),
];

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const fail = (message: string, status = 400) => {
    response.writeHead(status).end(`${message} (version 26.7)\n`);
  };
  if (!isKnown(request)) {
    fail(
      'Code: 516. DB::Exception: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)',
      403,
    );
    return;
  }
  const parameters = new URL(request.url ?? '/', 'http://local').searchParams;
  const sql = await text(request);
  const refusal = await refusalOfSeveral(sql);
  if (refusal !== null) {
    fail(refusal);
    return;
  }
  const session = new Session(folder, {
    connectionArgs: settingsOf(parameters),
  });
  response.on('close', () => {
    const isHungUp =
      !response.writableFinished &&
      parameters.get('cancel_http_readonly_queries_on_client_close') === '1';
    const id = parameters.get('query_id') ?? '';
    if (isHungUp) {
      main
        .queryAsync(killByComment(`KILL QUERY WHERE query_id = '${id}' ASYNC`))
        .catch((error: unknown) => process.stderr.write(messageOf(error)));
    }
  });
  try {
    const result = await session.queryAsync(killByComment(sql), {
      format: parameters.get('default_format') ?? 'TabSeparated',
    });
    response.writeHead(200).end(result.text());
  } catch (error) {
    fail(messageOf(error));
  } finally {
    session.close();
  }
};

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(messageOf(error));
  });
});

// The test is gone when its end of the pipe is.
process.stdin.on('end', () => {
  rmSync(folder, { recursive: true, force: true });
  // An exit would wait for queries that still run in the engine's threads.
  process.kill(process.pid, 'SIGKILL');
});
process.stdin.resume();
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${String(port)}\n`);
});
