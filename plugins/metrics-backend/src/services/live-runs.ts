import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { EtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import type { RunProgress } from '@etude/plugin-metrics-common';
import type { RunLease, RunStore } from '../stores/run-store';

/** For how long a run counts as worked on after its worker last said so. */
export const LEASE_MS = 30_000;
const RENEW_MS = 10_000;
const BEAT_MS = 2_000;

export type LiveRunsOptions = {
  readonly runs: RunStore;
  readonly clock: Clock;
  readonly logger: LoggerService;
  /** How often cancellations are looked for; default 2 s. */
  readonly beatMs?: number;
};

/** A run that this process works on. */
export type LiveRun = {
  /** Aborts, with the error to end with, when the run has to stop. */
  readonly signal: AbortSignal;
  /** Says what it is at; stored with the next beat. */
  readonly report: (progress: RunProgress) => void;
};

type Entry = {
  readonly stop: AbortController;
  progress: RunProgress | null;
  isStored: boolean;
};

export const runCancelled = (by: string): EtudeError =>
  new EtudeError(
    `The run was cancelled by ${by}, so it has no result. Run it again when you need the answer.`,
    { code: 'ETUDE_METRICS_RUN_CANCELLED', kind: 'user', details: { by } },
  );

export const runInterrupted = (): EtudeError =>
  new EtudeError(
    'The backend that worked on this run stopped, so there is no answer. It is tried again on schedule; or start it again.',
    { code: 'ETUDE_METRICS_RUN_INTERRUPTED', kind: 'operational' },
  );

/**
 * The runs that this process works on: it says so in the database for as long
 * as it lives, and stops those that people cancel, wherever they ask.
 */
export class LiveRuns {
  readonly #options: LiveRunsOptions;
  readonly #holder = randomUUID();
  readonly #live = new Map<string, Entry>();
  #timer: NodeJS.Timeout | null = null;
  #renewedAt = 0;

  constructor(options: LiveRunsOptions) {
    this.#options = options;
  }

  /** The lease to start a run with. */
  lease(): RunLease {
    const until = new Date(this.#now() + LEASE_MS).toISOString();
    return { holder: this.#holder, until };
  }

  begin(id: string): LiveRun {
    const entry: Entry = {
      stop: new AbortController(),
      progress: null,
      isStored: true,
    };
    this.#live.set(id, entry);
    this.#startBeating();
    return {
      signal: entry.stop.signal,
      report: progress => {
        entry.progress = progress;
        entry.isStored = false;
      },
    };
  }

  end(id: string): void {
    this.#live.delete(id);
    if (this.#live.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Stops the run at once when this process works on it. */
  cancel(id: string, by: string): void {
    this.#live.get(id)?.stop.abort(runCancelled(by));
  }

  /** Stops everything, because this process is about to end. */
  interruptAll(): void {
    for (const { stop } of this.#live.values()) stop.abort(runInterrupted());
  }

  /** Renews leases, stores progress, and stops what people cancelled. */
  async beat(): Promise<void> {
    const { runs } = this.#options;
    const ids = [...this.#live.keys()];
    if (this.#now() - this.#renewedAt >= RENEW_MS) {
      this.#renewedAt = this.#now();
      await runs.renewLeases(ids, this.lease());
    }
    for (const [id, entry] of this.#live) {
      if (entry.isStored || entry.progress === null) continue;
      entry.isStored = true;
      await runs.note(id, { progress: entry.progress });
    }
    for (const [id, by] of await runs.cancelledAmong(ids)) this.cancel(id, by);
  }

  #startBeating(): void {
    if (this.#timer !== null) return;
    this.#renewedAt = this.#now();
    let isBeating = false;
    this.#timer = setInterval(() => {
      if (isBeating) return;
      isBeating = true;
      this.beat()
        // The next beat tries again; a database that stays away lets the
        // leases run out, and then the runs are told to be interrupted.
        .catch((error: unknown) =>
          this.#options.logger.warn(
            'The state of runs could not be stored.',
            error instanceof Error ? error : { error: String(error) },
          ),
        )
        .finally(() => {
          isBeating = false;
        });
    }, this.#options.beatMs ?? BEAT_MS);
    this.#timer.unref();
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}
