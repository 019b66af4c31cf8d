import type { Knex } from 'knex';

type AlertRow = { experiment_id: string; kind: string; raised_at: string };

/** Which alerts an owner has been told of, so that nobody is told twice. */
export const createAlertStore = (db: Knex) => {
  const table = () => db<AlertRow>('alerts');
  return {
    /** Kinds of alerts raised for an experiment. */
    async list(experimentId: string): Promise<string[]> {
      const rows = await table()
        .select('kind')
        .where({ experiment_id: experimentId })
        .orderBy('kind');
      return rows.map(({ kind }) => kind);
    },

    async raise(
      experimentId: string,
      kind: string,
      raisedAt: string,
    ): Promise<void> {
      await table()
        .insert({ experiment_id: experimentId, kind, raised_at: raisedAt })
        .onConflict(['experiment_id', 'kind'])
        .ignore();
    },

    /** Forgets an alert whose reason has gone, so that it can be raised anew. */
    async clear(experimentId: string, kind: string): Promise<void> {
      await table().where({ experiment_id: experimentId, kind }).delete();
    },
  };
};
