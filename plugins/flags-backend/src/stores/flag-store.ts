import type { FlagQuery, FlagRecord } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';

type FlagRow = {
  id: string;
  owner: string;
  component_ref: string | null;
  state: FlagRecord['state'];
  search_text: string;
  etag: string;
  prerequisite_ids: string;
  document: string;
};

const rowOf = (flag: FlagRecord): FlagRow => ({
  id: flag.id,
  owner: flag.owner,
  component_ref: flag.componentRef,
  state: flag.state,
  search_text: `${flag.id} ${flag.description}`.toLocaleLowerCase('en'),
  etag: flag.etag,
  prerequisite_ids: `,${flag.prerequisites.map(required => `${required.flag},`).join('')}`,
  document: JSON.stringify(flag),
});

// JSON columns hold what this store wrote from the same type.
const flagOf = (row: Pick<FlagRow, 'document'>): FlagRecord =>
  JSON.parse(row.document) as FlagRecord;

const escapeLike = (text: string): string => text.replace(/[!%_]/g, '!$&');

/** Flags in the database. */
export type FlagStore = ReturnType<typeof createFlagStore>;

/** The flags that `database` (or a transaction) holds. */
export const createFlagStore = (database: Knex) => ({
  /** Every flag, by id. */
  async list(): Promise<FlagRecord[]> {
    const rows = await database<FlagRow>('flags').orderBy('id');
    return rows.map(flagOf);
  },

  /** One page of the flags that match, by id, and their number in all. */
  async query(
    query: FlagQuery,
  ): Promise<{ items: FlagRecord[]; totalItems: number }> {
    const matching = database<FlagRow>('flags').where(builder => {
      if (query.owner) builder.whereIn('owner', query.owner.split(','));
      if (query.component) builder.andWhere('component_ref', query.component);
      if (query.state) builder.andWhere('state', query.state);
      if (query.q) {
        const text = escapeLike(query.q.toLocaleLowerCase('en'));
        builder.andWhereRaw("search_text like ? escape '!'", [`%${text}%`]);
      }
    });
    const [counted] = await matching.clone().count({ total: '*' });
    const rows = await matching
      .clone()
      .select('document')
      .orderBy('id')
      .limit(query.limit)
      .offset(query.offset);
    return { items: rows.map(flagOf), totalItems: Number(counted?.['total']) };
  },

  /** One flag, or undefined. */
  async get(id: string): Promise<FlagRecord | undefined> {
    const row = await database<FlagRow>('flags').where({ id }).first();
    return row && flagOf(row);
  },

  /** The flags with these ids, in no particular order. */
  async getMany(ids: readonly string[]): Promise<FlagRecord[]> {
    const rows = await database<FlagRow>('flags').whereIn('id', [...ids]);
    return rows.map(flagOf);
  },

  /** The flags that name this one as a prerequisite, by id. */
  async listDependents(id: string): Promise<FlagRecord[]> {
    const rows = await database<FlagRow>('flags')
      .whereLike('prerequisite_ids', `%,${id},%`)
      .orderBy('id');
    return rows.map(flagOf);
  },

  /** Adds a flag. */
  async insert(flag: FlagRecord): Promise<void> {
    await database<FlagRow>('flags').insert(rowOf(flag));
  },

  /** Replaces a flag if it still has `etag`; false if it has not. */
  async replace(flag: FlagRecord, etag: string): Promise<boolean> {
    const changed = await database<FlagRow>('flags')
      .where({ id: flag.id, etag })
      .update(rowOf(flag));
    return changed === 1;
  },
});
