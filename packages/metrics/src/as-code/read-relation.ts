import type { EntityRelation } from '../entity-relation';
import type { Defaults } from './read-fact-table';
import { readOwner, writeDescribed } from './read-fact-table';
import type { PartContext } from './read-source';
import type { WrittenRelation } from './written-definitions';

/** The relation that a person wrote under an id. */
export const readRelation = (
  id: string,
  written: WrittenRelation,
  context: PartContext & { readonly defaults: Defaults },
): EntityRelation | undefined => {
  const owner = readOwner(written, context.defaults, context);
  if (owner === '') return undefined;
  const { name = id, description = '', validFrom } = written;
  return {
    id,
    name,
    description,
    owner,
    factTableId: written.factTable,
    from: written.from,
    to: written.to,
    ...(validFrom === undefined ? {} : { validFromColumn: validFrom }),
  };
};

/** The words that {@link readRelation} reads as this relation. */
export const writeRelation = (
  relation: EntityRelation,
): Record<string, unknown> => ({
  ...writeDescribed(relation),
  factTable: relation.factTableId,
  from: relation.from,
  to: relation.to,
  ...(relation.validFromColumn === undefined
    ? {}
    : { validFrom: relation.validFromColumn }),
});
