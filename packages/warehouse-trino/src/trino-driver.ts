import { hasErrorCode, isEtudeError } from '@etude/kernel';
import {
  WAREHOUSE_ERROR_CODES,
  distinctNames,
  notReadOnly,
  requireSelect,
  warehouseError,
} from '@etude/warehouse';
import type {
  QueryOptions,
  ResultColumn,
  WarehouseDriver,
} from '@etude/warehouse';
import { convertValue } from './convert-value';
import { runStatement } from './run-statement';
import type { Statement, StatementAnswer } from './run-statement';
import { scanEstimate } from './scan-estimate';
import { trinoClient } from './trino-connection';
import type { TrinoConnectionOptions } from './trino-connection';

export type TrinoDriverOptions = TrinoConnectionOptions & {
  /** Limit of one query, kept by the engine too; 10 minutes by default. */
  readonly timeoutMs?: number;
  /** How long a silent server is waited for; 30 seconds by default. */
  readonly answerTimeoutMs?: number;
};

type Send = (statement: Statement) => Promise<StatementAnswer>;

const plain = (sql: string): Statement => ({ text: sql, sql, linesBefore: 0 });

/** The caller's SQL between lines of ours. */
const between = (before: string, sql: string, after = ''): Statement => ({
  text: `${before}\n${sql}\n${after}`,
  sql,
  linesBefore: before.split('\n').length,
});

const isMistake = (error: unknown): boolean =>
  hasErrorCode(error, WAREHOUSE_ERROR_CODES.sql);

/** Whether Trino stumbled over a `;` with more behind it: it takes none. */
const isSecondStatement = (error: unknown, sql: string): boolean => {
  if (!isEtudeError(error)) return false;
  const { line, column } = error.details;
  const lines = sql.split('\n').slice(Number(line) - 1);
  const rest = lines.join('\n').slice(Number(column) - 1);
  return rest.startsWith(';') && rest.slice(1).trim() !== '';
};

/** The columns as the contract has them: repeated names told apart. */
const namedColumns = (
  columns: readonly ResultColumn[],
): readonly ResultColumn[] => {
  const names = distinctNames(columns.map(column => column.name));
  return columns.map((column, index) => ({
    name: names[index] ?? column.name,
    type: column.type,
  }));
};

/** Trino analyses the text alone: its mistakes, at their own lines. */
const validate = async (send: Send, sql: string): Promise<void> => {
  try {
    await send(between('EXPLAIN (TYPE VALIDATE)', sql));
  } catch (error) {
    throw isSecondStatement(error, sql)
      ? notReadOnly(sql, 'more than one statement')
      : error;
  }
};

/**
 * Refuses what is not one SELECT. Only a query can stand between the brackets
 * of a WITH; what stands there alone is a statement of its own.
 */
const checkSelect = async (send: Send, sql: string): Promise<void> => {
  requireSelect(sql);
  try {
    await send(
      between('EXPLAIN (TYPE VALIDATE) WITH "etude" AS (', sql, ') SELECT 1'),
    );
  } catch (error) {
    if (!isMistake(error)) throw error;
    await validate(send, sql);
    throw notReadOnly(sql, 'a statement of another kind');
  }
};

const describeSelect = async (
  send: Send,
  sql: string,
): Promise<readonly ResultColumn[]> => {
  requireSelect(sql);
  await validate(send, sql);
  const { columns } = await send(
    between('WITH "etude" AS (', sql, ') SELECT * FROM "etude" LIMIT 0'),
  );
  return namedColumns(columns);
};

const querySelect = async (send: Send, sql: string) => {
  const startedAt = performance.now();
  await checkSelect(send, sql);
  const answer = await send(plain(sql));
  const columns = namedColumns(answer.columns);
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
    bytesRead: answer.bytesRead,
  };
};

const estimateSelect = async (send: Send, sql: string) => {
  await checkSelect(send, sql);
  const { rows } = await send(between('EXPLAIN (TYPE IO, FORMAT JSON)', sql));
  return scanEstimate(String(rows[0]?.[0]));
};

/**
 * A driver for Trino, and for what speaks its protocol (Starburst). Every
 * statement runs in UTC; closing cancels what still runs.
 */
export const createTrinoDriver = (
  options: TrinoDriverOptions,
): WarehouseDriver => {
  const { timeoutMs = 600_000, answerTimeoutMs = 30_000 } = options;
  const running = new Map<AbortController, Promise<unknown>>();
  let isClosed = false;

  const run = async <T>(
    { signal }: QueryOptions,
    use: (send: Send) => Promise<T>,
  ): Promise<T> => {
    if (isClosed) {
      throw warehouseError('closed', 'The Trino driver is closed already.');
    }
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    const limits = {
      signal: stopping.signal,
      timeoutMs,
      answerTimeoutMs,
      server: options.server,
    };
    const answer = use(statement =>
      runStatement(trinoClient(options, timeoutMs), statement, limits),
    );
    running.set(stopping, answer);
    try {
      return await answer;
    } finally {
      running.delete(stopping);
      signal?.removeEventListener('abort', stop);
    }
  };

  return {
    dialect: 'trino',
    query: (sql, given = {}) => run(given, send => querySelect(send, sql)),
    describe: (sql, given = {}) =>
      run(given, send => describeSelect(send, sql)),
    estimate: (sql, given = {}) =>
      run(given, send => estimateSelect(send, sql)),
    close: async () => {
      isClosed = true;
      for (const stopping of running.keys()) stopping.abort();
      await Promise.allSettled(running.values());
    },
  };
};
