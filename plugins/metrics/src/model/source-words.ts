import type { FactSource } from './wire-types';

/** Where rows come from, in words. */
export const sourceWords = (source: FactSource): string => {
  switch (source.kind) {
    case 'table':
      return `Table ${source.table} of the lake`;
    case 'query':
      return 'A query';
    case 'import':
      return `Imported table ${source.tableId}`;
    default:
      return source satisfies never;
  }
};
