import { factTableSchema, metricSchema } from '@etude/metrics';
import type { FactTable, Metric } from '@etude/metrics';
import type { DefinitionVersion } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { Stored } from './definition-store';

type VersionRow = Omit<DefinitionVersion<string>, 'definition'> & {
  readonly definition: string;
};

type Definition = { readonly id: string };

export type DefinitionVersionStoreOptions<T extends Definition> = {
  readonly knex: Knex;
  readonly table: string;
  /** The column that says whose version it is. */
  readonly idColumn: string;
  readonly schema: z.ZodType<T>;
};

/** The definitions that something had before the one it has. */
export class DefinitionVersionStore<T extends Definition> {
  readonly #options: DefinitionVersionStoreOptions<T>;

  constructor(options: DefinitionVersionStoreOptions<T>) {
    this.#options = options;
  }

  /** Keeps what is about to be replaced; keeping it again changes nothing. */
  async keep(stored: Stored<T>): Promise<void> {
    const { idColumn } = this.#options;
    const version = this.#versionOf(stored);
    await this.#rows()
      .insert({
        [idColumn]: stored.id,
        ...version,
        definition: JSON.stringify(version.definition),
      })
      .onConflict([idColumn, 'etag'])
      .ignore();
  }

  /** The definition that it has and those that it had, latest first. */
  async history(stored: Stored<T>): Promise<DefinitionVersion<T>[]> {
    const { idColumn, schema } = this.#options;
    const rows = await this.#rows()
      .where({ [idColumn]: stored.id })
      // Kept a moment before it is replaced, it may be there already.
      .whereNot({ etag: stored.etag })
      .orderBy([
        { column: 'since', order: 'desc' },
        { column: 'etag', order: 'asc' },
      ]);
    const earlier = rows.map(({ etag, since, by, definition }) => ({
      etag,
      since,
      by,
      definition: schema.parse(JSON.parse(definition)),
    }));
    return [this.#versionOf(stored), ...earlier];
  }

  #versionOf(stored: Stored<T>): DefinitionVersion<T> {
    return {
      etag: stored.etag,
      since: stored.updatedAt,
      by: stored.updatedBy,
      definition: this.#options.schema.parse(stored),
    };
  }

  #rows(): Knex.QueryBuilder<VersionRow, VersionRow[]> {
    return this.#options.knex<VersionRow, VersionRow[]>(this.#options.table);
  }
}

/** What metrics were. */
export const createMetricVersionStore = (
  knex: Knex,
): DefinitionVersionStore<Metric> =>
  new DefinitionVersionStore({
    knex,
    table: 'metric_versions',
    idColumn: 'metric_id',
    schema: metricSchema,
  });

/** What fact tables were. */
export const createFactTableVersionStore = (
  knex: Knex,
): DefinitionVersionStore<FactTable> =>
  new DefinitionVersionStore({
    knex,
    table: 'fact_table_versions',
    idColumn: 'fact_table_id',
    schema: factTableSchema,
  });
