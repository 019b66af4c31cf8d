import type { FactSource } from '../fact-table';
import type { DefinitionReport } from './definition-report';
import type { YamlPath } from './read-yaml';

/** The part of the file that is read, and where what is wrong goes. */
export type PartContext = {
  readonly path: YamlPath;
  readonly report: DefinitionReport;
};

type WrittenSource = {
  readonly table?: string | readonly string[] | undefined;
  readonly csv?: string | undefined;
  readonly query?: string | undefined;
};

/** A table by its name, or by the names it lies in and its own, last. */
const tableSource = (
  written: string | readonly string[],
): Extract<FactSource, { kind: 'table' }> => {
  const names = [written].flat();
  const table = names.at(-1) ?? '';
  return names.length > 1
    ? { kind: 'table', table, schema: names.slice(0, -1) }
    : { kind: 'table', table };
};

/** Where rows come from: exactly one of the words table, csv and query. */
export const readSource = (
  { table, csv, query }: WrittenSource,
  { path, report }: PartContext,
): FactSource | undefined => {
  const [source, ...others] = [
    ...(table === undefined ? [] : [tableSource(table)]),
    ...(csv === undefined
      ? []
      : [{ kind: 'import' as const, tableId: csv.replace(/\.csv$/i, '') }]),
    ...(query === undefined ? [] : [{ kind: 'query' as const, sql: query }]),
  ];
  if (source !== undefined && others.length === 0) return source;
  report.add(
    path,
    'ETUDE_DEFINITIONS_SOURCE',
    `'${String(path.at(-1))}' names ${source === undefined ? 'no source' : 'more than one source'} of its rows. Write exactly one of table, csv and query.`,
  );
  return undefined;
};

/** The words that {@link readSource} reads as this source. */
export const writeSource = (
  source: FactSource,
): Record<string, string | string[]> => {
  switch (source.kind) {
    case 'table':
      return {
        table: source.schema?.length
          ? [...source.schema, source.table]
          : source.table,
      };
    case 'query':
      return { query: source.sql };
    case 'import':
      return { csv: `${source.tableId}.csv` };
  }
};
