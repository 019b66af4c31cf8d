import type { WarehouseValue } from '@etude/warehouse';

const WRAPPER = /^(?:Nullable|LowCardinality)\((.*)\)$/s;

/** The type inside `Nullable(…)` and `LowCardinality(…)`. */
export const plainType = (type: string): string => {
  const inner = WRAPPER.exec(type)?.[1];
  return inner === undefined ? type : plainType(inner);
};

const NUMBER = /^(U?Int\d+|Float(32|64)|BFloat16|Decimal(32|64|128|256)?\b)/;
const INFINITE: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  '-inf': -Infinity,
};

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/;

const isoTimestamp = (text: string): string => {
  const [, second, fraction = ''] = ISO.exec(text) ?? [];
  if (second === undefined) return text;
  return `${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
};

/**
 * A cell of a JSON answer in the types of the contract. Numbers come quoted, so
 * that JSON takes no digits from them, and timestamps as ISO in UTC. Arrays,
 * tuples and maps come as JSON text.
 */
export const convertValue = (type: string, cell: unknown): WarehouseValue => {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'boolean') return cell;
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  const plain = plainType(type);
  if (NUMBER.test(plain)) return INFINITE[text] ?? Number(text);
  return plain.startsWith('DateTime') ? isoTimestamp(text) : text;
};
