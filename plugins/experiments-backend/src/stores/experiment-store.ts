import { experimentSchema } from '@etude/lifecycle';
import type { Experiment } from '@etude/lifecycle';
import type { Knex } from 'knex';
import { readJson } from './json-column';
import { whereMayRefresh } from './refresh-store';

type ExperimentRow = {
  id: string;
  name: string;
  owner: string;
  state: string;
  component_ref: string | null;
  surface: string | null;
  flag_id: string | null;
  hypothesis: string;
  demo: boolean;
  created_at: string;
  launched_at: string | null;
  planned_end_at: string | null;
  ended_at: string | null;
  required_units: number | null;
  time_zone: string | null;
  verdict: string | null;
  decision: string | null;
  search_text: string;
  document: string;
  etag: string;
};

const rowOf = (experiment: Experiment): ExperimentRow => {
  const { plan } = experiment;
  return {
    id: experiment.id,
    name: experiment.name,
    owner: experiment.owner,
    state: experiment.state,
    component_ref: experiment.componentRef ?? null,
    surface: experiment.surface ?? null,
    flag_id: plan.assignment.kind === 'flag' ? plan.assignment.flagId : null,
    hypothesis: plan.hypothesis,
    demo: experiment.demo ?? false,
    created_at: experiment.createdAt,
    launched_at: experiment.launchedAt ?? null,
    planned_end_at: experiment.plannedEndAt ?? null,
    ended_at: experiment.endedAt ?? null,
    required_units: plan.requiredUnits ?? null,
    time_zone: plan.timeZone ?? null,
    verdict: experiment.verdict ? JSON.stringify(experiment.verdict) : null,
    decision: experiment.decision ? JSON.stringify(experiment.decision) : null,
    search_text:
      `${experiment.id} ${experiment.name} ${plan.hypothesis}`.toLowerCase(),
    document: JSON.stringify(experiment),
    etag: experiment.etag,
  };
};

const parse = ({ document }: Pick<ExperimentRow, 'document'>): Experiment =>
  experimentSchema.parse(readJson(document));

/** Ended, but without its verdict, or cut short by the end of a backend. */
const whereEndedIsUnfinished = (
  query: Knex.QueryBuilder,
  endedBefore: string,
): void => {
  void query
    .whereIn('experiments.state', ['ended', 'decided'])
    .where(unfinished => {
      void unfinished.whereNotNull('refreshes.lock_token').orWhere(unjudged => {
        void unjudged.whereNull('experiments.verdict').where(tried => {
          void tried
            .whereNull('refreshes.attempted_at')
            .orWhere('refreshes.attempted_at', '<', endedBefore)
            .orWhereNotNull('refreshes.retry_at');
        });
      });
    });
};

/**
 * Experiments as documents, with the columns that lists filter and sort by.
 * `db` may be a transaction.
 */
export const createExperimentStore = (db: Knex) => {
  const table = () => db<ExperimentRow>('experiments');
  return {
    /** The experiment, or undefined when there is none of this id. */
    async find(id: string): Promise<Experiment | undefined> {
      const row = await table().select('document').where({ id }).first();
      return row && parse(row);
    },

    /** Those of the given ids that exist, in no order. */
    async findMany(ids: readonly string[]): Promise<Experiment[]> {
      const rows = await table()
        .select('document')
        .whereIn('id', [...ids]);
      return rows.map(parse);
    },

    /** False when the id is taken; nothing is written then. */
    async insert(experiment: Experiment): Promise<boolean> {
      const taken = await table()
        .select('id')
        .where({ id: experiment.id })
        .first();
      if (taken) return false;
      await table().insert(rowOf(experiment));
      return true;
    },

    /** False when the stored version is not `etag`; nothing is written then. */
    async replace(experiment: Experiment, etag: string): Promise<boolean> {
      const { id, ...row } = rowOf(experiment);
      return (await table().where({ id, etag }).update(row)) === 1;
    },

    /**
     * Ids to refresh: all that are live; those whose refresh was interrupted;
     * and those that ended without a verdict and were not tried since
     * `endedBefore` or failed. But none that is being refreshed, or waits
     * because it failed.
     */
    async findDueForRefresh(due: {
      readonly now: string;
      readonly endedBefore: string;
    }): Promise<string[]> {
      const query = table()
        .select<{ id: string }[]>('experiments.id')
        .leftJoin('refreshes', 'refreshes.experiment_id', 'experiments.id')
        .where(wanted => {
          void wanted
            .where('experiments.state', 'live')
            .orWhere(ended => whereEndedIsUnfinished(ended, due.endedBefore));
        })
        .orderBy('experiments.id');
      whereMayRefresh(query, due.now);
      return (await query).map(({ id }) => id);
    },
  };
};

export type ExperimentStore = ReturnType<typeof createExperimentStore>;
