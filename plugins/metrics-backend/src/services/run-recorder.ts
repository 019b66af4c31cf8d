import { randomUUID } from 'node:crypto';
import { isEtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import type { RunProblem } from '@etude/plugin-metrics-common';
import type { RunStore, StartedRun } from '../stores/run-store';

export type RunSubject = Pick<
  StartedRun,
  'kind' | 'experimentId' | 'metricIds' | 'requestedBy'
>;

/** What a run's work says about itself, before and after the query. */
export type RunWork<T> = (run: {
  readonly id: string;
  readonly setSql: (sql: string) => Promise<void>;
}) => Promise<{
  readonly value: T;
  readonly elapsedMs: number;
  readonly rows: number;
}>;

/** An error as a run keeps it: who can mend it, and how. */
export const problemOfError = (error: unknown): RunProblem =>
  isEtudeError(error)
    ? { code: error.code, kind: error.kind, message: error.message }
    : {
        code: 'ETUDE_METRICS_UNEXPECTED_ERROR',
        kind: 'bug',
        message: `The computation ended with an unexpected error: ${String(error)}. Please report this.`,
      };

/** Keeps a record of each run, whether it succeeds or fails. */
export class RunRecorder {
  readonly #runs: RunStore;
  readonly #clock: Clock;

  constructor(runs: RunStore, clock: Clock) {
    this.#runs = runs;
    this.#clock = clock;
  }

  /** The work's value; its error is recorded and thrown on. */
  async record<T>(
    subject: RunSubject,
    work: RunWork<T>,
  ): Promise<{ readonly runId: string; readonly value: T }> {
    const id = randomUUID();
    await this.#runs.start({ id, ...subject, startedAt: this.#now() });
    try {
      const { value, elapsedMs, rows } = await work({
        id,
        setSql: sql => this.#runs.setSql(id, sql),
      });
      await this.#runs.succeed(id, {
        finishedAt: this.#now(),
        elapsedMs,
        rows,
      });
      return { runId: id, value };
    } catch (error) {
      await this.#runs.fail(id, {
        finishedAt: this.#now(),
        problem: problemOfError(error),
      });
      throw error;
    }
  }

  /**
   * Fails the runs that a stopped backend left behind: those that have been
   * running for longer than `maxAgeMs`. Returns how many there were.
   */
  async failAbandoned(maxAgeMs: number): Promise<number> {
    const before = new Date(this.#clock.now().getTime() - maxAgeMs);
    return this.#runs.failStartedBefore(before.toISOString(), {
      finishedAt: this.#now(),
      problem: {
        code: 'ETUDE_METRICS_RUN_INTERRUPTED',
        kind: 'operational',
        message:
          'The backend stopped while this was running, so there is no answer. Start it again.',
      },
    });
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}
