import { WAREHOUSE_ADVICE, errorCode, warehouseError } from '@etude/warehouse';
import type { CancelSignal, ResultColumn } from '@etude/warehouse';
import type { QueryResult, QueryStats, Trino } from 'trino-client';
import { httpStatusOf, queryFailure, requestFailure } from './classify-failure';

export type Statement = {
  /** What is sent. */
  readonly text: string;
  /** The caller's part of it, for messages. */
  readonly sql: string;
  /** Lines of ours before the caller's part. */
  readonly linesBefore: number;
};

export type StatementLimits = {
  readonly signal: CancelSignal | undefined;
  /** For the whole statement. */
  readonly timeoutMs: number;
  /** For the server to take the statement, and to confirm a cancel. */
  readonly answerTimeoutMs: number;
  /** The server's address, for messages. */
  readonly server: string;
};

export type StatementAnswer = {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly unknown[])[];
  readonly bytesRead: number | null;
};

type Pages = Awaited<ReturnType<Trino['query']>>;

const TRIES = 5;
const CANCEL_AGAIN_MS = 250;
const RETRIED_STATUSES = [429, 502, 503, 504];

const isTransient = (error: unknown): boolean =>
  RETRIED_STATUSES.includes(httpStatusOf(error) ?? 0) ||
  errorCode(error) === 'ECONNRESET';

const pause = (ms: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

/** Null after a while, unless the process has nothing else to wait for. */
const silenceOf = (ms: number) =>
  new Promise<null>(resolve => {
    setTimeout(() => resolve(null), ms).unref();
  });

/** The protocol asks to repeat a request that a proxy or a busy server drops. */
const withRetries = async <T>(request: () => Promise<T>): Promise<T> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await request();
    } catch (error) {
      if (!isTransient(error) || tried === TRIES) throw error;
      await pause(50 * 2 ** tried);
    }
  }
};

/**
 * The id of a statement that has not answered yet. The library hands it out
 * only with the first rows, which is too late for stopping it.
 */
const queryIdOf = (pages: Pages): string | null => {
  const inner: unknown = Reflect.get(pages, 'iter');
  const latest: unknown =
    typeof inner === 'object' && inner !== null
      ? Reflect.get(inner, 'queryResult')
      : null;
  const id: unknown =
    typeof latest === 'object' && latest !== null
      ? Reflect.get(latest, 'id')
      : null;
  return typeof id === 'string' ? id : null;
};

const readPages = async (
  pages: Pages,
  statement: Statement,
): Promise<StatementAnswer> => {
  let columns: QueryResult['columns'];
  let stats: QueryStats | undefined;
  const rows: unknown[][] = [];
  for (;;) {
    const next = await withRetries(() => pages.next());
    // The library's type of the last page is any.
    const page = next.value as QueryResult | undefined;
    if (page?.error) {
      throw queryFailure(page.error, statement.sql, statement.linesBefore);
    }
    columns ??= page?.columns;
    stats = page?.stats ?? stats;
    // The last page comes twice, the second time as the end.
    if (next.done === true) break;
    for (const row of page?.data ?? []) rows.push(row);
  }
  return {
    columns: (columns ?? []).map(({ name, type }) => ({ name, type })),
    rows,
    bytesRead: stats?.physicalInputBytes ?? null,
  };
};

type Stop = 'cancelled' | 'timeout';

const stopped = (stop: Stop, statement: Statement, limits: StatementLimits) =>
  warehouseError(
    stop,
    stop === 'cancelled'
      ? 'The query was cancelled by its caller.'
      : `Trino did not answer within ${limits.timeoutMs} ms, so that the query was stopped. ${WAREHOUSE_ADVICE.timeout}`,
    { details: { sql: statement.sql } },
  );

/** Resolves with a reason to stop; `release` forgets the signal and timer. */
const watchForStop = ({ signal, timeoutMs }: StatementLimits) => {
  const { promise: requested, resolve } = Promise.withResolvers<Stop>();
  const cancel = () => resolve('cancelled');
  const timer = setTimeout(() => resolve('timeout'), timeoutMs);
  signal?.addEventListener('abort', cancel);
  const release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  };
  return { requested, release };
};

const submit = async (
  client: Trino,
  { text }: Statement,
  { answerTimeoutMs, server }: StatementLimits,
): Promise<Pages> => {
  const silence = silenceOf(answerTimeoutMs);
  const pages = await Promise.race([
    withRetries(() => client.query(text)),
    silence,
  ]);
  if (pages !== null) return pages;
  throw warehouseError(
    'unreachable',
    `Trino at ${server} did not take the query within ${answerTimeoutMs} ms. ${WAREHOUSE_ADVICE.unreachable}`,
  );
};

/**
 * Resolves when the statement has ended, or the engine kept silent for long.
 * Trino confirms a cancel of a statement that it is about to start, and starts
 * it all the same: so it is asked again.
 */
const cancelUntilEnded = async (
  cancel: () => Promise<unknown>,
  answer: Promise<unknown>,
  { answerTimeoutMs }: StatementLimits,
): Promise<void> => {
  const over = Promise.race([
    answer.catch(() => null),
    silenceOf(answerTimeoutMs),
  ]).then(() => true);
  const asked = () =>
    cancel()
      .catch(() => null)
      .then(() => false);
  const again = () => pause(CANCEL_AGAIN_MS).then(() => false);
  while (!(await Promise.race([over, asked()]))) {
    if (await Promise.race([over, again()])) return;
  }
};

/**
 * Sends one statement and reads its whole answer. An abort and the time limit
 * stop it on the engine; the promise settles when the engine has confirmed, or
 * kept silent for `answerTimeoutMs`.
 */
export const runStatement = async (
  client: Trino,
  statement: Statement,
  limits: StatementLimits,
): Promise<StatementAnswer> => {
  if (limits.signal?.aborted) throw stopped('cancelled', statement, limits);
  const { requested, release } = watchForStop(limits);
  try {
    const pages = await submit(client, statement, limits);
    const answer = readPages(pages, statement);
    const stop = await Promise.race([
      answer.then(
        () => null,
        () => null,
      ),
      requested,
    ]);
    if (stop === null) return await answer;
    const id = queryIdOf(pages);
    if (id !== null)
      await cancelUntilEnded(() => client.cancel(id), answer, limits);
    throw stopped(stop, statement, limits);
  } catch (error) {
    throw requestFailure(error, limits.server);
  } finally {
    release();
  }
};
