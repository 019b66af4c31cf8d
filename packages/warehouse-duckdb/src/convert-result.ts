import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';
import type {
  DuckDBPreparedStatement,
  DuckDBResultReader,
  DuckDBValue,
} from '@duckdb/node-api';
import { distinctNames } from '@etude/warehouse';
import type {
  ResultColumn,
  WarehouseRow,
  WarehouseValue,
} from '@etude/warehouse';

const MS_PER_DAY = 86_400_000;

const LAST_MS = 8.64e15;

/** Infinity and years far off are no ISO times: they stay DuckDB's own text. */
const isoFromMs = (ms: number, value: DuckDBValue): string =>
  Math.abs(ms) <= LAST_MS ? new Date(ms).toISOString() : String(value);

/**
 * A DuckDB value in the types of the contract. Timestamps keep milliseconds;
 * nested and binary values come as DuckDB's own text.
 */
export const convertValue = (value: DuckDBValue): WarehouseValue => {
  if (value === null) return null;
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'string':
      return value;
    case 'bigint':
      return Number(value);
    default:
  }
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (
    value instanceof DuckDBTimestampValue ||
    value instanceof DuckDBTimestampTZValue
  ) {
    return isoFromMs(Number(value.micros / 1000n), value);
  }
  if (value instanceof DuckDBTimestampMillisecondsValue) {
    return isoFromMs(Number(value.millis), value);
  }
  if (value instanceof DuckDBTimestampSecondsValue) {
    return isoFromMs(Number(value.seconds * 1000n), value);
  }
  if (value instanceof DuckDBTimestampNanosecondsValue) {
    return isoFromMs(Number(value.nanos / 1_000_000n), value);
  }
  if (value instanceof DuckDBDateValue) {
    return isoFromMs(value.days * MS_PER_DAY, value).split('T')[0] ?? '';
  }
  return String(value);
};

/** The columns of a result, with repeated names told apart. */
export const resultColumns = (reader: DuckDBResultReader): ResultColumn[] =>
  reader.deduplicatedColumnNames().map((name, index) => ({
    name,
    type: String(reader.columnType(index)),
  }));

/** The columns that a statement would answer with, named as a result's are. */
export const statementColumns = (
  statement: DuckDBPreparedStatement,
): ResultColumn[] => {
  const indexes = Array.from({ length: statement.columnCount }, (_, at) => at);
  const names = distinctNames(indexes.map(at => statement.columnName(at)));
  return indexes.map(at => ({
    name: names[at] ?? '',
    type: String(statement.columnType(at)),
  }));
};

/** All rows read so far, by column name. */
export const resultRows = (reader: DuckDBResultReader): WarehouseRow[] => {
  const names = reader.deduplicatedColumnNames();
  return reader
    .getRows()
    .map(row =>
      Object.fromEntries(
        names.map((name, index) => [name, convertValue(row[index] ?? null)]),
      ),
    );
};
