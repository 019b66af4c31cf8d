import { entityRelationSchema } from '@etude/metrics';
import type { EntityRelation } from '@etude/metrics';
import type { Knex } from 'knex';
import { DefinitionStore } from './definition-store';

export type RelationStore = DefinitionStore<EntityRelation>;

/** The store of relations between entities. */
export const createRelationStore = (knex: Knex): RelationStore =>
  new DefinitionStore({
    knex,
    table: 'relations',
    schema: entityRelationSchema,
    columns: relation => ({ fact_table_id: relation.factTableId }),
  });
