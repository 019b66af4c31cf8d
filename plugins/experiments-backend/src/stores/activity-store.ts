import type { ActivityEntry } from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';

type ActivityRow = {
  id: string;
  sequence: number;
  experiment_id: string;
  at: string;
  actor: string;
  kind: string;
  sentence: string;
};

/** What happened to experiments; only ever added to. */
export const createActivityStore = (db: Knex) => {
  const table = () => db<ActivityRow>('activity');
  return {
    async add(entries: readonly ActivityEntry[]): Promise<void> {
      for (const { experimentId, ...entry } of entries) {
        await table().insert({ ...entry, experiment_id: experimentId });
      }
    },

    /** Entries of one experiment, latest first. */
    async list(experimentId: string): Promise<ActivityEntry[]> {
      const rows = await table()
        .where({ experiment_id: experimentId })
        .orderBy('sequence', 'desc');
      return rows.map(row => ({
        id: row.id,
        experimentId: row.experiment_id,
        at: row.at,
        actor: row.actor,
        kind: row.kind,
        sentence: row.sentence,
      }));
    },
  };
};
