import { distinctNames, warehouseError } from '@etude/warehouse';
import type { ResultColumn, WarehouseValue } from '@etude/warehouse';
import type { SnowflakeColumn } from './snowflake-client';

// The protocol speaks of types in words of its own.
const NAMES: Readonly<Record<string, string>> = {
  real: 'FLOAT',
  text: 'VARCHAR',
};

const typeName = (column: SnowflakeColumn): string => {
  const type = column.getType();
  return type === 'fixed'
    ? `NUMBER(${column.getPrecision() ?? 38},${column.getScale() ?? 0})`
    : (NAMES[type] ?? type.toUpperCase());
};

/** The columns of an answer, with repeated names told apart. */
export const columnsOf = (
  columns: readonly SnowflakeColumn[],
): ResultColumn[] => {
  const names = distinctNames(columns.map(column => column.getName()));
  return columns.map((column, index) => ({
    name: names[index] ?? '',
    type: typeName(column),
  }));
};

const finite = (value: unknown, { name }: ResultColumn): number => {
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw warehouseError(
    'sql',
    `The column '${name}' of the answer is ${String(value)}, which is no finite number. Correct the query, such as by NULLIF or DIV0NULL.`,
  );
};

/** A VARIANT that holds a number, a text or a truth value is that. */
const variantValue = (text: string, column: ResultColumn): WarehouseValue => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // NaN and undefined are no JSON; they stay as the server writes them.
    return text;
  }
  if (value === null) return null;
  if (typeof value === 'number') return finite(text, column);
  return typeof value === 'string' || typeof value === 'boolean' ? value : text;
};

/**
 * A cell of the client's answer in the types of the contract: numbers and JSON
 * come as text, so that nobody takes digits from them, instants and days as
 * dates.
 *
 * @throws ETUDE_WAREHOUSE_SQL for what is no finite number
 */
export const convertValue = (
  value: unknown,
  column: ResultColumn,
): WarehouseValue => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (value instanceof Date) {
    // The client's own dates write themselves in another way.
    const iso = new Date(value.getTime()).toISOString();
    return column.type === 'DATE' ? iso.slice(0, 10) : iso;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^(?:NUMBER|FLOAT)/.test(column.type)) return finite(text, column);
  return column.type === 'VARIANT' ? variantValue(text, column) : text;
};
