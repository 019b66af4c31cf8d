import type { EntityRelation } from '../entity-relation';
import type { FactTable } from '../fact-table';
import type { NamedRow } from './row-table';

/** The instant that a cell holds, in milliseconds. */
export const instantOf = (
  value: NamedRow[string] | undefined,
): number | null => (typeof value === 'string' ? Date.parse(value) : null);

type Known = {
  readonly entity: string;
  readonly relations: readonly EntityRelation[];
  readonly rowsOf: (factTableId: string) => {
    readonly table: FactTable;
    readonly rows: readonly NamedRow[];
  };
};

const cellOf = (row: NamedRow, table: FactTable, entity: string) =>
  row[table.entityColumns[entity] ?? ''] ?? null;

/** Rows about an id that hold when a fact happened. */
const holding = (
  rows: readonly NamedRow[],
  validFromColumn: string | undefined,
  at: number | null,
): readonly NamedRow[] => {
  if (validFromColumn === undefined) return rows;
  const dated = rows.flatMap(row => {
    const since = instantOf(row[validFromColumn]);
    return since !== null && at !== null && since <= at ? [{ row, since }] : [];
  });
  const latest = Math.max(...dated.map(({ since }) => since));
  return dated.flatMap(({ row, since }) => (since === latest ? [row] : []));
};

/** The one text in a list without its NULLs; null where there are two. */
const onlyOne = (cells: readonly NamedRow[string][]): string | null => {
  const [first, ...others] = new Set(cells.filter(cell => cell !== null));
  return typeof first === 'string' && others.length === 0 ? first : null;
};

/**
 * Whom a fact belongs to: from the id it names through relations, in loops
 * over all their rows. Null for nobody.
 */
export const ownerOf = (
  row: NamedRow,
  table: FactTable,
  { entity, relations, rowsOf }: Known,
): string | null => {
  const at = instantOf(row[table.timestampColumn ?? '']);
  const walk = (from: string, id: NamedRow[string]): string | null => {
    if (from === entity) return typeof id === 'string' ? id : null;
    const relation = relations.find(one => one.from === from);
    if (relation === undefined || id === null) return null;
    const mapping = rowsOf(relation.factTableId);
    const about = mapping.rows.filter(
      one => cellOf(one, mapping.table, from) === id,
    );
    const named = holding(about, relation.validFromColumn, at).map(one =>
      cellOf(one, mapping.table, relation.to),
    );
    return walk(relation.to, onlyOne(named));
  };
  const [start = ''] = Object.keys(table.entityColumns);
  return walk(start, cellOf(row, table, start));
};
