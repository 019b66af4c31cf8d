import { setTimeout as wait } from 'node:timers/promises';
import { isEtudeError } from '@etude/kernel';
import { WAREHOUSE_ERROR_CODES } from '@etude/warehouse';

/**
 * How often a query is sent at most, by why it had no answer. What is not
 * here is sent once: a second time would say the same.
 */
const MAX_ATTEMPTS: ReadonlyMap<string, number> = new Map([
  [WAREHOUSE_ERROR_CODES.unreachable, 3],
  [WAREHOUSE_ERROR_CODES.quota, 3],
  [WAREHOUSE_ERROR_CODES.engine, 2],
  // A query that hangs costs its whole time again.
  [WAREHOUSE_ERROR_CODES.timeout, 2],
  ['ETUDE_METRICS_QUERY_TIMEOUT', 2],
]);

const FIRST_WAIT_MS = 1_000;
const GROWTH = 4;

export type RetryOptions = {
  readonly signal: AbortSignal;
  /** Told before each further attempt; the first one is 1. */
  readonly onRetry: (attempt: number) => Promise<void>;
  readonly firstWaitMs?: number | undefined;
};

const mayRetry = (error: unknown, attempt: number): boolean =>
  isEtudeError(error) &&
  error.kind === 'operational' &&
  attempt < (MAX_ATTEMPTS.get(error.code) ?? 1);

/**
 * What `attempt` answers, tried again with growing pauses after failures of
 * the warehouse that may pass by themselves.
 */
export const retryFailures = async <T>(
  attempt: () => Promise<T>,
  { signal, onRetry, firstWaitMs = FIRST_WAIT_MS }: RetryOptions,
): Promise<T> => {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !mayRetry(error, count)) throw error;
      await onRetry(count + 1);
      await wait(firstWaitMs * GROWTH ** (count - 1), undefined, { signal });
    }
  }
};
