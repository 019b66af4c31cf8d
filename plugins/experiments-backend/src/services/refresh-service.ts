import { setTimeout as wait } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { EtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import type { Experiment } from '@etude/lifecycle';
import type { MetricsClient } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import { createExperimentStore } from '../stores/experiment-store';
import { createLookStore } from '../stores/look-store';
import { computeResults } from './compute-results';
import type { ExperimentWriter } from './experiment-writer';
import type { OwnerAlerts } from './owner-alerts';
import { createResultsRecorder } from './record-results';
import { createRefreshLock, isBusy } from './refresh-lock';
import type { HeldRefresh } from './refresh-lock';
import { experimentNotFound } from './refusal';

export type RefreshDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly metrics: MetricsClient;
  readonly writer: ExperimentWriter;
  readonly alerts: OwnerAlerts;
  readonly logger: LoggerService;
};

type RefreshOptions = { readonly signal?: AbortSignal | undefined };

const notRefreshable = (experiment: Experiment): EtudeError =>
  new EtudeError(
    `'${experiment.id}' is ${experiment.state} and has no results: nobody has been exposed to it. Launch it first.`,
    { code: 'ETUDE_EXPERIMENT_NOT_LAUNCHED', kind: 'user' },
  );

/** Proxies and browsers give up on a request after a minute or so. */
const SOON_MS = 20_000;

/**
 * Computes the results of experiments, one refresh at a time for each: calls
 * while one is running join it. A failure is stored beside the last result
 * that succeeded, and thrown.
 */
export const createRefreshService = (deps: RefreshDependencies) => {
  const experiments = createExperimentStore(deps.db);
  const hold = createRefreshLock(deps);
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

  const refreshHeld = async (
    id: string,
    held: HeldRefresh & RefreshOptions,
  ): Promise<void> => {
    const before = await find(id);
    const results = await computeResults(before, {
      ...held,
      metrics: deps.metrics,
      now: deps.clock.now(),
      looksBefore: instant => looks.recordsBefore(id, instant),
    });
    // What has been edited or decided meanwhile is kept.
    const after = await find(id);
    const experiment = await record(
      after.endedAt === before.endedAt ? after : before,
      results,
    );
    await deps.alerts.notify(experiment, results.snapshot.analysis);
  };

  const run = async (id: string, options: RefreshOptions): Promise<void> => {
    await find(id);
    await hold(id, held => refreshHeld(id, { ...held, ...options }));
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
     * Like `refresh`, but comes back while it goes on when it takes longer
     * than a request may; its problem is stored then.
     */
    async refreshSoon(id: string): Promise<void> {
      const refresh = running.get(id) ?? start(id, {});
      const giveUp = new AbortController();
      const late = wait(SOON_MS, undefined, { signal: giveUp.signal });
      try {
        // Whoever loses the race is heard by nobody.
        await Promise.race([refresh, late]);
      } finally {
        giveUp.abort();
        await Promise.allSettled([late]);
        refresh.catch(() => undefined);
      }
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
    isBusy,
  };
};

export type RefreshService = ReturnType<typeof createRefreshService>;
