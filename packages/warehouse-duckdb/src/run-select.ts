import { StatementType } from '@duckdb/node-api';
import type {
  DuckDBConnection,
  DuckDBPreparedStatement,
} from '@duckdb/node-api';
import { notReadOnly, requireSelect, warehouseError } from '@etude/warehouse';
import type {
  CancelSignal,
  QueryResult,
  ResultColumn,
  ScanEstimate,
} from '@etude/warehouse';
import { classifyFailure } from './classify-failure';
import { resultColumns, resultRows, statementColumns } from './convert-result';
import { refuseSideEffects } from './refuse-side-effects';
import { scanEstimate } from './scan-estimate';

const INTERRUPT_AGAIN_MS = 20;

// DuckDB also takes `FROM t SELECT a` and `FROM t`.
const BEGINNINGS = ['SELECT', 'WITH', 'FROM'];

const cancelled = (sql: string) =>
  warehouseError('cancelled', 'The query was cancelled by its caller.', {
    details: { sql },
  });

/** Gives `use` the one SELECT that `sql` is, bound to its tables, not run. */
const withSelect = async <T>(
  connection: DuckDBConnection,
  sql: string,
  use: (statement: DuckDBPreparedStatement) => T | Promise<T>,
): Promise<T> => {
  requireSelect(sql, BEGINNINGS);
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) {
    throw notReadOnly(sql, `${statements.count} statements`);
  }
  await refuseSideEffects(connection, sql);
  const statement = await statements.prepare(0);
  try {
    if (statement.statementType !== StatementType.SELECT) {
      throw notReadOnly(
        sql,
        `a statement of type ${StatementType[statement.statementType]}`,
      );
    }
    if (statement.parameterCount > 0) {
      throw warehouseError(
        'sql',
        `The query has ${statement.parameterCount} parameters without a value. Write values into it; a question mark belongs in quotes.`,
        { details: { sql } },
      );
    }
    return await use(statement);
  } finally {
    statement.destroySync();
  }
};

const readSelect = (
  connection: DuckDBConnection,
  sql: string,
  signal: CancelSignal | undefined,
): Promise<QueryResult> => {
  const startedAt = performance.now();
  return withSelect(connection, sql, async statement => {
    if (signal?.aborted) throw cancelled(sql);
    const reader = await statement.runAndReadAll();
    return {
      rows: resultRows(reader),
      columns: resultColumns(reader),
      elapsedMs: performance.now() - startedAt,
      bytesRead: null,
    };
  });
};

/**
 * Does work on a connection of its own. An abort interrupts the engine,
 * repeatedly: an interrupt that comes before the query runs is forgotten.
 */
export const interruptible = async <T>(
  connection: DuckDBConnection,
  signal: CancelSignal | undefined,
  work: () => Promise<T>,
): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    timer ??= setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS);
  };
  signal?.addEventListener('abort', interrupt);
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(timer);
  }
};

/** Runs one SELECT on a connection of its own, until it is told to stop. */
export const runSelect = (
  connection: DuckDBConnection,
  sql: string,
  signal: CancelSignal | undefined,
): Promise<QueryResult> =>
  interruptible(connection, signal, async () => {
    try {
      if (signal?.aborted) throw cancelled(sql);
      return await readSelect(connection, sql, signal);
    } catch (error) {
      throw classifyFailure(error, sql);
    }
  });

/** The columns of one SELECT, which is bound but not run. */
export const describeSelect = async (
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly ResultColumn[]> => {
  try {
    return await withSelect(connection, sql, statement =>
      statementColumns(statement),
    );
  } catch (error) {
    throw classifyFailure(error, sql);
  }
};

/** What the optimizer expects one SELECT to read. */
export const estimateSelect = async (
  connection: DuckDBConnection,
  sql: string,
): Promise<ScanEstimate> => {
  try {
    return await withSelect(connection, sql, async () => {
      const reader = await connection.runAndReadAll(
        `EXPLAIN (FORMAT json) ${sql}`,
      );
      return scanEstimate(String(reader.getRows()[0]?.[1]));
    });
  } catch (error) {
    throw classifyFailure(error, sql);
  }
};
