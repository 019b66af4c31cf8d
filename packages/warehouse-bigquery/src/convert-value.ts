import { warehouseError } from '@etude/warehouse';
import type { ResultColumn, WarehouseValue } from '@etude/warehouse';
import type { RawCell, RawRow, SchemaField } from './bigquery-client';

// The API speaks of types in the words of legacy SQL.
const NAMES: Readonly<Record<string, string>> = {
  INTEGER: 'INT64',
  FLOAT: 'FLOAT64',
  BOOLEAN: 'BOOL',
  RECORD: 'STRUCT',
};

const isRow = (value: unknown): value is RawRow =>
  typeof value === 'object' && value !== null && 'f' in value;

const isCell = (value: unknown): value is RawCell =>
  typeof value === 'object' && value !== null && 'v' in value;

const plainType = ({ type = '' }: SchemaField): string => NAMES[type] ?? type;

/** The type of a column in the words of GoogleSQL. */
export const typeName = (field: SchemaField): string => {
  const plain =
    field.fields === undefined
      ? plainType(field)
      : `STRUCT<${field.fields.map(each => `${each.name} ${typeName(each)}`).join(', ')}>`;
  return field.mode === 'REPEATED' ? `ARRAY<${plain}>` : plain;
};

const isoTimestamp = (micros: string): string =>
  new Date(
    Number(BigInt(micros) / 1000n - (BigInt(micros) % 1000n < 0n ? 1n : 0n)),
  ).toISOString();

/** `2026-03-29T02:30:00.125001`: a clock without a zone, read as UTC. */
const isoDatetime = (text: string): string => {
  const [seconds, fraction = ''] = text.split('.');
  return `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
};

const finite = (text: string, field: SchemaField): number => {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw warehouseError(
    'sql',
    `The column '${field.name}' of the answer is ${text}, which is no finite number. Correct the query, such as by SAFE_DIVIDE or IS_NAN.`,
  );
};

/** A nested value as JSON has it. */
const nested = (value: unknown, field: SchemaField): unknown => {
  if (value === null || value === undefined) return null;
  if (field.mode === 'REPEATED' && Array.isArray(value)) {
    const { mode: _mode, ...single } = field;
    return value.map(each => nested(isCell(each) ? each.v : each, single));
  }
  if (field.fields !== undefined && isRow(value)) {
    return Object.fromEntries(
      field.fields.map((each, index) => [
        each.name,
        nested(value.f?.[index]?.v, each),
      ]),
    );
  }
  return convertValue(value, field);
};

/**
 * A cell of BigQuery's answer in the types of the contract. The API sends
 * text; timestamps come as microseconds since 1970.
 *
 * @throws ETUDE_WAREHOUSE_SQL for what is no finite number
 */
export const convertValue = (
  value: unknown,
  field: SchemaField,
): WarehouseValue => {
  if (value === null || value === undefined) return null;
  if (field.mode === 'REPEATED' || field.fields !== undefined) {
    return JSON.stringify(nested(value, field));
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  switch (plainType(field)) {
    case 'INT64':
    case 'FLOAT64':
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return finite(text, field);
    case 'BOOL':
      return text === 'true';
    case 'TIMESTAMP':
      return isoTimestamp(text);
    case 'DATETIME':
      return isoDatetime(text);
    default:
      return text;
  }
};

/** The columns of an answer; BigQuery refuses repeated names itself. */
export const columnsOf = (fields: readonly SchemaField[]): ResultColumn[] =>
  fields.map(field => ({ name: field.name ?? '', type: typeName(field) }));
