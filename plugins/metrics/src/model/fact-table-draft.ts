import { LAKE_WAREHOUSE_ID, warehouseIdOf } from '@etude/plugin-metrics-common';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { usedColumns } from './column-rows';
import type { ColumnRole, ColumnRow } from './column-rows';
import type { FactSource, FactTableDefinition } from './wire-types';

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
  /** What columns were for before the source changed or was looked at. */
  readonly known: readonly ColumnRow[];
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
  known: [],
};

const sourceFields = (source: FactSource): Partial<FactTableDraft> => {
  switch (source.kind) {
    case 'table':
      return {
        schema: (source.schema ?? []).join('.'),
        table: source.table,
      };
    case 'query':
      return { sql: source.sql };
    case 'import':
      return { importId: source.tableId };
    default:
      return source satisfies never;
  }
};

/** A stored fact table, to be changed once its columns were looked at. */
export const draftOfFactTable = (table: StoredFactTable): FactTableDraft => ({
  ...emptyFactTableDraft,
  ...sourceFields(table.source),
  name: table.name,
  description: table.description,
  owner: table.owner,
  warehouseId: warehouseIdOf(table),
  sourceKind: table.source.kind,
  known: usedColumns(table),
});

/** The draft with another source, whose columns are not known yet. */
export const withSource = (
  draft: FactTableDraft,
  part: Partial<FactTableDraft>,
): FactTableDraft => ({
  ...draft,
  ...part,
  columns: null,
  known: draft.columns ?? draft.known,
});

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

/** The columns of a draft that serve one use. */
export const ofRole = (draft: FactTableDraft, role: ColumnRole): ColumnRow[] =>
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
