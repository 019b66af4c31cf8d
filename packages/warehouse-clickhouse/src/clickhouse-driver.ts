import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { ClickHouseClient } from '@clickhouse/client';
import { EtudeError } from '@etude/kernel';
import { joinSignals, requireSelect, warehouseError } from '@etude/warehouse';
import type {
  QueryOptions,
  ResultColumn,
  ScanEstimate,
  WarehouseDriver,
} from '@etude/warehouse';
import { classifyFailure } from './classify-failure';
import { answerResult } from './json-answer';
import type { JsonAnswer } from './json-answer';
import { parseSelect } from './parse-select';
import { sendQuery } from './send-query';
import type { Clients } from './send-query';

export type ClickHouseDriverOptions = {
  /** `http://host:8123` or `https://host:8443`, without account and path. */
  readonly url: string;
  readonly user: string;
  /** Stays here: no message, detail or cause of an error repeats it. */
  readonly password?: string;
  readonly database?: string;
  /** Certificate authority (PEM), where the machine does not know it. */
  readonly ca?: string;
  /** Requests at a time; more wait. 4 unless told. */
  readonly maxConnections?: number;
  /** The server stops a query after that; 10 minutes unless told. */
  readonly timeoutMs?: number;
  /** The server stops a query that reads more; no limit unless told. */
  readonly maxBytesToRead?: number;
};

// How long after its own limit a server may stay silent.
const GRACE_MS = 10_000;
// After that the driver hangs up without the server's word.
const KILL_TIMEOUT_MS = 5_000;
const DEFAULT_TIMEOUT_MS = 600_000;

const checkedUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '';
  if (isPlain) return url;
  // Without the text, which may hold a password.
  throw new EtudeError(
    'The address of ClickHouse is not one. Write http://host:8123 or https://host:8443, and give the account and its password apart.',
    { code: 'ETUDE_WAREHOUSE_CONNECTION_OPTIONS', kind: 'user' },
  );
};

const connect = (
  options: ClickHouseDriverOptions,
  requestTimeoutMs: number,
): ClickHouseClient =>
  createClient({
    url: checkedUrl(options.url),
    username: options.user,
    password: options.password ?? '',
    application: 'etude',
    max_open_connections: options.maxConnections ?? 4,
    request_timeout: requestTimeoutMs,
    log: { level: ClickHouseLogLevel.OFF },
    ...(options.database === undefined ? {} : { database: options.database }),
    ...(options.ca === undefined
      ? {}
      : { tls: { ca_cert: Buffer.from(options.ca) } }),
  });

const describedColumns = ({ data }: JsonAnswer): ResultColumn[] =>
  data.map(([name, type]) => ({ name: String(name), type: String(type) }));

// One row per table: database, table, parts, rows, marks.
const estimateOf = ({ data }: JsonAnswer): ScanEstimate => ({
  bytes: null,
  // Tables that are not of the MergeTree family are not estimated.
  rows:
    data.length === 0
      ? null
      : data.reduce((sum, row) => sum + Number(row[3]), 0),
});

// Prefixes end with a line, and so do suffixes begin: a comment at the end of
// the person's text must not hide what follows.
const DESCRIBE = 'DESCRIBE (\n';
const ESTIMATE = 'EXPLAIN ESTIMATE\n';

/**
 * Sends `text`, in which the person's SQL begins at `offset`; failures come
 * classified, with places in the person's SQL.
 */
type Ask = (text: string, offset: number) => Promise<JsonAnswer>;

// The client sends text without the white space around it.
const trimmedOffset = (sql: string): number =>
  sql.trimStart().length - sql.length;

/**
 * A driver on a ClickHouse server, over HTTP. It connects at its first query.
 * The account must not be pinned to read-only by its profile: the driver sets
 * `readonly` itself, together with settings that a pinned account may not set.
 *
 * @throws ETUDE_WAREHOUSE_CONNECTION_OPTIONS
 */
export const createClickHouseDriver = (
  options: ClickHouseDriverOptions,
): WarehouseDriver => {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const clients: Clients = {
    queries: connect(options, timeoutMs + GRACE_MS),
    kills: connect(options, KILL_TIMEOUT_MS),
  };
  const closing = new AbortController();
  const limits = { ...options, timeoutMs };
  let ending: Promise<void> | null = null;
  const running = new Set<Promise<unknown>>();

  const run = async <T>(
    sql: string,
    queryOptions: QueryOptions | undefined,
    use: (ask: Ask) => Promise<T>,
  ): Promise<T> => {
    if (ending !== null) {
      throw warehouseError('closed', 'The warehouse is closed already.');
    }
    requireSelect(sql);
    const signal = joinSignals(closing.signal, queryOptions?.signal);
    const ask: Ask = async (text, offset) => {
      try {
        return await sendQuery(clients, { sql: text, limits, signal });
      } catch (error) {
        throw classifyFailure(error, { sql, offset });
      }
    };
    const answer = use(ask);
    running.add(answer);
    try {
      return await answer;
    } finally {
      running.delete(answer);
      signal.release();
    }
  };

  return {
    dialect: 'clickhouse',
    query: (sql, queryOptions) => {
      const startedAt = performance.now();
      return run(sql, queryOptions, async ask => ({
        ...answerResult(await ask(sql, trimmedOffset(sql))),
        elapsedMs: performance.now() - startedAt,
      }));
    },
    describe: (sql, queryOptions) =>
      run(sql, queryOptions, async ask => {
        await parseSelect(sql, ask);
        return describedColumns(
          await ask(`${DESCRIBE}${sql}\n)`, DESCRIBE.length),
        );
      }),
    estimate: (sql, queryOptions) =>
      run(sql, queryOptions, async ask => {
        await parseSelect(sql, ask);
        return estimateOf(await ask(`${ESTIMATE}${sql}`, ESTIMATE.length));
      }),
    close: () => {
      ending ??= (async () => {
        closing.abort();
        await Promise.allSettled(running);
        await Promise.all([clients.queries.close(), clients.kills.close()]);
      })();
      return ending;
    },
  };
};
