import { isEtudeError } from '@etude/kernel';
import {
  WAREHOUSE_ADVICE,
  silenceOf,
  stoppedQuery,
  warehouseError,
  watchForStop,
} from '@etude/warehouse';
import type { QueryStop } from '@etude/warehouse';
import { connectionFailure, queryFailure } from './classify-failure';
import { rowsOf } from './convert-result';
import type { SparkSession } from './spark-connection';
import type { Statement, StatementLimits } from './statement';

type Operation = Awaited<
  ReturnType<SparkSession['session']['executeStatement']>
>;
type Status = Awaited<ReturnType<Operation['status']>>;

/** Thrift's numbers of the states in which a statement is not done. */
const UNDONE: readonly (number | undefined)[] = [0, 1, 7];
const FINISHED = 2;
const ROWS_PER_FETCH = 5000;

const pause = (ms: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

const stopped = (
  stop: QueryStop,
  { sql }: Statement,
  { engine, timeoutMs }: StatementLimits,
) => stoppedQuery(stop, { engine, sql, timeoutMs });

const submit = async (
  { session, lost }: SparkSession,
  { text }: Statement,
  { answerTimeoutMs, engine, address }: StatementLimits,
): Promise<Operation> => {
  const operation = await Promise.race([
    session.executeStatement(text, { runAsync: true }),
    lost,
    silenceOf(answerTimeoutMs),
  ]);
  if (operation !== null) return operation;
  throw warehouseError(
    'unreachable',
    `${engine} at ${address} did not take the query within ${answerTimeoutMs} ms. ${WAREHOUSE_ADVICE.unreachable}`,
  );
};

/** The status of a statement once it is done, well or not. */
const whenDone = async (
  operation: Operation,
  lost: Promise<never>,
): Promise<Status> => {
  for (let ms = 10; ; ms = Math.min(ms * 1.5, 200)) {
    const status = await Promise.race([operation.status(false), lost]);
    if (!UNDONE.includes(status.operationState)) return status;
    await pause(ms);
  }
};

const readRows = async (
  operation: Operation,
  lost: Promise<never>,
): Promise<unknown[][]> => {
  operation.setMaxRows(ROWS_PER_FETCH);
  do {
    await Promise.race([operation.fetch(), lost]);
  } while (operation.hasMoreRows());
  return operation.getData().flatMap(({ columns }) => rowsOf(columns ?? []));
};

type Run = {
  readonly operation: Operation;
  readonly lost: Promise<never>;
  readonly requested: Promise<QueryStop>;
};

const answerOf = async (
  { operation, lost, requested }: Run,
  statement: Statement,
  limits: StatementLimits,
): Promise<unknown[][]> => {
  const done = whenDone(operation, lost);
  const stop = await Promise.race([done.then(() => null), requested]);
  if (stop !== null) {
    const confirmed = operation.cancel().then(() => done);
    await Promise.allSettled([
      Promise.race([confirmed, lost, silenceOf(limits.answerTimeoutMs)]),
    ]);
    throw stopped(stop, statement, limits);
  }
  const { operationState, errorMessage, sqlState } = await done;
  if (operationState === FINISHED) return readRows(operation, lost);
  throw queryFailure(
    { message: errorMessage ?? '', sqlState: sqlState ?? null },
    statement,
    limits.engine,
  );
};

/** What the library throws where the server refuses a call; it is no Error. */
const isRefusal = (error: unknown): error is { readonly message: string } =>
  typeof error === 'object' &&
  error !== null &&
  Reflect.get(error, 'name') === 'Status Error';

/**
 * Runs one statement in a session and reads its whole answer. An abort and the
 * time limit stop it on the engine; the promise settles when the engine has
 * confirmed, or kept silent for `answerTimeoutMs`.
 */
export const runStatement = async (
  connection: SparkSession,
  statement: Statement,
  limits: StatementLimits,
): Promise<unknown[][]> => {
  if (limits.signal?.aborted) throw stopped('cancelled', statement, limits);
  const { requested, release } = watchForStop(limits.signal, limits.timeoutMs);
  try {
    const operation = await submit(connection, statement, limits);
    try {
      const run = { operation, lost: connection.lost, requested };
      return await answerOf(run, statement, limits);
    } finally {
      await Promise.allSettled([
        Promise.race([
          operation.close(),
          connection.lost,
          silenceOf(limits.answerTimeoutMs),
        ]),
      ]);
    }
  } catch (error) {
    if (isEtudeError(error)) throw error;
    if (!isRefusal(error)) throw connectionFailure(error, limits);
    const { message } = error;
    const refused = { ...statement, linesBefore: 0 };
    throw queryFailure({ message, sqlState: null }, refused, limits.engine);
  } finally {
    release();
  }
};
