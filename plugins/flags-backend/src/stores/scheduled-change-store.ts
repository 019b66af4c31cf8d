import type { ScheduledChange } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';

type ChangeRow = {
  id: string;
  flag_id: string;
  at: string;
  state: ScheduledChange['state'];
  document: string;
};

const rowOf = (change: ScheduledChange): ChangeRow => ({
  id: change.id,
  flag_id: change.flagId,
  at: change.at,
  state: change.state,
  document: JSON.stringify(change),
});

// JSON columns hold what this store wrote from the same type.
const changeOf = (row: ChangeRow): ScheduledChange =>
  JSON.parse(row.document) as ScheduledChange;

/** Changes of flags that are made at a time. */
export type ScheduledChangeStore = ReturnType<
  typeof createScheduledChangeStore
>;

/** The scheduled changes that `database` (or a transaction) holds. */
export const createScheduledChangeStore = (database: Knex) => ({
  /** The changes of a flag, by time. */
  async list(flagId: string): Promise<ScheduledChange[]> {
    const rows = await database<ChangeRow>('scheduled_changes')
      .where({ flag_id: flagId })
      .orderBy(['at', 'id']);
    return rows.map(changeOf);
  },

  /** The pending changes whose ISO time has come, in order of time. */
  async listDue(at: string): Promise<ScheduledChange[]> {
    const rows = await database<ChangeRow>('scheduled_changes')
      .where({ state: 'pending' })
      .andWhere('at', '<=', at)
      .orderBy(['at', 'id']);
    return rows.map(changeOf);
  },

  /** One change, or undefined. */
  async get(id: string): Promise<ScheduledChange | undefined> {
    const row = await database<ChangeRow>('scheduled_changes')
      .where({ id })
      .first();
    return row && changeOf(row);
  },

  /** Adds a change. */
  async insert(change: ScheduledChange): Promise<void> {
    await database<ChangeRow>('scheduled_changes').insert(rowOf(change));
  },

  /** Stores what became of a change if it is still pending; false if not. */
  async finish(change: ScheduledChange): Promise<boolean> {
    const changed = await database<ChangeRow>('scheduled_changes')
      .where({ id: change.id, state: 'pending' })
      .update(rowOf(change));
    return changed === 1;
  },
});
