import { compileContextPath } from './context-path';
import type { EvaluationContext } from './resolution';
import { unitByteLength } from './hash/key-hash';

/** Read when a rule names no selector. */
export const DEFAULT_SELECTOR = 'targeting_key';

const MAX_UNIT_BYTES = 100;
const MAX_BYTES_PER_CODE_UNIT = 3;

/** The context has a value at the selector that cannot be a unit. */
export const INVALID_UNIT = Symbol('invalid unit');

/** The unit in a context; null when it has none. */
export type UnitReader = (
  context: EvaluationContext,
) => string | null | typeof INVALID_UNIT;

const isTooLong = (unit: string): boolean =>
  unit.length * MAX_BYTES_PER_CODE_UNIT > MAX_UNIT_BYTES &&
  (unit.length > MAX_UNIT_BYTES || unitByteLength(unit) > MAX_UNIT_BYTES);

/** All digits of a whole number, exactly; -0 keeps its sign. */
const wholeNumberText = (value: number): string => {
  if (Object.is(value, -0)) return '-0';
  return Number.isSafeInteger(value) ? String(value) : String(BigInt(value));
};

/**
 * A reader of the unit at `selector`. A unit is text of at most 100 bytes
 * (empty is fine) or a whole number.
 */
export const compileUnitReader = (selector: string): UnitReader => {
  const read = compileContextPath(
    selector === '' ? DEFAULT_SELECTOR : selector,
  );
  return context => {
    const value = read(context);
    if (typeof value === 'string') {
      return isTooLong(value) ? INVALID_UNIT : value;
    }
    if (value === undefined || value === null) return null;
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return INVALID_UNIT;
    }
    const unit = wholeNumberText(value);
    return isTooLong(unit) ? INVALID_UNIT : unit;
  };
};
