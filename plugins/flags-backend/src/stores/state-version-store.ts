import { EtudeError } from '@etude/kernel';
import type { Knex } from 'knex';

type VersionRow = { id: number; version: number | string };

/** The present version as a value to insert. */
export const presentVersion = (database: Knex): Knex.Raw =>
  database.raw('(select version from state_version where id = 1)');

/** The version of all that resolvers see. */
export type StateVersionStore = ReturnType<typeof createStateVersionStore>;

/** The version that `database` (or a transaction) holds. */
export const createStateVersionStore = (database: Knex) => ({
  /** The present version, from 1. */
  async read(): Promise<number> {
    const row = await database<VersionRow>('state_version')
      .where({ id: 1 })
      .first();
    if (!row) {
      throw new EtudeError(
        'The table state_version is empty, so the state has no version. Restore the database or run the migrations again.',
        { code: 'ETUDE_FLAGS_VERSION_MISSING', kind: 'bug' },
      );
    }
    return Number(row.version);
  },

  /**
   * Raises the version. As the first statement of a transaction it also makes
   * writers wait for each other, on every engine: two allocations can never
   * hand out the same buckets.
   */
  async raise(): Promise<void> {
    await database<VersionRow>('state_version')
      .where({ id: 1 })
      .increment('version', 1);
  },
});
