import type { TargetingValue } from '@etude/flags';
import type { ConvertedValue } from './operand';
import { parseTimestamp } from './timestamp';
import { compareVersionText, parseVersion } from './version';

/** An operand as comparisons use it; null when it is no value of its type. */
export const operandOf = (operand: TargetingValue): ConvertedValue => {
  if (operand.type !== 'timestamp') return operand;
  const value = parseTimestamp(operand.value);
  return value === null ? null : { type: 'timestamp', value };
};

/** True for two values of the same type and content. Versions: same text. */
export const areEqual = (
  left: ConvertedValue,
  right: ConvertedValue,
): boolean =>
  left !== null &&
  right !== null &&
  left.type === right.type &&
  left.value === right.value;

/** Maps UTF-16 code units so that their order is that of code points. */
const codePointRank = (unit: number): number => {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
};

/** Order of two strings by code point, which is also that of their UTF-8. */
const compareStrings = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference =
      codePointRank(left.charCodeAt(index)) -
      codePointRank(right.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

/** Negative, zero or positive as a value is before, at or after an operand. */
export type Comparison = (element: ConvertedValue) => number;

/**
 * The comparison with `operand`. NaN, which fails every condition, where the
 * two have no order: different types, booleans, NaN, or no value.
 */
export const comparisonWith = (operand: ConvertedValue): Comparison => {
  switch (operand?.type) {
    case 'version': {
      const version = parseVersion(operand.value);
      return element =>
        element?.type === 'version'
          ? compareVersionText(element.value, version)
          : NaN;
    }
    case 'string': {
      const { value } = operand;
      return element =>
        element?.type === 'string' ? compareStrings(element.value, value) : NaN;
    }
    case 'number':
    case 'timestamp': {
      const { type, value } = operand;
      return element => {
        if (element?.type !== type) return NaN;
        // Infinity - Infinity is NaN, yet the two are equal.
        return element.value === value ? 0 : element.value - value;
      };
    }
    default:
      return () => NaN;
  }
};
