import { columnKind } from '@etude/plugin-metrics-common';
import type { Column } from '@etude/plugin-metrics-common';
import type { FactSource, FactTableDefinition } from './wire-types';

/** What a column of the source is for. */
export type ColumnRole = 'unused' | 'time' | 'entity' | 'measure' | 'dimension';

/**
 * A column with its use; `label` names the entity or the measure. A column
 * that serves several uses has a row for each.
 */
export type ColumnRow = Column & {
  readonly role: ColumnRole;
  readonly label: string;
  readonly unit: string;
  /** A use that was stored or typed of a column that is not there now. */
  readonly isGone?: boolean;
};

const ENTITY_NAME = /^(unit|id)$|_id$|[a-z]Id$/;
// Set by the edge, not by what happened: never the time of a fact.
const NOT_FACT_TIME = 'received_at';

const entityOf = (column: string): string => {
  const name = column.toLowerCase().replace(/_?id$/, '');
  return name === '' || name === 'unit' ? 'user' : name;
};

const proposedRole = (
  column: Column,
  taken: {
    readonly time: string | undefined;
    readonly entity: string | undefined;
  },
): ColumnRole => {
  if (column.name === taken.time) return 'time';
  if (column.name === taken.entity) return 'entity';
  const kind = columnKind(column.type);
  if (kind === 'number') return 'measure';
  return kind === 'text' || kind === 'boolean' ? 'dimension' : 'unused';
};

/**
 * A first proposal of what columns are for. Imports are tables of units as
 * often as of happenings, so no time is proposed for them.
 */
export const proposeColumns = (
  columns: readonly Column[],
  sourceKind: FactSource['kind'],
): ColumnRow[] => {
  const named = columns.filter(({ name }) => ENTITY_NAME.test(name));
  const entity =
    named.find(({ name }) => name === 'unit') ?? named[0] ?? columns[0];
  const time =
    sourceKind === 'import'
      ? undefined
      : columns.find(
          ({ name, type }) =>
            columnKind(type) === 'time' && name !== NOT_FACT_TIME,
        );
  return columns.map(column => {
    const role = proposedRole(column, {
      time: time?.name,
      entity: entity?.name,
    });
    return { ...column, role, label: labelFor(column, role), unit: '' };
  });
};

const labelFor = ({ name }: Column, role: ColumnRole): string =>
  role === 'entity' ? entityOf(name) : name;

/** The rows after one got a role; only one column is the time. */
export const withRole = (
  rows: readonly ColumnRow[],
  chosen: ColumnRow,
  role: ColumnRole,
): ColumnRow[] =>
  rows.map(row => {
    if (row === chosen) return { ...row, role, label: labelFor(row, role) };
    return role === 'time' && row.role === 'time'
      ? { ...row, role: 'unused' }
      : row;
  });

/** The uses that a stored fact table makes of columns. */
export const usedColumns = (
  table: Pick<
    FactTableDefinition,
    'timestampColumn' | 'entityColumns' | 'measures' | 'dimensions'
  >,
): ColumnRow[] => {
  const rowOf = (
    name: string,
    role: ColumnRole,
    { label = name, unit = '' } = {},
  ): ColumnRow => ({ name, type: '', role, label, unit });
  const { timestampColumn, entityColumns, measures, dimensions } = table;
  return [
    ...Object.entries(entityColumns).map(([label, name]) =>
      rowOf(name, 'entity', { label }),
    ),
    ...(timestampColumn === null ? [] : [rowOf(timestampColumn, 'time')]),
    ...measures.map(({ name, column, unit = '' }) =>
      rowOf(column, 'measure', { label: name, unit }),
    ),
    ...dimensions.map(name => rowOf(name, 'dimension')),
  ];
};

const isUsed = ({ role }: ColumnRow): boolean => role !== 'unused';

/**
 * The rows for the columns that a source was found to have. What is known of
 * their use stays; a use whose column is gone stays too, to be seen. A source
 * that has none of the columns known is another one and gets a proposal.
 */
export const columnRows = (
  found: readonly Column[],
  known: readonly ColumnRow[],
  sourceKind: FactSource['kind'],
): ColumnRow[] => {
  const names = new Set(found.map(({ name }) => name));
  if (!known.some(({ name }) => names.has(name))) {
    return proposeColumns(found, sourceKind);
  }
  const present = found.flatMap((column): ColumnRow[] => {
    const rows = known.filter(({ name }) => name === column.name);
    return rows.length === 0
      ? [{ ...column, role: 'unused', label: column.name, unit: '' }]
      : rows.map(({ role, label, unit }) => ({ ...column, role, label, unit }));
  });
  const gone = known.filter(row => isUsed(row) && !names.has(row.name));
  return [...present, ...gone.map(row => ({ ...row, isGone: true }))];
};
