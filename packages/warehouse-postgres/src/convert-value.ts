import type { WarehouseValue } from '@etude/warehouse';

/**
 * Types by their number in `pg_type`, with the names of `format_type`, which
 * are the same on every server and on Redshift.
 */
export const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [16, 'boolean'],
  [17, 'bytea'],
  [18, '"char"'],
  [19, 'name'],
  [20, 'bigint'],
  [21, 'smallint'],
  [23, 'integer'],
  [25, 'text'],
  [26, 'oid'],
  [114, 'json'],
  [700, 'real'],
  [701, 'double precision'],
  [1042, 'character'],
  [1043, 'character varying'],
  [1082, 'date'],
  [1083, 'time without time zone'],
  [1114, 'timestamp without time zone'],
  [1184, 'timestamp with time zone'],
  [1186, 'interval'],
  [1700, 'numeric'],
  [2950, 'uuid'],
  [3802, 'jsonb'],
]);

const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 1700]);
const BOOLEAN = 16;
const TIMESTAMPS = new Set([1114, 1184]);

const TIMESTAMP_TEXT =
  /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?(?:\+00)?$/;

const isoTimestamp = (text: string): string => {
  const [, day, time, fraction = ''] = TIMESTAMP_TEXT.exec(text) ?? [];
  // 'infinity' and years before Christ have no ISO form: the server's own text.
  if (day === undefined || time === undefined) return text;
  return `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
};

/**
 * A cell in the types of the contract, from the text that the server sends with
 * `DateStyle` ISO and `TimeZone` UTC. Timestamps keep milliseconds; types
 * without a counterpart come as the server's text.
 */
export const convertValue = (
  type: number,
  text: string | null,
): WarehouseValue => {
  if (text === null) return null;
  if (NUMBERS.has(type)) return Number(text);
  if (type === BOOLEAN) return text === 't';
  return TIMESTAMPS.has(type) ? isoTimestamp(text) : text;
};
