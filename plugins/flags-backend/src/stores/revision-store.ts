import type { FlagRecord, FlagRevision } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';

type RevisionRow = {
  flag_id: string;
  revision: number;
  at: string;
  by: string;
  change: FlagRevision['change'];
  summary: string;
  document: string;
};

// JSON columns hold what this store wrote from the same type.
const revisionOf = (row: RevisionRow): FlagRevision => ({
  revision: row.revision,
  at: row.at,
  by: row.by,
  change: row.change,
  summary: row.summary,
  flag: JSON.parse(row.document) as FlagRecord,
});

/** Revisions of flags in the database. */
export type RevisionStore = ReturnType<typeof createRevisionStore>;

/** The revisions that `database` (or a transaction) holds. */
export const createRevisionStore = (database: Knex) => ({
  /** The revisions of a flag, newest first. */
  async list(flagId: string): Promise<FlagRevision[]> {
    const rows = await database<RevisionRow>('flag_revisions')
      .where({ flag_id: flagId })
      .orderBy('revision', 'desc');
    return rows.map(revisionOf);
  },

  /** Adds a revision; its number must be new for the flag. */
  async insert(revision: FlagRevision): Promise<void> {
    await database<RevisionRow>('flag_revisions').insert({
      flag_id: revision.flag.id,
      revision: revision.revision,
      at: revision.at,
      by: revision.by,
      change: revision.change,
      summary: revision.summary,
      document: JSON.stringify(revision.flag),
    });
  },
});
