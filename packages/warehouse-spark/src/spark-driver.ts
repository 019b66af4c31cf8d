import { hasErrorCode } from '@etude/kernel';
import { WAREHOUSE_ERROR_CODES, warehouseError } from '@etude/warehouse';
import type { QueryOptions, WarehouseDriver } from '@etude/warehouse';
import { after, describeSelect } from './check-select';
import { connectionFailure } from './classify-failure';
import { convertValue } from './convert-result';
import { runStatement, silenceOf } from './run-statement';
import type { Send, StatementLimits } from './run-statement';
import { scanEstimate } from './scan-estimate';
import { setUpSession } from './session-settings';
import { connectSpark } from './spark-connection';
import type { SparkConnectionOptions, SparkSession } from './spark-connection';

export type SparkDriverOptions = SparkConnectionOptions & {
  /** Limit of one query; 10 minutes by default. */
  readonly timeoutMs?: number;
  /** How long a silent server is waited for; 30 seconds by default. */
  readonly answerTimeoutMs?: number;
};

const plain = (sql: string) => ({ text: sql, sql, linesBefore: 0 });

const querySelect = async (send: Send, sql: string) => {
  const startedAt = performance.now();
  const columns = await describeSelect(send, sql);
  const answer = await send(plain(sql));
  const rows = answer.map(row =>
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
  await describeSelect(send, sql);
  const rows = await send(after('EXPLAIN COST', sql));
  return scanEstimate(String(rows[0]?.[0]));
};

/** One session, opened when it is first needed and again after a loss. */
const keepSession = (
  options: SparkConnectionOptions,
  limits: StatementLimits,
) => {
  let current: Promise<SparkSession> | null = null;

  const connect = async (): Promise<SparkSession> => {
    try {
      const connection = await Promise.race([
        connectSpark(options),
        silenceOf(limits.answerTimeoutMs),
      ]);
      if (connection === null) {
        throw new Error(`no answer within ${limits.answerTimeoutMs} ms`);
      }
      await setUpSession(
        statement => runStatement(connection, statement, limits),
        options.schemaPath,
      );
      return connection;
    } catch (error) {
      throw connectionFailure(error, limits.address);
    }
  };

  const forget = (session: Promise<SparkSession>) => () => {
    if (current === session) current = null;
  };

  const get = (): Promise<SparkSession> => {
    if (current !== null) return current;
    const session = connect();
    current = session;
    session.then(({ lost }) => lost).catch(forget(session));
    return session;
  };

  const close = async () => {
    const [opened] = await Promise.allSettled([current]);
    current = null;
    if (opened.status === 'rejected' || opened.value === null) return;
    const { session, lost, disconnect } = opened.value;
    await Promise.allSettled([
      Promise.race([session.close(), lost, silenceOf(limits.answerTimeoutMs)]),
    ]);
    disconnect();
  };

  /** Lets go of a session that the server may have forgotten. */
  const drop = () => {
    current?.then(({ disconnect }) => disconnect()).catch(() => undefined);
    current = null;
  };

  return { get, close, drop };
};

/**
 * A driver for Spark SQL over the Thrift server (HiveServer2's protocol), which
 * Databricks speaks too. Statements share one session in UTC and run side by
 * side; closing cancels what still runs.
 */
export const createSparkDriver = (
  options: SparkDriverOptions,
): WarehouseDriver => {
  const { timeoutMs = 600_000, answerTimeoutMs = 30_000 } = options;
  const address = `${options.host}:${options.port}`;
  const limits = { signal: undefined, timeoutMs, answerTimeoutMs, address };
  const sessions = keepSession(options, limits);
  const running = new Map<AbortController, Promise<unknown>>();
  let isClosed = false;

  const run = async <T>(
    { signal }: QueryOptions,
    use: (send: Send) => Promise<T>,
  ): Promise<T> => {
    if (isClosed) {
      throw warehouseError('closed', 'The Spark driver is closed already.');
    }
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    const answer = use(async statement =>
      runStatement(await sessions.get(), statement, {
        ...limits,
        signal: stopping.signal,
      }),
    );
    running.set(stopping, answer);
    try {
      return await answer;
    } catch (error) {
      // The server forgets sessions that were idle for long.
      if (hasErrorCode(error, WAREHOUSE_ERROR_CODES.unreachable)) {
        sessions.drop();
      }
      throw error;
    } finally {
      running.delete(stopping);
      signal?.removeEventListener('abort', stop);
    }
  };

  return {
    dialect: 'spark',
    query: (sql, given = {}) => run(given, send => querySelect(send, sql)),
    describe: (sql, given = {}) =>
      run(given, send => describeSelect(send, sql)),
    estimate: (sql, given = {}) =>
      run(given, send => estimateSelect(send, sql)),
    close: async () => {
      isClosed = true;
      for (const stopping of running.keys()) stopping.abort();
      await Promise.allSettled(running.values());
      await sessions.close();
    },
  };
};
