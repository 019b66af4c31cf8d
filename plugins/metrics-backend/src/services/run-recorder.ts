import type { Clock } from '@etude/kernel';
import type { RunIncrement, RunProblem } from '@etude/plugin-metrics-common';
import type { QueryResult } from '@etude/warehouse';
import type { RunOutcome, RunStore, StartedRun } from '../stores/run-store';
import type { Budgets } from './budgets';
import { runInterrupted } from './live-runs';
import type { LiveRuns } from './live-runs';
import { problemOfError } from './run-failure';
import { ONE_QUERY, RunQueries } from './run-queries';
import type { QueryAnswer, QueryPlace, Question } from './run-queries';
import type { Warehouse } from './warehouses';

export type RunSubject = Omit<StartedRun, 'startedAt' | 'lease'>;

/** What the work of a run does through it, so that the run tells of it. */
export type RunContext = {
  readonly id: string;
  /** Aborts when the asker goes away, or the run is cancelled. */
  readonly signal: AbortSignal;
  /**
   * The warehouse's answer, within budget and limits, tried again after
   * failures that may pass.
   */
  readonly query: (
    warehouse: Warehouse,
    sql: string,
    place?: QueryPlace,
  ) => Promise<QueryResult>;
  /** Like `query`, where the answer comes in another way than by the SQL. */
  readonly ask: <T extends QueryAnswer>(question: Question<T>) => Promise<T>;
  /** Says that the work is done again, in another way. */
  readonly beginAgain: () => Promise<void>;
  readonly setIncrement: (increment: RunIncrement) => Promise<void>;
};

export type RunWork<T> = (run: RunContext) => Promise<T>;

export type RunRecorderOptions = {
  readonly runs: RunStore;
  readonly live: LiveRuns;
  readonly budgets: Budgets;
  readonly clock: Clock;
  /** Pause before the first retry; 1 s when left out. */
  readonly retryWaitMs?: number | undefined;
};

const failedState = (
  { cause }: RunProblem,
  isStopped: boolean,
): RunOutcome['state'] => {
  if (cause === 'interrupted') return 'interrupted';
  return isStopped ? 'cancelled' : 'failed';
};

/** Keeps a record of each run, from its start to however it ends. */
export class RunRecorder {
  readonly #options: RunRecorderOptions;

  constructor(options: RunRecorderOptions) {
    this.#options = options;
  }

  /** The work's value; its error is recorded and thrown on. */
  async record<T>(
    subject: RunSubject,
    work: RunWork<T>,
    asker?: AbortSignal,
  ): Promise<{ readonly runId: string; readonly value: T }> {
    const { runs, live, budgets, clock, retryWaitMs } = this.#options;
    const { id } = subject;
    const startedAt = this.#now();
    await runs.start({ ...subject, startedAt, lease: live.lease() });
    const liveRun = live.begin(id);
    const stop = liveRun.signal;
    const signal = asker ? AbortSignal.any([asker, stop]) : stop;
    const queries = new RunQueries({
      ...{ runs, budgets, clock, retryWaitMs, signal },
      runId: id,
      owner: subject.owner,
      experimentId: subject.experimentId,
      live: liveRun,
    });
    try {
      const value = await work(this.#contextOf(id, signal, queries));
      await runs.finish(id, {
        ...queries.use,
        state: 'succeeded',
        finishedAt: this.#now(),
        problem: null,
      });
      return { runId: id, value };
    } catch (error) {
      const reason: unknown = stop.aborted ? stop.reason : error;
      const problem = problemOfError(reason);
      await runs.finish(id, {
        ...queries.use,
        rows: null,
        state: failedState(problem, signal.aborted),
        finishedAt: this.#now(),
        problem,
      });
      throw reason;
    } finally {
      live.end(id);
    }
  }

  /**
   * Ends the runs whose backend is gone. Returns how many there were. Safe to
   * be done by several backends at once.
   */
  async interruptAbandoned(): Promise<number> {
    return this.#options.runs.interruptExpired(
      this.#now(),
      problemOfError(runInterrupted()),
    );
  }

  #contextOf(id: string, signal: AbortSignal, queries: RunQueries): RunContext {
    return {
      id,
      signal,
      ask: question => queries.ask(question),
      query: (warehouse, sql, place = ONE_QUERY) =>
        queries.ask({
          warehouse,
          sql,
          place,
          answer: either => warehouse.driver.query(sql, { signal: either }),
        }),
      beginAgain: () => queries.beginAgain(),
      setIncrement: increment => this.#options.runs.note(id, { increment }),
    };
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }
}
