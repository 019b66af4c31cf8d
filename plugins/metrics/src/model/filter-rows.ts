import type { Column } from '@etude/plugin-metrics-common';
import { columnKind } from '@etude/plugin-metrics-common';
import type { ColumnKind } from '@etude/plugin-metrics-common';
import type { FilterOperator, MetricFilter } from './wire-types';

/** A filter as it is typed. */
export type FilterRow = {
  readonly key: string;
  readonly column: string;
  readonly operator: FilterOperator;
  readonly text: string;
};

/** The kind of a column, undefined while its type is not known. */
export const kindOfColumn = (
  columns: readonly Column[],
  name: string,
): ColumnKind | undefined => {
  const type = columns.find(column => column.name === name)?.type;
  return type === undefined ? undefined : columnKind(type);
};

const ORDER: readonly FilterOperator[] = ['greater-or-equal', 'less-or-equal'];
const SAME: readonly FilterOperator[] = ['equals', 'not-equals'];

/** The conditions that make sense on a column of this kind. */
export const operatorsFor = (
  kind: ColumnKind | undefined,
): readonly FilterOperator[] => {
  switch (kind) {
    case 'boolean':
      return SAME;
    case 'text':
      return [...SAME, 'in'];
    case 'time':
      return [...ORDER, ...SAME];
    case 'number':
    case 'other':
    case undefined:
      return [...SAME, 'in', ...ORDER];
    default:
      return kind satisfies never;
  }
};

const typedValue = (
  text: string,
  kind: ColumnKind | undefined,
): string | number | boolean => {
  const trimmed = text.trim();
  const number = Number(trimmed);
  const isNumber = trimmed !== '' && Number.isFinite(number);
  if (kind === 'boolean' && /^(true|false)$/i.test(trimmed)) {
    return trimmed.toLowerCase() === 'true';
  }
  return isNumber && (kind === 'number' || kind === undefined)
    ? number
    : trimmed;
};

/** A filter as it is sent; `columns` say what its text stands for. */
export const filterOf = (
  row: FilterRow,
  columns: readonly Column[],
): MetricFilter => {
  const kind = kindOfColumn(columns, row.column);
  const { column, operator } = row;
  if (operator !== 'in') {
    return { column, operator, value: typedValue(row.text, kind) };
  }
  const entries = row.text.split(',').filter(entry => entry.trim() !== '');
  const values = entries.map(entry => typedValue(entry, kind));
  const isNumbers = values.every(value => typeof value === 'number');
  return { column, operator, value: isNumbers ? values : values.map(String) };
};

/** True when a filter says what is compared with what. */
export const isFinishedFilter = ({ column, text }: FilterRow): boolean =>
  column !== '' && text.trim() !== '';

const filterText = ({ value }: MetricFilter): string =>
  Array.isArray(value) ? value.join(', ') : String(value);

/** Stored filters as rows to edit. */
export const rowsOfFilters = (
  filters: readonly MetricFilter[],
): readonly FilterRow[] =>
  filters.map((filter, index) => ({
    key: `stored-${index}`,
    column: filter.column,
    operator: filter.operator,
    text: filterText(filter),
  }));

/** A row that waits for its value. */
export const newFilterRow = (column: string): FilterRow => ({
  key: crypto.randomUUID(),
  column,
  operator: 'equals',
  text: '',
});
