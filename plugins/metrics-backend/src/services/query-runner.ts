import { EtudeError } from '@etude/kernel';
import { bytesText } from '@etude/plugin-metrics-common';
import type {
  QueryResult,
  ResultColumn,
  ScanEstimate,
  WarehouseDriver,
} from '@etude/warehouse';
import { WaitingLine } from './waiting-line';
import type { OnAhead } from './waiting-line';

export type QueryRunnerOptions = {
  readonly driver: WarehouseDriver;
  readonly maxConcurrent: number;
  /** How many queries may wait before more are refused. */
  readonly maxWaiting: number;
  readonly timeoutMs: number;
  /** How long a driver may take to stop before it is left; default 5 s. */
  readonly stopMs?: number;
  /** A query that the engine expects to read more bytes is refused. */
  readonly maxBytes?: number | undefined;
  /** The configuration keys of the limits, for those who want to raise them. */
  readonly limitKeys: {
    readonly timeout: string;
    readonly concurrency: string;
    readonly bytes: string;
  };
};

/** How a query of {@link QueryRunner.query} is followed. */
export type QueryFollower = {
  readonly signal?: AbortSignal;
  /** How many queries are before this one. */
  readonly onAhead?: OnAhead;
  /** Asked with what the engine expects to read; may refuse by throwing. */
  readonly beforeQuery?: (estimate: ScanEstimate) => Promise<void>;
};

const STOP_MS = 5_000;

/**
 * Sends queries to the warehouse, a bounded number at a time, each for a
 * bounded time, so that one heavy question cannot starve the others.
 */
export class QueryRunner {
  readonly #options: QueryRunnerOptions;
  readonly #line: WaitingLine;

  constructor(options: QueryRunnerOptions) {
    this.#options = options;
    this.#line = new WaitingLine(options);
  }

  get dialect(): WarehouseDriver['dialect'] {
    return this.#options.driver.dialect;
  }

  /**
   * The driver's answer.
   *
   * @throws ETUDE_METRICS_QUEUE_FULL, ETUDE_METRICS_QUERY_TIMEOUT,
   * ETUDE_METRICS_QUERY_CANCELLED, ETUDE_METRICS_QUERY_TOO_LARGE, what the
   * follower refused with, and the driver's own errors.
   */
  query(sql: string, follower: QueryFollower = {}): Promise<QueryResult> {
    return this.run(
      sql,
      signal => this.#options.driver.query(sql, { signal }),
      follower,
    );
  }

  /**
   * What `answer` gives, in its turn and within its time like a query; `sql`
   * reads as much or more, and is what is estimated.
   */
  run<T>(
    sql: string,
    answer: (signal: AbortSignal) => Promise<T>,
    follower: QueryFollower = {},
  ): Promise<T> {
    return this.#inTurn(async signal => {
      await this.#askBefore(sql, signal, follower);
      return answer(signal);
    }, follower);
  }

  /** The columns that `sql` would answer with; nothing runs. */
  describe(sql: string): Promise<readonly ResultColumn[]> {
    return this.#inTurn(signal =>
      this.#options.driver.describe(sql, { signal }),
    );
  }

  /** What the engine expects `sql` to read; nothing runs. */
  estimate(sql: string): Promise<ScanEstimate> {
    return this.#inTurn(signal =>
      this.#options.driver.estimate(sql, { signal }),
    );
  }

  async #askBefore(
    sql: string,
    signal: AbortSignal,
    { beforeQuery }: QueryFollower,
  ): Promise<void> {
    const { driver, maxBytes, limitKeys } = this.#options;
    if (maxBytes === undefined && beforeQuery === undefined) return;
    const estimate = await driver.estimate(sql, { signal });
    const { bytes } = estimate;
    if (maxBytes !== undefined && bytes !== null && bytes > maxBytes) {
      throw tooLarge(bytes, maxBytes, limitKeys.bytes);
    }
    await beforeQuery?.(estimate);
  }

  async #inTurn<T>(
    use: (signal: AbortSignal) => Promise<T>,
    { signal, onAhead }: QueryFollower = {},
  ): Promise<T> {
    const { maxWaiting, limitKeys } = this.#options;
    if (this.#line.isFull) throw queueFull(maxWaiting, limitKeys.concurrency);
    if (!(await this.#line.enter(signal, onAhead))) throw cancelled();
    try {
      return await this.#inTime(use, signal);
    } finally {
      this.#line.leave();
    }
  }

  async #inTime<T>(
    use: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { timeoutMs, stopMs = STOP_MS, limitKeys } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    const either = signal ? AbortSignal.any([timeout, signal]) : timeout;
    const unheard = rejectionAfterAbort(either, stopMs);
    try {
      return await Promise.race([use(either), unheard.promise]);
    } catch (error) {
      if (timeout.aborted) throw timedOut(timeoutMs, limitKeys.timeout, error);
      if (signal?.aborted) throw cancelled(error);
      throw error;
    } finally {
      unheard.forget();
    }
  }
}

/** Rejects when a driver does not stop although it was told to. */
const rejectionAfterAbort = (signal: AbortSignal, afterMs: number) => {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      timer = setTimeout(
        () => reject(new Error('The warehouse did not stop the query.')),
        afterMs,
      );
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return {
    promise,
    forget: () => {
      clearTimeout(timer);
      if (onAbort) signal.removeEventListener('abort', onAbort);
    },
  };
};

const timedOut = (timeoutMs: number, key: string, cause: unknown): EtudeError =>
  new EtudeError(
    `The query was stopped after ${timeoutMs / 1000} s because it had no answer by then. Ask for fewer metrics or a shorter time, or raise ${key}.`,
    { code: 'ETUDE_METRICS_QUERY_TIMEOUT', kind: 'operational', cause },
  );

const cancelled = (cause?: unknown): EtudeError =>
  new EtudeError(
    'The query was stopped because whoever asked for it went away. Ask again.',
    { code: 'ETUDE_METRICS_QUERY_CANCELLED', kind: 'operational', cause },
  );

const queueFull = (waiting: number, key: string): EtudeError =>
  new EtudeError(
    `${waiting} queries are waiting for the warehouse already. Try again in a minute, or raise ${key}.`,
    { code: 'ETUDE_METRICS_QUEUE_FULL', kind: 'operational' },
  );

const tooLarge = (bytes: number, limit: number, key: string): EtudeError =>
  new EtudeError(
    `The query was not run: the warehouse expects it to read ${bytesText(bytes)}, and ${bytesText(limit)} are allowed. Ask for a shorter time or fewer metrics, or raise ${key}.`,
    {
      code: 'ETUDE_METRICS_QUERY_TOO_LARGE',
      kind: 'user',
      details: { bytes, limit },
    },
  );
