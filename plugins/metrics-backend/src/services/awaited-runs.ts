import { setTimeout as wait } from 'node:timers/promises';
import { EtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import { isFinished } from '@etude/plugin-metrics-common';
import type { ComputationResult } from '@etude/metrics';
import type { Run } from '@etude/plugin-metrics-common';
import { notFound } from '../metrics-errors';
import type { RunResultStore } from '../stores/run-result-store';
import type { RunStore } from '../stores/run-store';

export type AwaitedRunsOptions = {
  readonly runs: RunStore;
  readonly results: RunResultStore;
  readonly clock: Clock;
  /** For how long one request waits for a run; default 20 s. */
  readonly answerMs?: number | undefined;
};

/** A run's answer, or null while there is none. */
export type Answer = {
  readonly runId: string;
  readonly result: ComputationResult | null;
};

/** Work that tells, when it has its result, whether somebody waits for that. */
export type AwaitedWork = (
  keepIfUnheard: (result: ComputationResult) => Promise<void>,
) => Promise<{ readonly runId: string; readonly value: ComputationResult }>;

/** Proxies and clients give up on a request after a minute or more. */
const ANSWER_MS = 20_000;
const LOOK_MS = 500;

/** For how long a result waits to be fetched. */
export const RESULT_KEPT_MS = 60 * 60_000;

const gone = (runId: string): EtudeError =>
  new EtudeError(
    `The result of run '${runId}' was not fetched within an hour and is gone. Compute it again.`,
    { code: 'ETUDE_METRICS_RESULT_NOT_FOUND', kind: 'user' },
  );

const problemOf = ({ id, problem }: Run): EtudeError =>
  problem
    ? new EtudeError(problem.message, {
        code: problem.code,
        kind: problem.kind,
        problems: (problem.problems ?? []).map(({ path, ...rest }) =>
          path === undefined ? rest : { ...rest, path },
        ),
      })
    : new EtudeError(`Run '${id}' ended without an answer or a reason.`, {
        code: 'ETUDE_METRICS_UNEXPECTED_ERROR',
        kind: 'bug',
      });

/**
 * Runs that take longer than a request may: the first request answers with
 * what there is, later ones, at any backend, wait for the rest.
 */
export class AwaitedRuns {
  readonly #options: AwaitedRunsOptions;

  constructor(options: AwaitedRunsOptions) {
    this.#options = options;
  }

  /** True when there is a run of this id already. */
  async has(runId: string): Promise<boolean> {
    return (await this.#options.runs.find(runId)) !== undefined;
  }

  /** The work's answer, or null when it takes longer; it goes on then. */
  async begin(runId: string, work: AwaitedWork): Promise<Answer> {
    const { results, clock, answerMs = ANSWER_MS } = this.#options;
    const request = { isHeard: true, isEnding: false };
    const done = work(async result => {
      request.isEnding = true;
      if (request.isHeard) return;
      await results.put(runId, result, clock.now().toISOString());
    }).then(({ value }) => ({ runId, result: value }));
    const giveUp = new AbortController();
    const late = wait(answerMs, null, { signal: giveUp.signal }).catch(
      () => null,
    );
    const first = await Promise.race([done, late]).finally(() =>
      giveUp.abort(),
    );
    if (first !== null) return first;
    // A result that nobody keeps has to be heard here.
    if (request.isEnding) return done;
    request.isHeard = false;
    // Its failure is the run's, which whoever comes back is told.
    done.catch(() => undefined);
    return { runId, result: null };
  }

  /**
   * The result of a run, waiting for it for a while.
   *
   * @throws what the run failed with; ETUDE_METRICS_RUN_NOT_FOUND,
   * ETUDE_METRICS_RESULT_NOT_FOUND
   */
  async wait(runId: string, signal: AbortSignal): Promise<Answer> {
    const { runs, clock, answerMs = ANSWER_MS } = this.#options;
    const until = clock.now().getTime() + answerMs;
    for (;;) {
      const run = await runs.find(runId);
      if (!run) throw notFound('run', runId);
      if (isFinished(run.state)) return this.#answerOf(run);
      if (signal.aborted || clock.now().getTime() >= until) {
        return { runId, result: null };
      }
      await wait(LOOK_MS);
    }
  }

  async #answerOf(run: Run): Promise<Answer> {
    if (run.state !== 'succeeded') throw problemOf(run);
    const result = await this.#options.results.find(run.id);
    if (result === undefined) throw gone(run.id);
    // What this program wrote under this schema itself.
    return { runId: run.id, result: result as ComputationResult };
  }
}
