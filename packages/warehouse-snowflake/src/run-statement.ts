import { silenceOf, stoppedQuery, watchForStop } from '@etude/warehouse';
import type { CancelSignal } from '@etude/warehouse';
import { classifyFailure } from './classify-failure';
import type {
  SnowflakeColumn,
  SnowflakeConnection,
  SnowflakeStatement,
} from './snowflake-client';

export type Statement = {
  /** What is sent. */
  readonly text: string;
  /** The caller's part of it, for messages. */
  readonly sql: string;
  /** Only compiled, for its columns and its errors. */
  readonly isDescribed?: boolean;
};

export type StatementLimits = {
  readonly signal: CancelSignal | undefined;
  readonly timeoutMs: number;
  /** How long the confirmation of a cancel is waited for. */
  readonly answerTimeoutMs: number;
};

export type Answer = {
  readonly columns: readonly SnowflakeColumn[];
  readonly rows: readonly (readonly unknown[])[];
};

/** Runs one statement. */
export type Send = (statement: Statement) => Promise<Answer>;

const start = (connection: SnowflakeConnection, statement: Statement) => {
  const { promise: answer, resolve, reject } = Promise.withResolvers<Answer>();
  const sent: SnowflakeStatement = connection.execute({
    sqlText: statement.text,
    rowMode: 'array',
    // As text: the client's numbers would lose digits, its JSON is parsed.
    fetchAsString: ['Number', 'JSON'],
    ...(statement.isDescribed === true ? { describeOnly: true } : {}),
    complete: (error, done, rows) => {
      if (error) reject(classifyFailure(error, statement.sql));
      else resolve({ columns: done.getColumns() ?? [], rows: rows ?? [] });
    },
  });
  // Whoever stops it no longer waits for its failure.
  answer.catch(() => undefined);
  return { sent, answer };
};

/**
 * Runs one statement and reads its whole answer. An abort and the time limit
 * stop it on the server; the promise settles when the server has confirmed, or
 * kept silent for `answerTimeoutMs`.
 */
export const runStatement = async (
  connection: SnowflakeConnection,
  statement: Statement,
  limits: StatementLimits,
): Promise<Answer> => {
  const { signal, timeoutMs, answerTimeoutMs } = limits;
  const { requested, release } = watchForStop(signal, timeoutMs);
  try {
    const { sent, answer } = start(connection, statement);
    const stop = await Promise.race([answer.then(() => null), requested]);
    if (stop === null) return await answer;
    const { promise: told, resolve } = Promise.withResolvers<unknown>();
    sent.cancel(resolve);
    await Promise.allSettled([
      Promise.race([told.then(() => answer), silenceOf(answerTimeoutMs)]),
    ]);
    throw stoppedQuery(stop, {
      engine: 'Snowflake',
      sql: statement.sql,
      timeoutMs,
    });
  } finally {
    release();
  }
};
