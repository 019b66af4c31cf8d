import { warehouseError } from '@etude/warehouse';
import type { ResultColumn, WarehouseValue } from '@etude/warehouse';

/** Text as it is; arrays, maps and rows as JSON. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const finite = (value: unknown, column: ResultColumn): number => {
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw warehouseError(
    'sql',
    `Column '${column.name}' of the answer holds ${String(value)}, which is no number. Leave such rows out, or guard the division that makes them.`,
  );
};

const TIMESTAMP =
  /^([+-]?\d+-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?(?: (.+))?$/;

/** `2026-03-29 02:30:00.125001`, with or without zone, as ISO in UTC. */
const isoTimestamp = (text: string, column: ResultColumn): string => {
  const [, day, time, fraction = '', zone = 'UTC'] = TIMESTAMP.exec(text) ?? [];
  const offset = zone === 'UTC' ? 'Z' : zone;
  if (
    day === undefined ||
    time === undefined ||
    !/^(Z|[+-]\d\d:\d\d)$/.test(offset)
  ) {
    throw warehouseError(
      'sql',
      `Column '${column.name}' of the answer holds the timestamp '${text}', which has a named zone. Move it to UTC: "${column.name}" AT TIME ZONE 'UTC'.`,
    );
  }
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const local = `${day}T${time}.${milliseconds}`;
  return offset === 'Z'
    ? `${local}Z`
    : new Date(`${local}${offset}`).toISOString();
};

/**
 * A value of Trino's JSON in the types of the contract. Timestamps keep
 * milliseconds; nested values come as JSON, binary ones in base 64.
 *
 * @throws ETUDE_WAREHOUSE_SQL for what is no finite number or has a named zone
 */
export const convertValue = (
  value: unknown,
  column: ResultColumn,
): WarehouseValue => {
  if (value === null || value === undefined) return null;
  switch (/^\w+/.exec(column.type)?.[0]?.toLowerCase()) {
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'decimal':
      return finite(value, column);
    case 'timestamp':
      return isoTimestamp(textOf(value), column);
    default:
      return typeof value === 'boolean' ? value : textOf(value);
  }
};
