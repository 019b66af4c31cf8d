import { hasErrorCode } from '@etude/kernel';
import { WAREHOUSE_ERROR_CODES, silenceOf, trackRuns } from '@etude/warehouse';
import type { QueryOptions, WarehouseDriver } from '@etude/warehouse';
import { after, describeSelect } from './check-select';
import { connectionFailure } from './classify-failure';
import { convertValue } from './convert-result';
import { scanEstimate } from './scan-estimate';
import type { Send, Statement, StatementLimits } from './statement';

/** A session of a Thrift server, which statements run in side by side. */
export type ThriftSession = {
  /**
   * Runs one statement and reads its whole answer, as lists of raw values. An
   * abort and the time limit stop it on the engine.
   */
  readonly run: (
    statement: Statement,
    limits: StatementLimits,
  ) => Promise<unknown[][]>;
  /** Never resolves; rejects when the connection is lost. */
  readonly lost: Promise<never>;
  /** Ends the session; settles when the server has confirmed. */
  readonly close: () => Promise<void>;
  /** Lets go of the connection. */
  readonly disconnect: () => void;
};

export type ThriftDriverOptions = {
  /** Logs in and opens a session. */
  readonly connect: () => Promise<ThriftSession>;
  /** Brings a new session into the state that every statement relies on. */
  readonly setUp: (send: Send) => Promise<void>;
  /** What it is called in messages, such as `Spark`. */
  readonly engine: string;
  /** The server, for messages. */
  readonly address: string;
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
  { connect, setUp }: ThriftDriverOptions,
  limits: StatementLimits,
) => {
  let current: Promise<ThriftSession> | null = null;

  const open = async (): Promise<ThriftSession> => {
    try {
      const session = await Promise.race([
        connect(),
        silenceOf(limits.answerTimeoutMs),
      ]);
      if (session === null) {
        throw new Error(`no answer within ${limits.answerTimeoutMs} ms`);
      }
      await setUp(statement => session.run(statement, limits));
      return session;
    } catch (error) {
      throw connectionFailure(error, limits);
    }
  };

  const forget = (session: Promise<ThriftSession>) => () => {
    if (current === session) current = null;
  };

  const get = (): Promise<ThriftSession> => {
    if (current !== null) return current;
    const session = open();
    current = session;
    session.then(({ lost }) => lost).catch(forget(session));
    return session;
  };

  const close = async () => {
    const [opened] = await Promise.allSettled([current]);
    current = null;
    if (opened.status === 'rejected' || opened.value === null) return;
    const session = opened.value;
    await Promise.allSettled([
      Promise.race([
        session.close(),
        session.lost,
        silenceOf(limits.answerTimeoutMs),
      ]),
    ]);
    session.disconnect();
  };

  /** Lets go of a session that the server may have forgotten. */
  const drop = () => {
    current?.then(({ disconnect }) => disconnect()).catch(() => undefined);
    current = null;
  };

  return { get, close, drop };
};

/**
 * A driver for Spark SQL on a session of HiveServer2's protocol. Statements
 * share one session and run side by side; closing cancels what still runs.
 */
export const createThriftDriver = (
  options: ThriftDriverOptions,
): WarehouseDriver => {
  const { timeoutMs = 600_000, answerTimeoutMs = 30_000 } = options;
  const { engine, address } = options;
  const limits = {
    signal: undefined,
    timeoutMs,
    answerTimeoutMs,
    engine,
    address,
  };
  const sessions = keepSession(options, limits);
  const { run, close } = trackRuns(engine);

  const ask = <T>(
    given: QueryOptions | undefined,
    use: (send: Send) => Promise<T>,
  ): Promise<T> =>
    run(given, async signal => {
      try {
        return await use(async statement =>
          (await sessions.get()).run(statement, { ...limits, signal }),
        );
      } catch (error) {
        // The server forgets sessions that were idle for long.
        if (hasErrorCode(error, WAREHOUSE_ERROR_CODES.unreachable)) {
          sessions.drop();
        }
        throw error;
      }
    });

  return {
    dialect: 'spark',
    query: (sql, given) => ask(given, send => querySelect(send, sql)),
    describe: (sql, given) => ask(given, send => describeSelect(send, sql)),
    estimate: (sql, given) => ask(given, send => estimateSelect(send, sql)),
    close: () => close(sessions.close),
  };
};
