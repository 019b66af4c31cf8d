import type { Clock } from '@etude/kernel';
import { validatePlan } from '@etude/lifecycle';
import type { Experiment } from '@etude/lifecycle';
import type {
  ExperimentDetail,
  ExperimentResults,
  RefreshStatus,
  ResultSnapshot,
} from '@etude/plugin-experiments-common';
import type { FlagsClient } from '@etude/plugin-flags-common';
import type { MetricsClient } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import { checkReferences } from '../services/plan-references';
import { experimentNotFound } from '../services/refusal';
import { createExperimentStore } from '../stores/experiment-store';
import { createRefreshStore } from '../stores/refresh-store';
import { createSnapshotStore } from '../stores/snapshot-store';
import type { StoredSnapshot } from '../stores/snapshot-store';

export type ViewDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly metrics: MetricsClient;
  readonly flags: FlagsClient;
};

/** Moments tell the effects, so they stay closed for as long as effects do. */
const shown = (snapshot: StoredSnapshot): ResultSnapshot =>
  snapshot.analysis.visibility.effects === 'open'
    ? snapshot
    : { ...snapshot, moments: null };

/** What one experiment's pages show. */
export const createExperimentViews = (deps: ViewDependencies) => {
  const experiments = createExperimentStore(deps.db);
  const refreshes = createRefreshStore(deps.db);
  const snapshots = createSnapshotStore(deps.db);

  const problemsOf = async (experiment: Experiment) =>
    experiment.state === 'draft'
      ? [
          ...validatePlan(experiment.plan).map(problem => ({
            ...problem,
            path: `plan.${problem.path}`,
          })),
          ...(await checkReferences(experiment.plan, deps)),
        ]
      : [];

  /** @throws ETUDE_EXPERIMENT_NOT_FOUND */
  const experiment = async (id: string): Promise<Experiment> => {
    const found = await experiments.find(id);
    if (!found) throw experimentNotFound(id);
    return found;
  };

  const status = (id: string) =>
    refreshes.status(id, deps.clock.now().toISOString());

  return {
    experiment,

    async detail(id: string): Promise<ExperimentDetail> {
      const found = await experiment(id);
      return {
        experiment: found,
        problems: await problemsOf(found),
        refresh: await status(id),
      };
    },

    async refresh(id: string): Promise<RefreshStatus> {
      await experiment(id);
      return status(id);
    },

    async results(id: string): Promise<ExperimentResults> {
      await experiment(id);
      const snapshot = await snapshots.find(id);
      return {
        snapshot: snapshot ? shown(snapshot) : null,
        refresh: await status(id),
      };
    },
  };
};

export type ExperimentViews = ReturnType<typeof createExperimentViews>;
