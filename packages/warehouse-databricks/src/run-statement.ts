import { silenceOf, stoppedQuery, watchForStop } from '@etude/warehouse';
import type { Statement, StatementLimits } from '@etude/warehouse-spark';
import { classifyFailure } from './classify-failure';
import type { DatabricksOperation } from './databricks-client';
import type { OpenSession } from './databricks-connection';
import { rawRows } from './raw-rows';

const readAnswer = async (
  operation: DatabricksOperation,
): Promise<unknown[][]> => {
  await operation.finished();
  const schema = await operation.getSchema();
  if (schema === null) return [];
  return rawRows(await operation.fetchAll(), schema.columns);
};

const ignored = async (work: Promise<unknown>, ms: number): Promise<void> => {
  await Promise.allSettled([Promise.race([work, silenceOf(ms)])]);
};

/**
 * Runs one statement and reads its whole answer. An abort and the time limit
 * stop it on the warehouse; the promise settles when the warehouse has confirmed,
 * or kept silent for `answerTimeoutMs`.
 */
export const runStatement = async (
  { session, lost }: OpenSession,
  statement: Statement,
  limits: StatementLimits,
): Promise<unknown[][]> => {
  const { signal, timeoutMs, answerTimeoutMs, engine } = limits;
  const { requested, release } = watchForStop(signal, timeoutMs);
  const stopped = { engine, sql: statement.sql, timeoutMs };
  try {
    if (signal?.aborted === true) throw stoppedQuery('cancelled', stopped);
    const operation = await Promise.race([
      session.executeStatement(statement.text, {
        queryTimeout: Math.ceil(timeoutMs / 1000),
        useCloudFetch: false,
      }),
      lost,
    ]);
    const answer = readAnswer(operation);
    // Whoever stops it no longer waits for its failure.
    answer.catch(() => undefined);
    const stop = await Promise.race([answer.then(() => null), requested, lost]);
    if (stop !== null) {
      await ignored(operation.cancel(), answerTimeoutMs);
      throw stoppedQuery(stop, stopped);
    }
    await ignored(operation.close(), answerTimeoutMs);
    return await answer;
  } catch (error) {
    throw classifyFailure(error, statement, limits);
  } finally {
    release();
  }
};
