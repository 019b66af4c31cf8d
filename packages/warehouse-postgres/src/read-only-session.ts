import { warehouseError } from '@etude/warehouse';
import type { CancelSignal } from '@etude/warehouse';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { ClientConfig, Pool, PoolClient, QueryResult } from 'pg';
import { classifyFailure, failureOf } from './classify-failure';
import type { PostgresVariant } from './variant';

const CANCEL_AGAIN_MS = 50;
// How long after its own limit a server may stay silent.
const GRACE_MS = 10_000;

export type SessionOptions = {
  readonly pool: Pool;
  /** For the connection of its own that a cancel takes. */
  readonly config: ClientConfig;
  readonly timeoutMs: number;
  readonly variant: PostgresVariant;
};

type Session = { readonly client: PoolClient; readonly processId: number };

const begin = async (
  client: PoolClient,
  { timeoutMs, variant }: SessionOptions,
): Promise<Session> => {
  // One round trip; the simple protocol answers each statement apart.
  const answers: unknown = await client.query(
    [
      'BEGIN READ ONLY',
      `SET LOCAL statement_timeout = ${Math.round(timeoutMs)}`,
      ...variant.settings,
      'SELECT pg_catalog.pg_backend_pid() AS "id"',
    ].join('; '),
  );
  // The types know one statement per query only.
  const last = (answers as readonly QueryResult<{ id: number }>[]).at(-1);
  const processId = last?.rows[0]?.id;
  if (processId === undefined) {
    throw warehouseError('engine', 'The server did not tell its process.');
  }
  return { client, processId };
};

/** Asks the server, over a connection of its own, to stop a process's query. */
const cancelProcess = async (
  config: ClientConfig,
  processId: number,
): Promise<void> => {
  const client = new Client(config);
  client.on('error', () => {
    // What is under way on it fails with the same error.
  });
  await client.connect();
  try {
    await client.query('SELECT pg_catalog.pg_cancel_backend($1)', [processId]);
  } finally {
    await client.end();
  }
};

const breakConnection = (client: PoolClient, reason: unknown): void => {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  client.connection.stream.destroy(error);
};

/**
 * Waits for `work`; an abort cancels it on the server, again and again, since
 * a cancel that comes before the query has begun is forgotten. Where the server
 * cannot be told, the connection is broken, which ends the wait.
 */
const abortable = async <T>(
  work: Promise<T>,
  session: Session,
  { signal, config }: { signal: CancelSignal; config: ClientConfig },
): Promise<T> => {
  let isSettled = false;
  let cancelling = Promise.resolve();
  const cancel = async () => {
    try {
      while (!isSettled) {
        await cancelProcess(config, session.processId);
        await delay(CANCEL_AGAIN_MS);
      }
    } catch (error) {
      breakConnection(session.client, error);
    }
  };
  const onAbort = () => {
    cancelling = cancel();
  };
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await work;
  } finally {
    isSettled = true;
    signal.removeEventListener('abort', onAbort);
    // A late cancel must not hit the next query on this connection.
    await cancelling;
  }
};

/** A connection of the pool, or the abort if that comes first. */
const connect = async (
  pool: Pool,
  signal: CancelSignal,
): Promise<PoolClient> => {
  if (signal.aborted) throw new Error('aborted');
  const connecting = pool.connect();
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(new Error('aborted'));
      connecting.then(
        client => client.release(),
        // Nobody waits for this connection any more.
        () => undefined,
      );
    };
    signal.addEventListener('abort', onAbort);
    connecting
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
};

/** Gives `use` a connection inside a read-only transaction, then undoes it. */
const inTransaction = async <T>(
  options: SessionOptions,
  signal: CancelSignal,
  use: (client: PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await connect(options.pool, signal);
  const connection = { isBroken: false };
  const onError = () => {
    // The query on the connection fails with the same error.
    connection.isBroken = true;
  };
  client.on('error', onError);
  const silent = setTimeout(() => {
    breakConnection(
      client,
      warehouseError(
        'unreachable',
        `The server has not answered ${GRACE_MS / 1000} s after its time limit. Check the network between this machine and the warehouse.`,
      ),
    );
  }, options.timeoutMs + GRACE_MS);
  try {
    const session = await begin(client, options);
    return await abortable(use(client), session, { signal, ...options });
  } finally {
    try {
      if (!connection.isBroken) await client.query(options.variant.rollback);
    } catch (error) {
      connection.isBroken = true;
      breakConnection(client, error);
    }
    clearTimeout(silent);
    client.release(connection.isBroken);
    if (!connection.isBroken) client.off('error', onError);
  }
};

/**
 * Runs `use` on a connection in a read-only transaction that is always rolled
 * back, so that nothing a SELECT sets stays behind. Failures come classified.
 */
export const runReadOnly = async <T>(
  options: SessionOptions,
  { sql, signal }: { readonly sql: string; readonly signal: CancelSignal },
  use: (client: PoolClient) => Promise<T>,
): Promise<T> => {
  const startedAt = performance.now();
  try {
    return await inTransaction(options, signal, use);
  } catch (error) {
    if (signal.aborted) {
      throw warehouseError(
        'cancelled',
        'The query was cancelled by its caller.',
        { details: { sql }, cause: error },
      );
    }
    const elapsedMs = performance.now() - startedAt;
    if (failureOf(error) === 'timeout' && elapsedMs < options.timeoutMs - 100) {
      throw warehouseError(
        'cancelled',
        'The query was cancelled on the server, by somebody other than its caller. Ask who runs the warehouse, then try again.',
        { details: { sql }, cause: error },
      );
    }
    throw classifyFailure(error, { sql, engine: options.variant.name });
  }
};
