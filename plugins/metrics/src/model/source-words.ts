import { LAKE_WAREHOUSE_ID, warehouseIdOf } from '@etude/plugin-metrics-common';
import type { StoredFactTable } from '@etude/plugin-metrics-common';

const placeWords = (table: Pick<StoredFactTable, 'warehouseId'>): string => {
  const id = warehouseIdOf(table);
  return id === LAKE_WAREHOUSE_ID ? 'the lake' : `warehouse ${id}`;
};

/** Where rows come from, in words. */
export const sourceWords = (
  table: Pick<StoredFactTable, 'source' | 'warehouseId'>,
): string => {
  const { source } = table;
  switch (source.kind) {
    case 'table':
      return `Table ${[...(source.schema ?? []), source.table].join('.')} of ${placeWords(table)}`;
    case 'query':
      return `A query of ${placeWords(table)}`;
    case 'import':
      return `Imported table ${source.tableId}`;
    default:
      return source satisfies never;
  }
};
