import { hasErrorCode } from '@etude/kernel';
import {
  WAREHOUSE_ERROR_CODES,
  requireSelect,
  silenceOf,
  stoppedQuery,
  trackRuns,
} from '@etude/warehouse';
import type { QueryOptions, WarehouseDriver } from '@etude/warehouse';
import { checkSelect, describeSelect } from './check-select';
import { classifyFailure } from './classify-failure';
import { columnsOf, convertValue } from './convert-value';
import { runStatement } from './run-statement';
import type { Send } from './run-statement';
import { scanEstimate } from './scan-estimate';
import type { SnowflakeConnection } from './snowflake-client';
import { connectSnowflake } from './snowflake-connection';
import type { SnowflakeConnectionOptions } from './snowflake-connection';

export type SnowflakeDriverOptions = SnowflakeConnectionOptions & {
  /** Limit of one query; 10 minutes by default. */
  readonly timeoutMs?: number;
  /** How long a silent server is waited for; 30 seconds by default. */
  readonly answerTimeoutMs?: number;
};

/** What the printed SQL and the check of SELECTs rely on. */
const sessionSettings = (timeoutMs: number) =>
  [
    'ALTER SESSION SET',
    "TIMEZONE = 'UTC',",
    "TIMESTAMP_TYPE_MAPPING = 'TIMESTAMP_NTZ',",
    // Quoted names are exact.
    'QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE,',
    // A second statement is refused.
    'MULTI_STATEMENT_COUNT = 1,',
    // What nobody waits for any more is stopped.
    'ABORT_DETACHED_QUERY = TRUE,',
    `STATEMENT_TIMEOUT_IN_SECONDS = ${Math.ceil(timeoutMs / 1000)},`,
    "QUERY_TAG = 'etude'",
  ].join(' ');

const querySelect = async (send: Send, sql: string) => {
  const startedAt = performance.now();
  await checkSelect(send, sql);
  const answer = await send({ text: sql, sql });
  const columns = columnsOf(answer.columns);
  const rows = answer.rows.map(row =>
    Object.fromEntries(
      columns.map((column, index) => [
        column.name,
        convertValue(row[index], column),
      ]),
    ),
  );
  return {
    rows,
    columns,
    elapsedMs: performance.now() - startedAt,
    bytesRead: null,
  };
};

const estimateSelect = async (send: Send, sql: string) => {
  await checkSelect(send, sql);
  const { rows } = await send({ text: `EXPLAIN USING JSON ${sql}`, sql });
  return scanEstimate(String(rows[0]?.[0]));
};

type Limits = { readonly timeoutMs: number; readonly answerTimeoutMs: number };

/** One session, opened when it is first needed and again after a loss. */
const keepSession = (options: SnowflakeConnectionOptions, limits: Limits) => {
  let current: Promise<SnowflakeConnection> | null = null;

  const open = async () => {
    const connection = await connectSnowflake(options, limits.answerTimeoutMs);
    const text = sessionSettings(limits.timeoutMs);
    const unstopped = { ...limits, signal: undefined };
    await runStatement(connection, { text, sql: text }, unstopped);
    return connection;
  };

  const drop = () => {
    current = null;
  };
  const get = (): Promise<SnowflakeConnection> => {
    current ??= open().catch((error: unknown) => {
      drop();
      throw error;
    });
    return current;
  };
  const close = async () => {
    const opened = await current?.catch(() => null);
    if (opened === null || opened === undefined) return;
    const { promise: destroyed, resolve } = Promise.withResolvers<unknown>();
    opened.destroy(resolve);
    await Promise.race([destroyed, silenceOf(limits.answerTimeoutMs)]);
  };
  return { get, drop, close };
};

/**
 * A driver on a Snowflake account. Statements share one session in UTC and run
 * side by side; closing cancels what still runs. The client is loaded and logs
 * in at the first query.
 */
export const createSnowflakeDriver = (
  options: SnowflakeDriverOptions,
): WarehouseDriver => {
  const { timeoutMs = 600_000, answerTimeoutMs = 30_000 } = options;
  const limits = { timeoutMs, answerTimeoutMs };
  const sessions = keepSession(options, limits);
  const { run, close } = trackRuns('Snowflake');

  const ask = <T>(
    sql: string,
    given: QueryOptions | undefined,
    use: (send: Send) => Promise<T>,
  ): Promise<T> =>
    run(given, async signal => {
      requireSelect(sql);
      if (signal.aborted) {
        throw stoppedQuery('cancelled', {
          engine: 'Snowflake',
          sql,
          timeoutMs,
        });
      }
      try {
        const connection = await sessions.get();
        return await use(statement =>
          runStatement(connection, statement, { ...limits, signal }),
        );
      } catch (error) {
        const failure = classifyFailure(error, sql);
        // The server forgets sessions that were idle for long.
        if (hasErrorCode(failure, WAREHOUSE_ERROR_CODES.unreachable)) {
          sessions.drop();
        }
        throw failure;
      }
    });

  return {
    dialect: 'snowflake',
    query: (sql, given) => ask(sql, given, send => querySelect(send, sql)),
    describe: (sql, given) =>
      ask(sql, given, async send =>
        columnsOf((await describeSelect(send, sql)).columns),
      ),
    estimate: (sql, given) =>
      ask(sql, given, send => estimateSelect(send, sql)),
    close: () => close(sessions.close),
  };
};
