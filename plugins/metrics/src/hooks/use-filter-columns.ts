import { useApi } from '@backstage/frontend-plugin-api';
import type { Column, StoredFactTable } from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import { metricsApiRef } from '../api/metrics-api';

export type FilterColumns = {
  /** Names that a filter may use. */
  readonly names: readonly string[];
  /** What is known of their types; none for who may not describe sources. */
  readonly types: readonly Column[];
};

const NOTHING: FilterColumns = { names: [], types: [] };

const declaredColumns = (table: StoredFactTable): readonly string[] => [
  ...table.dimensions,
  ...table.measures.map(({ column }) => column),
  ...Object.values(table.entityColumns),
  ...(table.timestampColumn === null ? [] : [table.timestampColumn]),
];

const columnsOf = (
  table: StoredFactTable,
  types: readonly Column[],
): FilterColumns => {
  // Tables of the lake have columns that filters may use undeclared.
  const known =
    table.source.kind === 'table' ? types.map(({ name }) => name) : [];
  return { names: [...new Set([...declaredColumns(table), ...known])], types };
};

/** The columns of the fact tables in use that filters may name, by table. */
export const useFilterColumns = (
  factTables: readonly StoredFactTable[],
  usedIds: readonly string[],
): ((factTableId: string) => FilterColumns) => {
  const api = useApi(metricsApiRef);
  const used = factTables.filter(({ id }) => usedIds.includes(id));
  const { loaded } = useLoaded(used.map(({ id }) => id).join(' '), async () => {
    // Who may not describe a source still sees its declared columns.
    const found = await Promise.allSettled(
      used.map(({ source, warehouseId }) =>
        api.describeSource(source, warehouseId),
      ),
    );
    return new Map(
      found.map((one, index) => [
        used[index]?.id,
        one.status === 'fulfilled' ? one.value : [],
      ]),
    );
  });
  const types =
    loaded.state === 'loaded'
      ? loaded.value
      : new Map<string | undefined, Column[]>();
  return factTableId => {
    const table = used.find(({ id }) => id === factTableId);
    return table ? columnsOf(table, types.get(factTableId) ?? []) : NOTHING;
  };
};
