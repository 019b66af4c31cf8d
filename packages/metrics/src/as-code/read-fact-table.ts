import type { FactTable } from '../fact-table';
import type { PartContext } from './read-source';
import { readSource, writeSource } from './read-source';
import type { WrittenFactTable } from './written-definitions';

/** What parts of a file say for those that do not say it themselves. */
export type Defaults = {
  readonly owner: string | undefined;
  /** The entity, where the file has only one. */
  readonly entity: string | undefined;
};

/** Who owns a definition: who it says, or whom the whole file says. */
export const readOwner = (
  written: { readonly owner?: string | undefined },
  { owner }: Defaults,
  { path, report }: PartContext,
): string => {
  const found = written.owner ?? owner;
  if (found === undefined) {
    report.add(
      path,
      'ETUDE_DEFINITIONS_OWNER',
      `'${String(path.at(-1))}' has no owner, so nobody would be asked about it. Write 'owner: group:default/team' here, or once at the top of the file.`,
    );
  }
  return found ?? '';
};

/** The fact table that a person wrote under an id. */
export const readFactTable = (
  id: string,
  written: WrittenFactTable,
  context: PartContext & { readonly defaults: Defaults },
): FactTable | undefined => {
  const source = readSource(written, context);
  const owner = readOwner(written, context.defaults, context);
  if (source === undefined || owner === '') return undefined;
  return {
    id,
    name: written.name ?? id,
    description: written.description ?? '',
    owner,
    ...(written.warehouse === undefined
      ? {}
      : { warehouseId: written.warehouse }),
    source,
    timestampColumn: written.timestamp ?? null,
    entityColumns: written.entities,
    measures: Object.entries(written.measures ?? {}).map(
      ([name, { column = name, unit }]) => ({
        name,
        column,
        ...(unit === undefined ? {} : { unit }),
      }),
    ),
    dimensions: written.dimensions ?? [],
  };
};

/** Name, description and owner as a person writes them. */
export const writeDescribed = ({
  id,
  name,
  description,
  owner,
}: Pick<FactTable, 'id' | 'name' | 'description' | 'owner'>) => ({
  ...(name === id ? {} : { name }),
  ...(description === '' ? {} : { description }),
  owner,
});

/** The words that {@link readFactTable} reads as this fact table. */
export const writeFactTable = (table: FactTable): Record<string, unknown> => ({
  ...writeDescribed(table),
  ...(table.warehouseId === undefined ? {} : { warehouse: table.warehouseId }),
  ...writeSource(table.source),
  ...(table.timestampColumn === null
    ? {}
    : { timestamp: table.timestampColumn }),
  entities: new Map(Object.entries(table.entityColumns)),
  ...(table.measures.length === 0
    ? {}
    : {
        measures: new Map(
          table.measures.map(({ name, column, unit }) => [
            name,
            unit === undefined ? column : { column, unit },
          ]),
        ),
      }),
  ...(table.dimensions.length === 0 ? {} : { dimensions: table.dimensions }),
});
