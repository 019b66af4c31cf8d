import type { TargetingValue } from '@etude/flags';
import { formatNumber, parseNumber } from './number-text';
import type { Semantics } from './resolution';
import { parseTimestamp, timestampOfNumber } from './timestamp';

/** The types that an operand can ask a context value to be converted to. */
export type OperandType = TargetingValue['type'];

/**
 * A context value after conversion: its type and plain value. Timestamps are
 * milliseconds; versions keep their text. null is "no such value".
 */
export type ConvertedValue =
  | { readonly type: 'string' | 'version'; readonly value: string }
  | { readonly type: 'number' | 'timestamp'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | null;

/** Thrown away as a value: the Rust resolver gives up on the request. */
export const UNCONVERTIBLE = Symbol('unconvertible');

/** Converts one element of a context value to the type of an operand. */
export type Convert = (value: unknown) => ConvertedValue | typeof UNCONVERTIBLE;

const typedNumber = (
  type: 'number' | 'timestamp',
  value: number | null,
): ConvertedValue => (value === null ? null : { type, value });

const convertString = (
  text: string,
  type: OperandType,
): ConvertedValue | typeof UNCONVERTIBLE => {
  switch (type) {
    case 'string':
    case 'version':
      return { type, value: text };
    case 'number': {
      const number = parseNumber(text);
      return number === null ? UNCONVERTIBLE : typedNumber(type, number);
    }
    case 'timestamp':
      return typedNumber(type, parseTimestamp(text));
    case 'bool':
      return { type, value: text === 'true' || text === 'TRUE' };
    default:
      return null;
  }
};

const convertNumber = (number: number, type: OperandType): ConvertedValue => {
  if (type === 'number') return { type, value: number };
  if (type === 'string') return { type, value: formatNumber(number) };
  if (type === 'timestamp') return typedNumber(type, timestampOfNumber(number));
  return null;
};

/**
 * The conversion to an operand's `type`; undefined where the operand has
 * none. Under `rust` everything that cannot be converted is the text "null",
 * save for text that is no number, which is unconvertible, and for a list in a
 * list, which equals nothing.
 */
export const converterTo = (
  type: OperandType | undefined,
  semantics: Semantics,
): Convert => {
  const none: ConvertedValue =
    semantics === 'rust' ? { type: 'string', value: 'null' } : null;
  const convert: Convert = value => {
    if (Array.isArray(value)) {
      return value.map(convert).includes(UNCONVERTIBLE) ? UNCONVERTIBLE : null;
    }
    if (type === undefined) return none;
    if (typeof value === 'string') {
      const converted = convertString(value, type);
      if (converted === UNCONVERTIBLE && semantics === 'general') return none;
      return converted ?? none;
    }
    if (typeof value === 'number') return convertNumber(value, type) ?? none;
    if (typeof value === 'boolean' && type === 'bool') return { type, value };
    return none;
  };
  return convert;
};
