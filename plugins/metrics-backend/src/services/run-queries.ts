import type { Clock } from '@etude/kernel';
import type { RunProgress } from '@etude/plugin-metrics-common';
import type { QueryResult, ScanEstimate } from '@etude/warehouse';
import type { RunStore } from '../stores/run-store';
import type { Budgets } from './budgets';
import type { LiveRun } from './live-runs';
import { retryFailures } from './retry-failures';
import type { Warehouse } from './warehouses';

/** Which of a run's queries it is: from 1, of how many. */
export type QueryPlace = { readonly query: number; readonly queries: number };

/** What a question gave and what it cost. */
export type QueryAnswer = Pick<QueryResult, 'rows' | 'elapsedMs' | 'bytesRead'>;

export type Question<T extends QueryAnswer> = {
  readonly warehouse: Warehouse;
  /** Says what is computed; it reads as much as the answer does, or more. */
  readonly sql: string;
  readonly place?: QueryPlace;
  readonly answer: (signal: AbortSignal) => Promise<T>;
};

export type RunQueriesOptions = {
  readonly runId: string;
  readonly owner: string | null;
  readonly experimentId: string | null;
  readonly live: LiveRun;
  readonly signal: AbortSignal;
  readonly runs: RunStore;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly retryWaitMs: number | undefined;
};

/** What the queries of a run added up to; rows and time are null before one. */
export type QueriesUse = {
  readonly elapsedMs: number | null;
  readonly bytesRead: number | null;
  readonly rows: number | null;
};

export const ONE_QUERY: QueryPlace = { query: 1, queries: 1 };

const plus = (a: number | null, b: number | null): number | null =>
  a === null ? b : a + (b ?? 0);

/** Asks what a run wants to know, and keeps on the run what it is at. */
export class RunQueries {
  readonly #options: RunQueriesOptions;
  readonly #texts: string[] = [];
  #attempts = 1;
  #estimate: ScanEstimate = { bytes: null, rows: null };
  #use: QueriesUse = { elapsedMs: null, bytesRead: null, rows: null };

  constructor(options: RunQueriesOptions) {
    this.#options = options;
    this.#report({ phase: 'planning', ...ONE_QUERY });
  }

  get use(): QueriesUse {
    return this.#use;
  }

  /** The answer, tried again after failures that may pass. */
  ask<T extends QueryAnswer>(question: Question<T>): Promise<T> {
    const { signal, retryWaitMs } = this.#options;
    const { place = ONE_QUERY } = question;
    return retryFailures(() => this.#askOnce(question), {
      signal,
      firstWaitMs: retryWaitMs,
      onRetry: attempt => this.#retry(attempt, place),
    });
  }

  /** Counts as one attempt more, after a failure that asking again would repeat. */
  beginAgain(): Promise<void> {
    return this.#retry(this.#attempts + 1, ONE_QUERY);
  }

  async #retry(attempt: number, place: QueryPlace): Promise<void> {
    const { runs, runId } = this.#options;
    this.#attempts = Math.max(this.#attempts, attempt);
    await runs.note(runId, {
      attempts: this.#attempts,
      progress: this.#report({ phase: 'retrying', ...place }),
    });
  }

  async #askOnce<T extends QueryAnswer>(question: Question<T>): Promise<T> {
    const { runs, runId, signal, clock } = this.#options;
    const { warehouse, sql, place = ONE_QUERY, answer } = question;
    if (!this.#texts.includes(sql)) this.#texts.push(sql);
    const wait = (ahead: number) =>
      this.#report({ phase: 'waiting', ahead, ...place });
    await runs.note(runId, {
      sql: this.#texts.join('\n;\n\n'),
      warehouseId: warehouse.info.id,
      state: 'queued',
      progress: wait(0),
    });
    const query: { begunAt?: number } = {};
    try {
      const result = await warehouse.runner.run(sql, answer, {
        signal,
        onAhead: wait,
        beforeQuery: async estimate => {
          await this.#admit(estimate);
          query.begunAt = clock.now().getTime();
          await runs.note(runId, {
            state: 'running',
            queriedAt: clock.now().toISOString(),
            progress: this.#report({ phase: 'querying', ...place }),
          });
        },
      });
      this.#add({ ...result, rows: result.rows.length });
      return result;
    } catch (error) {
      // What a query that failed cost counts, too.
      if (query.begunAt !== undefined) {
        const elapsedMs = clock.now().getTime() - query.begunAt;
        this.#add({ elapsedMs, bytesRead: null, rows: null });
      }
      throw error;
    }
  }

  /** Keeps what is expected to be read, and refuses what is not affordable. */
  async #admit(estimate: ScanEstimate): Promise<void> {
    const { runs, runId, budgets, owner, experimentId } = this.#options;
    this.#estimate = {
      bytes: plus(this.#estimate.bytes, estimate.bytes),
      rows: plus(this.#estimate.rows, estimate.rows),
    };
    try {
      await budgets.require({ owner, experimentId, estimate });
    } finally {
      await runs.note(runId, { estimate: this.#estimate });
    }
  }

  #add({ elapsedMs, bytesRead, rows }: QueriesUse): void {
    this.#use = {
      elapsedMs: plus(this.#use.elapsedMs, elapsedMs),
      bytesRead: plus(this.#use.bytesRead, bytesRead),
      rows: plus(this.#use.rows, rows),
    };
  }

  #report(
    progress: Omit<RunProgress, 'attempt' | 'ahead'> & { ahead?: number },
  ): RunProgress {
    const whole = { ahead: null, attempt: this.#attempts, ...progress };
    this.#options.live.report(whole);
    return whole;
  }
}
