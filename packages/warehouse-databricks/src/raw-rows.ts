import { warehouseError } from '@etude/warehouse';
import type { ThriftColumn } from './databricks-client';

// TTypeId of the protocol.
const DATE_TYPE = 17;

/** Spark's own text for what the client has made a date of. */
const rawValue = (value: unknown, type: number | undefined): unknown => {
  if (!(value instanceof Date)) return value;
  const text = value.toISOString().replace('T', ' ').replace('Z', '');
  return type === DATE_TYPE ? text.slice(0, 10) : text;
};

/**
 * The client's rows, which are records, as lists in the order of the columns.
 *
 * @throws ETUDE_WAREHOUSE_SQL where two columns have one name: the client
 * gives one of them only
 */
export const rawRows = (
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly ThriftColumn[],
): unknown[][] => {
  const sorted = columns.toSorted((a, b) => a.position - b.position);
  const names = sorted.map(column => column.columnName);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw warehouseError(
      'sql',
      `Two columns of the answer are called '${repeated}', and the client of Databricks gives only one of them. Give each column a name of its own.`,
    );
  }
  return rows.map(row =>
    sorted.map(({ columnName, typeDesc }) =>
      rawValue(row[columnName], typeDesc.types[0]?.primitiveEntry?.type),
    ),
  );
};
