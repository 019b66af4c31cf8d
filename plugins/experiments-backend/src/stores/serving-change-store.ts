import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';

type ServingChangeRow = {
  experiment_id: string;
  flag_id: string;
  begun_at: string;
  /** Tells whose change it is. */
  token: string;
};

/** A change whose flag may not agree with its experiment yet. */
export type ServingChange = {
  readonly experimentId: string;
  readonly flagId: string;
};

/** A change that was begun, by its token. */
export type BegunChange = ServingChange & { readonly token: string };

/**
 * Launches and ends begun and not yet finished: one at a time for each
 * experiment, and one cut short by a crash can be undone. `db` may be a
 * transaction.
 */
export const createServingChangeStore = (db: Knex) => {
  const table = () => db<ServingChangeRow>('serving_changes');
  return {
    /** The token of the change; undefined while another one is not finished. */
    async begin(
      change: ServingChange,
      begunAt: string,
    ): Promise<string | undefined> {
      const { experimentId } = change;
      const token = randomUUID();
      await table()
        .insert({
          experiment_id: experimentId,
          flag_id: change.flagId,
          begun_at: begunAt,
          token,
        })
        .onConflict('experiment_id')
        .ignore();
      const row = await table().where({ experiment_id: experimentId }).first();
      return row?.token === token ? token : undefined;
    },

    /** False when the change was given up meanwhile. */
    async finish(experimentId: string, token: string): Promise<boolean> {
      const deleted = await table()
        .where({ experiment_id: experimentId, token })
        .delete();
      return deleted === 1;
    },

    /** Changes begun before `instant` and never finished. */
    async findBegunBefore(instant: string): Promise<BegunChange[]> {
      const rows = await table()
        .where('begun_at', '<', instant)
        .orderBy('experiment_id');
      return rows.map(row => ({
        experimentId: row.experiment_id,
        flagId: row.flag_id,
        token: row.token,
      }));
    },
  };
};
