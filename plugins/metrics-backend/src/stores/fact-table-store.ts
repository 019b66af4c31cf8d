import { factTableSchema } from '@etude/metrics';
import type { FactTable } from '@etude/metrics';
import type { Knex } from 'knex';
import { DefinitionStore } from './definition-store';

export type FactTableStore = DefinitionStore<FactTable>;

/** The store of fact tables. */
export const createFactTableStore = (knex: Knex): FactTableStore =>
  new DefinitionStore({
    knex,
    table: 'fact_tables',
    schema: factTableSchema,
    columns: () => ({}),
  });
