import { EtudeError } from '@etude/kernel';
import type { QueryResult, WarehouseDriver } from '@etude/warehouse';

export type QueryRunnerOptions = {
  readonly driver: WarehouseDriver;
  readonly maxConcurrent: number;
  /** How many queries may wait before more are refused. */
  readonly maxWaiting: number;
  readonly timeoutMs: number;
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
   * ETUDE_METRICS_QUERY_CANCELLED, and the driver's own errors.
   */
  async query(sql: string, signal?: AbortSignal): Promise<QueryResult> {
    await this.#enter();
    try {
      return await this.#run(sql, signal);
    } finally {
      this.#leave();
    }
  }

  async #run(sql: string, signal?: AbortSignal): Promise<QueryResult> {
    if (signal?.aborted) throw cancelled();
    const timeout = AbortSignal.timeout(this.#options.timeoutMs);
    const either = signal ? AbortSignal.any([timeout, signal]) : timeout;
    try {
      return await this.#options.driver.query(sql, { signal: either });
    } catch (error) {
      if (timeout.aborted) throw timedOut(this.#options.timeoutMs, error);
      if (signal?.aborted) throw cancelled(error);
      throw error;
    }
  }

  async #enter(): Promise<void> {
    const { maxConcurrent, maxWaiting } = this.#options;
    if (this.#running < maxConcurrent) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= maxWaiting) throw queueFull(maxWaiting);
    // The place of the query that leaves is handed over, not counted anew.
    await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}

const timedOut = (timeoutMs: number, cause: unknown): EtudeError =>
  new EtudeError(
    `The query was stopped after ${timeoutMs / 1000} s because it had no answer by then. Ask for fewer metrics or a shorter time, or raise etude.metrics.queryTimeoutSeconds.`,
    { code: 'ETUDE_METRICS_QUERY_TIMEOUT', kind: 'operational', cause },
  );

const cancelled = (cause?: unknown): EtudeError =>
  new EtudeError(
    'The query was stopped because whoever asked for it went away. Ask again.',
    { code: 'ETUDE_METRICS_QUERY_CANCELLED', kind: 'operational', cause },
  );

const queueFull = (waiting: number): EtudeError =>
  new EtudeError(
    `${waiting} queries are waiting for the warehouse already. Try again in a minute, or raise etude.metrics.maxConcurrentQueries.`,
    { code: 'ETUDE_METRICS_QUEUE_FULL', kind: 'operational' },
  );
