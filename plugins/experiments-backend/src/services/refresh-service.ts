import { randomUUID } from 'node:crypto';
import { EtudeError, hasErrorCode, isEtudeError } from '@etude/kernel';
import type { Clock, Problem } from '@etude/kernel';
import type { Experiment } from '@etude/lifecycle';
import type { MetricsClient } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import { createExperimentStore } from '../stores/experiment-store';
import { createLookStore } from '../stores/look-store';
import { createRefreshStore } from '../stores/refresh-store';
import { computeResults } from './compute-results';
import type { ExperimentWriter } from './experiment-writer';
import type { OwnerAlerts } from './owner-alerts';
import { createResultsRecorder } from './record-results';
import { experimentNotFound } from './refusal';

const LEASE_MS = 15 * 60_000;

export type RefreshDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly metrics: MetricsClient;
  readonly writer: ExperimentWriter;
  readonly alerts: OwnerAlerts;
};

type RefreshOptions = { readonly signal?: AbortSignal | undefined };

const problemOf = (experimentId: string, error: unknown): Problem =>
  isEtudeError(error)
    ? { code: error.code, message: error.message }
    : {
        code: 'ETUDE_EXPERIMENT_REFRESH_FAILED',
        message: `The results of '${experimentId}' could not be computed: ${error instanceof Error ? error.message : String(error)}. It is tried again on schedule; if it stays, look at the backend's log.`,
      };

const notRefreshable = (experiment: Experiment): EtudeError =>
  new EtudeError(
    `'${experiment.id}' is ${experiment.state} and has no results: nobody has been exposed to it. Launch it first.`,
    { code: 'ETUDE_EXPERIMENT_NOT_LAUNCHED', kind: 'user' },
  );

const BUSY_CODE = 'ETUDE_EXPERIMENT_REFRESH_CONFLICT';

const busy = (experimentId: string): EtudeError =>
  new EtudeError(
    `The results of '${experimentId}' are being refreshed by another server. Wait a moment and reload.`,
    { code: BUSY_CODE, kind: 'user' },
  );

/**
 * Computes the results of experiments, one refresh at a time for each: calls
 * while one is running join it. A failure is stored beside the last result
 * that succeeded, and thrown.
 */
export const createRefreshService = (deps: RefreshDependencies) => {
  const experiments = createExperimentStore(deps.db);
  const refreshes = createRefreshStore(deps.db);
  const looks = createLookStore(deps.db);
  const record = createResultsRecorder(deps);
  const running = new Map<string, Promise<void>>();

  const find = async (id: string): Promise<Experiment> => {
    const experiment = await experiments.find(id);
    if (!experiment) throw experimentNotFound(id);
    if (experiment.state === 'draft' || experiment.state === 'discarded') {
      throw notRefreshable(experiment);
    }
    return experiment;
  };

  const runLocked = async (
    id: string,
    { signal }: RefreshOptions,
  ): Promise<Experiment> => {
    const before = await find(id);
    const results = await computeResults(before, {
      metrics: deps.metrics,
      now: deps.clock.now(),
      looksBefore: instant => looks.recordsBefore(id, instant),
      signal,
    });
    // What has been edited or decided meanwhile is kept.
    const after = await find(id);
    const experiment = await record(
      after.endedAt === before.endedAt ? after : before,
      results,
    );
    await deps.alerts.notify(experiment, results.snapshot.analysis);
    return experiment;
  };

  const run = async (id: string, options: RefreshOptions): Promise<void> => {
    await find(id);
    const token = randomUUID();
    const now = deps.clock.now();
    const isMine = await refreshes.acquire(id, {
      token,
      now: now.toISOString(),
      until: new Date(now.getTime() + LEASE_MS).toISOString(),
    });
    if (!isMine) throw busy(id);
    try {
      await runLocked(id, options);
    } catch (error) {
      await refreshes.release(id, token, { problem: problemOf(id, error) });
      throw error;
    }
    await refreshes.release(id, token, { succeededAt: now.toISOString() });
  };

  const start = (id: string, options: RefreshOptions): Promise<void> => {
    const refresh = run(id, options).finally(() => running.delete(id));
    running.set(id, refresh);
    return refresh;
  };

  return {
    /** Refreshes, or joins the refresh that is running. */
    refresh(id: string, options: RefreshOptions = {}): Promise<void> {
      return running.get(id) ?? start(id, options);
    },

    /**
     * Refreshes an experiment that has just ended, after a refresh that was
     * begun while it was live. A failure is stored, not thrown: the end has
     * happened, and the schedule tries again.
     */
    async refreshEnded(id: string): Promise<void> {
      await Promise.allSettled([running.get(id)]);
      await Promise.allSettled([start(id, {})]);
    },

    /** True for the error of a refresh that another server is doing. */
    isBusy: (error: unknown): boolean => hasErrorCode(error, BUSY_CODE),
  };
};

export type RefreshService = ReturnType<typeof createRefreshService>;
