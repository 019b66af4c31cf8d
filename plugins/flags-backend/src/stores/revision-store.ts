import type { FlagRecord, FlagRevision } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';
import { presentVersion } from './state-version-store';

/** A revision and its place among all writes of flags and segments. */
export type OrderedRevision = FlagRevision & {
  /** Version of the state it made; null before versions were kept. */
  readonly version: number | null;
};

type RevisionRow = {
  flag_id: string;
  revision: number;
  at: string;
  by: string;
  change: FlagRevision['change'];
  summary: string;
  version: number | string | null;
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

const orderedOf = (row: RevisionRow): OrderedRevision => ({
  ...revisionOf(row),
  version: row.version === null ? null : Number(row.version),
});

/** Revisions of flags in the database. */
export type RevisionStore = ReturnType<typeof createRevisionStore>;

/** The revisions that `database` (or a transaction) holds. */
export const createRevisionStore = (database: Knex) => ({
  /** The revisions of a flag, newest first. */
  async list(flagId: string): Promise<OrderedRevision[]> {
    const rows = await database<RevisionRow>('flag_revisions')
      .where({ flag_id: flagId })
      .orderBy('revision', 'desc');
    return rows.map(orderedOf);
  },

  /** One revision of a flag, or undefined. */
  async get(
    flagId: string,
    revision: number,
  ): Promise<OrderedRevision | undefined> {
    const row = await database<RevisionRow>('flag_revisions')
      .where({ flag_id: flagId, revision })
      .first();
    return row && orderedOf(row);
  },

  /** The revision that a flag had at an ISO time, or undefined before it. */
  async at(flagId: string, at: string): Promise<OrderedRevision | undefined> {
    const row = await database<RevisionRow>('flag_revisions')
      .where({ flag_id: flagId })
      .andWhere('at', '<=', at)
      .orderBy('revision', 'desc')
      .first();
    return row && orderedOf(row);
  },

  /** Adds a revision of the present state; its number must be new. */
  async insert(revision: FlagRevision): Promise<void> {
    await database('flag_revisions').insert({
      flag_id: revision.flag.id,
      revision: revision.revision,
      at: revision.at,
      by: revision.by,
      change: revision.change,
      summary: revision.summary,
      version: presentVersion(database),
      document: JSON.stringify(revision.flag),
    });
  },
});
