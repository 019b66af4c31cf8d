import { StatementType } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { warehouseError } from '@etude/warehouse';
import type { CancelSignal, QueryResult } from '@etude/warehouse';
import { classifyFailure } from './classify-failure';
import { resultColumns, resultRows } from './convert-result';

const INTERRUPT_AGAIN_MS = 20;

const cancelled = (sql: string) =>
  warehouseError('cancelled', 'The query was cancelled by its caller.', {
    details: { sql },
  });

const readSelect = async (
  connection: DuckDBConnection,
  sql: string,
  signal: CancelSignal | undefined,
): Promise<QueryResult> => {
  const startedAt = performance.now();
  const statements = await connection.extractStatements(sql);
  const refuse = (found: string) =>
    warehouseError(
      'not-read-only',
      `The warehouse runs exactly one SELECT, but got ${found}. Send one SELECT.`,
      { details: { sql } },
    );
  if (statements.count !== 1) throw refuse(`${statements.count} statements`);
  const statement = await statements.prepare(0);
  try {
    if (statement.statementType !== StatementType.SELECT) {
      throw refuse(
        `a statement of type ${StatementType[statement.statementType]}`,
      );
    }
    if (signal?.aborted) throw cancelled(sql);
    const reader = await statement.runAndReadAll();
    return {
      rows: resultRows(reader),
      columns: resultColumns(reader),
      elapsedMs: performance.now() - startedAt,
    };
  } finally {
    statement.destroySync();
  }
};

/**
 * Runs one SELECT on a connection of its own. An abort interrupts the engine,
 * repeatedly: an interrupt that comes before the query runs is forgotten.
 */
export const runSelect = async (
  connection: DuckDBConnection,
  sql: string,
  signal: CancelSignal | undefined,
): Promise<QueryResult> => {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    timer ??= setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS);
  };
  signal?.addEventListener('abort', interrupt);
  try {
    if (signal?.aborted) throw cancelled(sql);
    return await readSelect(connection, sql, signal);
  } catch (error) {
    throw classifyFailure(error, sql);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(timer);
  }
};
