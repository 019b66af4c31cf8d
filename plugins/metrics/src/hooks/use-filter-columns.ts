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

const declaredColumns = (table: StoredFactTable): readonly string[] => [
  ...table.dimensions,
  ...table.measures.map(({ column }) => column),
  ...Object.values(table.entityColumns),
  ...(table.timestampColumn === null ? [] : [table.timestampColumn]),
];

/** The columns of a fact table that filters may use, with their types. */
export const useFilterColumns = (
  table: StoredFactTable | undefined,
): FilterColumns => {
  const api = useApi(metricsApiRef);
  const { loaded } = useLoaded(table?.id ?? '', async () =>
    table ? api.describeSource(table.source, table.warehouseId) : [],
  );
  const types = loaded.state === 'loaded' ? loaded.value : [];
  if (!table) return { names: [], types };
  // Tables of the lake have columns that filters may use undeclared.
  const known =
    table.source.kind === 'table' ? types.map(({ name }) => name) : [];
  return {
    names: [...new Set([...declaredColumns(table), ...known])],
    types,
  };
};
