import { EtudeError } from '@etude/kernel';
import { bytesText } from '@etude/plugin-metrics-common';
import type {
  QueryResult,
  ResultColumn,
  ScanEstimate,
  WarehouseDriver,
} from '@etude/warehouse';

export type QueryRunnerOptions = {
  readonly driver: WarehouseDriver;
  readonly maxConcurrent: number;
  /** How many queries may wait before more are refused. */
  readonly maxWaiting: number;
  readonly timeoutMs: number;
  /** A query that the engine expects to read more bytes is refused. */
  readonly maxBytes?: number | undefined;
  /** The configuration keys of the limits, for those who want to raise them. */
  readonly limitKeys: {
    readonly timeout: string;
    readonly concurrency: string;
    readonly bytes: string;
  };
};

/**
 * Sends queries to the warehouse, a bounded number at a time, each for a
 * bounded time, so that one heavy question cannot starve the others.
 */
export class QueryRunner {
  readonly #options: QueryRunnerOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: QueryRunnerOptions) {
    this.#options = options;
  }

  get dialect(): WarehouseDriver['dialect'] {
    return this.#options.driver.dialect;
  }

  /**
   * The driver's answer.
   *
   * @throws ETUDE_METRICS_QUEUE_FULL, ETUDE_METRICS_QUERY_TIMEOUT,
   * ETUDE_METRICS_QUERY_CANCELLED, ETUDE_METRICS_QUERY_TOO_LARGE, and the
   * driver's own errors.
   */
  query(sql: string, signal?: AbortSignal): Promise<QueryResult> {
    return this.#inTurn(async either => {
      await this.#refuseLarge(sql, either);
      return this.#options.driver.query(sql, { signal: either });
    }, signal);
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

  async #refuseLarge(sql: string, signal: AbortSignal): Promise<void> {
    const { driver, maxBytes, limitKeys } = this.#options;
    if (maxBytes === undefined) return;
    const { bytes } = await driver.estimate(sql, { signal });
    if (bytes !== null && bytes > maxBytes) {
      throw tooLarge(bytes, maxBytes, limitKeys.bytes);
    }
  }

  async #inTurn<T>(
    use: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    await this.#enter();
    try {
      return await this.#inTime(use, signal);
    } finally {
      this.#leave();
    }
  }

  async #inTime<T>(
    use: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    if (signal?.aborted) throw cancelled();
    const { timeoutMs, limitKeys } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    const either = signal ? AbortSignal.any([timeout, signal]) : timeout;
    try {
      return await use(either);
    } catch (error) {
      if (timeout.aborted) throw timedOut(timeoutMs, limitKeys.timeout, error);
      if (signal?.aborted) throw cancelled(error);
      throw error;
    }
  }

  async #enter(): Promise<void> {
    const { maxConcurrent, maxWaiting, limitKeys } = this.#options;
    if (this.#running < maxConcurrent) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= maxWaiting) {
      throw queueFull(maxWaiting, limitKeys.concurrency);
    }
    // The place of the query that leaves is handed over, not counted anew.
    await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}

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
