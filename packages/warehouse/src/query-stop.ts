/// <reference types="node" />
import type { EtudeError } from '@etude/kernel';
import type { CancelSignal } from './warehouse-driver';
import { WAREHOUSE_ADVICE, warehouseError } from './warehouse-error';

/** Why a query was stopped before it was done. */
export type QueryStop = 'cancelled' | 'timeout';

/**
 * Resolves with a reason to stop once there is one: an abort, or the time that
 * has passed. `release` forgets the signal and the timer.
 */
export const watchForStop = (
  signal: CancelSignal | undefined,
  timeoutMs: number,
) => {
  const { promise: requested, resolve } = Promise.withResolvers<QueryStop>();
  const cancel = () => resolve('cancelled');
  const timer = setTimeout(() => resolve('timeout'), timeoutMs);
  if (signal?.aborted === true) cancel();
  signal?.addEventListener('abort', cancel);
  const release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  };
  return { requested, release };
};

/** Null after a while, unless the process has nothing else to wait for. */
export const silenceOf = (ms: number): Promise<null> =>
  new Promise(resolve => {
    setTimeout(() => resolve(null), ms).unref();
  });

/** The error of a query that was stopped by its caller or by its time limit. */
export const stoppedQuery = (
  stop: QueryStop,
  {
    engine,
    sql,
    timeoutMs,
  }: {
    readonly engine: string;
    readonly sql: string;
    readonly timeoutMs: number;
  },
): EtudeError =>
  warehouseError(
    stop,
    stop === 'cancelled'
      ? 'The query was cancelled by its caller.'
      : `${engine} did not answer within ${timeoutMs} ms, so that the query was stopped. ${WAREHOUSE_ADVICE.timeout}`,
    { details: { sql } },
  );
