import type { DefinitionRecord } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import type { z } from 'zod';

type Definition = {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
};

type DefinitionRow = {
  readonly id: string;
  readonly definition: string;
  readonly etag: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly updated_at: string;
  readonly updated_by: string;
};

export type DefinitionFilter = {
  /** Exact values of columns. */
  readonly equals?: Readonly<Record<string, string | undefined>>;
  /** Text within the name, whatever its case. */
  readonly q?: string | undefined;
};

export type DefinitionStoreOptions<T extends Definition> = {
  readonly knex: Knex;
  readonly table: string;
  readonly schema: z.ZodType<T>;
  /** What to keep in columns of its own, for filters. */
  readonly columns: (definition: T) => Readonly<Record<string, string>>;
};

export type Stored<T> = T & DefinitionRecord;

const escapeLike = (text: string): string =>
  text.replace(/[\\%_]/g, character => `\\${character}`);

/** CRUD of one kind of definition: fact tables, metrics, relations. */
export class DefinitionStore<T extends Definition> {
  readonly #options: DefinitionStoreOptions<T>;

  constructor(options: DefinitionStoreOptions<T>) {
    this.#options = options;
  }

  /** The definitions that pass the filter, by name. */
  async list(filter: DefinitionFilter = {}): Promise<Stored<T>[]> {
    const query = this.#rows().select().orderBy(['name', 'id']);
    for (const [column, value] of Object.entries(filter.equals ?? {})) {
      if (value !== undefined) query.where(column, value);
    }
    if (filter.q) {
      query.whereRaw(`lower(name) like ? escape '\\'`, [
        `%${escapeLike(filter.q.toLowerCase())}%`,
      ]);
    }
    const rows = await query;
    return rows.map(row => this.#read(row));
  }

  /** Those of `ids` that exist, in no particular order. */
  async listByIds(ids: readonly string[]): Promise<Stored<T>[]> {
    if (ids.length === 0) return [];
    const rows = await this.#rows().whereIn('id', [...ids]);
    return rows.map(row => this.#read(row));
  }

  async find(id: string): Promise<Stored<T> | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && this.#read(row);
  }

  /** False when the id is taken. */
  async insert(definition: T, record: DefinitionRecord): Promise<boolean> {
    const inserted = await this.#rows()
      .insert({
        id: definition.id,
        ...this.#columns(definition),
        etag: record.etag,
        created_at: record.createdAt,
        created_by: record.createdBy,
        updated_at: record.updatedAt,
        updated_by: record.updatedBy,
      })
      .onConflict('id')
      .ignore()
      .returning('id');
    return inserted.length === 1;
  }

  /** False when no definition of this id has the etag `expected`. */
  async update(
    definition: T,
    record: DefinitionRecord,
    expected: string,
  ): Promise<boolean> {
    const updated = await this.#rows()
      .where({ id: definition.id, etag: expected })
      .update({
        ...this.#columns(definition),
        etag: record.etag,
        updated_at: record.updatedAt,
        updated_by: record.updatedBy,
      });
    return updated === 1;
  }

  /** False when no definition of this id has the etag `expected`. */
  async remove(id: string, expected: string): Promise<boolean> {
    return (await this.#rows().where({ id, etag: expected }).delete()) === 1;
  }

  #rows(): Knex.QueryBuilder<DefinitionRow, DefinitionRow[]> {
    return this.#options.knex<DefinitionRow, DefinitionRow[]>(
      this.#options.table,
    );
  }

  #columns(definition: T): Record<string, string> {
    return {
      name: definition.name,
      owner: definition.owner,
      ...this.#options.columns(definition),
      definition: JSON.stringify(this.#options.schema.parse(definition)),
    };
  }

  #read(row: DefinitionRow): Stored<T> {
    return {
      ...this.#options.schema.parse(JSON.parse(row.definition)),
      etag: row.etag,
      createdAt: row.created_at,
      createdBy: row.created_by,
      updatedAt: row.updated_at,
      updatedBy: row.updated_by,
    };
  }
}
