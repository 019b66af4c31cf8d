import { warehouseError } from '@etude/warehouse';
import type { ResultColumn, WarehouseValue } from '@etude/warehouse';

/** One column of a Thrift row set: values of one type, and a bit per NULL. */
type ColumnChunk = {
  readonly values: readonly unknown[];
  readonly nulls: Uint8Array;
};

const isChunk = (value: unknown): value is ColumnChunk =>
  typeof value === 'object' && value !== null && 'values' in value;

const isNullAt = ({ nulls }: ColumnChunk, row: number): boolean =>
  (((nulls[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;

/** Eight bytes of the library's own integer type. */
const isInt64 = (
  value: unknown,
): value is { readonly buffer: Buffer; readonly offset: number } =>
  typeof value === 'object' &&
  value !== null &&
  'buffer' in value &&
  'offset' in value;

const finite = (value: unknown, column: ResultColumn): number => {
  const number = isInt64(value)
    ? Number(value.buffer.readBigInt64BE(value.offset))
    : Number(value);
  if (Number.isFinite(number)) return number;
  throw warehouseError(
    'sql',
    `Column '${column.name}' of the answer holds ${String(value)}, which is no number. Leave such rows out, or guard the division that makes them.`,
  );
};

/** `2026-03-29 02:30:00.125001` as ISO; the session is in UTC. */
const isoTimestamp = (text: string): string => {
  const [day = '', time = ''] = text.split(' ');
  const [seconds = '', fraction = ''] = time.split('.');
  return `${day}T${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
};

/** Text as it is; what Thrift has no text for, as JSON. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/**
 * A value of Spark's answer in the types of the contract. Timestamps keep
 * milliseconds; nested values come as Spark's JSON, binary ones in base 64.
 *
 * @throws ETUDE_WAREHOUSE_SQL for what is no finite number
 */
export const convertValue = (
  value: unknown,
  column: ResultColumn,
): WarehouseValue => {
  if (value === null || value === undefined) return null;
  switch (/^\w+/.exec(column.type)?.[0]?.toLowerCase()) {
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'float':
    case 'double':
    case 'decimal':
      return finite(value, column);
    case 'timestamp':
    case 'timestamp_ntz':
      return isoTimestamp(textOf(value));
    case 'boolean':
      return value === true;
    case 'binary':
      return Buffer.isBuffer(value) ? value.toString('base64') : textOf(value);
    default:
      return textOf(value);
  }
};

/** The rows of one row set, as lists of raw values with NULL put in. */
export const rowsOf = (columns: readonly object[]): unknown[][] => {
  const chunks = columns.map(
    column => Object.values(column).find(isChunk) ?? null,
  );
  const length = chunks[0]?.values.length ?? 0;
  return Array.from({ length }, (_, row) =>
    chunks.map(chunk =>
      chunk === null || isNullAt(chunk, row) ? null : chunk.values[row],
    ),
  );
};
