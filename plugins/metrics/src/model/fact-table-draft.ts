import { LAKE_WAREHOUSE_ID } from '@etude/plugin-metrics-common';
import type { Column } from '@etude/plugin-metrics-common';
import type { FieldProblem } from '@etude/ui';
import { columnKind } from '@etude/plugin-metrics-common';
import type { FactSource, FactTableDefinition } from './wire-types';

/** What a column of the source is for. */
export type ColumnRole = 'unused' | 'time' | 'entity' | 'measure' | 'dimension';

/** A column with its use; `label` names the entity or the measure. */
export type ColumnRow = Column & {
  readonly role: ColumnRole;
  readonly label: string;
  readonly unit: string;
};

/** A fact table as it is typed; `columns` is null until they were looked at. */
export type FactTableDraft = {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly warehouseId: string;
  readonly sourceKind: FactSource['kind'];
  /** Names that the table lies in, with dots between; empty for none. */
  readonly schema: string;
  readonly table: string;
  readonly sql: string;
  readonly importId: string;
  readonly columns: readonly ColumnRow[] | null;
};

export const emptyFactTableDraft: FactTableDraft = {
  name: '',
  description: '',
  owner: '',
  warehouseId: LAKE_WAREHOUSE_ID,
  sourceKind: 'table',
  schema: '',
  table: '',
  sql: '',
  importId: '',
  columns: null,
};

const tableSource = ({ schema, table }: FactTableDraft): FactSource => ({
  kind: 'table',
  table,
  ...(schema.trim() === '' ? {} : { schema: schema.trim().split('.') }),
});

/** The warehouse to name in requests: the lake goes without saying. */
export const namedWarehouse = ({
  warehouseId,
}: FactTableDraft): string | undefined =>
  warehouseId === LAKE_WAREHOUSE_ID ? undefined : warehouseId;

/** The source of a draft, or undefined while it is not chosen. */
export const sourceOf = (draft: FactTableDraft): FactSource | undefined => {
  switch (draft.sourceKind) {
    case 'table':
      return draft.table === '' ? undefined : tableSource(draft);
    case 'query':
      return draft.sql.trim() === ''
        ? undefined
        : { kind: 'query', sql: draft.sql };
    case 'import':
      return draft.importId === ''
        ? undefined
        : { kind: 'import', tableId: draft.importId };
    default:
      return draft.sourceKind satisfies never;
  }
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

/** The columns after one got a role; only one column is the time. */
export const withRole = (
  columns: readonly ColumnRow[],
  name: string,
  role: ColumnRole,
): ColumnRow[] =>
  columns.map(column => {
    if (column.name === name) {
      return { ...column, role, label: labelFor(column, role) };
    }
    return role === 'time' && column.role === 'time'
      ? { ...column, role: 'unused' }
      : column;
  });

const ofRole = (draft: FactTableDraft, role: ColumnRole): ColumnRow[] =>
  (draft.columns ?? []).filter(column => column.role === role);

/** The fact table that a finished draft stands for. */
export const factTableOf = (
  draft: FactTableDraft,
  source: FactSource,
): FactTableDefinition => ({
  name: draft.name.trim(),
  description: draft.description.trim(),
  owner: draft.owner,
  ...(namedWarehouse(draft) === undefined
    ? {}
    : { warehouseId: draft.warehouseId }),
  source,
  timestampColumn: ofRole(draft, 'time')[0]?.name ?? null,
  entityColumns: Object.fromEntries(
    ofRole(draft, 'entity').map(({ label, name }) => [label.trim(), name]),
  ),
  measures: ofRole(draft, 'measure').map(({ label, name, unit }) => ({
    name: label.trim(),
    column: name,
    ...(unit.trim() === '' ? {} : { unit: unit.trim() }),
  })),
  dimensions: ofRole(draft, 'dimension').map(({ name }) => name),
});

/** Fields that are not filled in yet; the backend judges what they say. */
export const unfinishedFactTable = (draft: FactTableDraft): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const refuse = (path: string, message: string) =>
    problems.push({ path, message });
  if (draft.name.trim() === '') {
    refuse('name', 'The fact table has no name. Say what its rows are.');
  }
  if (draft.owner === '') {
    refuse('owner', 'No team owns the fact table. Choose one of yours.');
  }
  if (sourceOf(draft) === undefined) {
    refuse('source', 'No source is chosen. Say where the rows come from.');
  } else if (draft.columns === null) {
    refuse(
      'source',
      'The columns were not looked at yet. Press “Look at columns”.',
    );
  } else if (ofRole(draft, 'entity').length === 0) {
    refuse(
      'columns',
      'No column names an entity, so rows cannot be matched to units. Choose the column that holds the unit.',
    );
  }
  const entities = ofRole(draft, 'entity').map(({ label }) => label.trim());
  (draft.columns ?? []).forEach(({ name, role, label }, index) => {
    const isNamed = role === 'entity' || role === 'measure';
    if (isNamed && label.trim() === '') {
      refuse(`columns[${index}]`, `Column ${name} has no name as ${role}.`);
    }
    if (
      role === 'entity' &&
      entities.filter(other => other === label.trim()).length > 1
    ) {
      refuse(
        `columns[${index}]`,
        `Two columns name the entity “${label.trim()}”. Choose one of them, or name them apart.`,
      );
    }
  });
  return problems;
};

/** Problems of the sent fact table at the columns of the form. */
export const atColumns = (
  problems: readonly FieldProblem[],
  draft: FactTableDraft,
): FieldProblem[] => {
  const columnPath = (row: ColumnRow | undefined): string => {
    const index = row ? (draft.columns ?? []).indexOf(row) : -1;
    return index < 0 ? 'columns' : `columns[${index}]`;
  };
  const formPath = (path: string): string => {
    if (path === 'timestampColumn') {
      return columnPath(ofRole(draft, 'time')[0]);
    }
    const [, list, index] = /^(measures|dimensions)\[(\d+)\]/.exec(path) ?? [];
    if (list && index) {
      const role = list === 'measures' ? 'measure' : 'dimension';
      return columnPath(ofRole(draft, role)[Number(index)]);
    }
    if (!path.startsWith('entityColumns')) return path;
    const entity = path.slice('entityColumns.'.length);
    return columnPath(
      ofRole(draft, 'entity').find(({ label }) => label.trim() === entity),
    );
  };
  return problems.map(({ path, message }) =>
    path === undefined ? { message } : { path: formPath(path), message },
  );
};
