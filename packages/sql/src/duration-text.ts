import type { PrintContext } from './dialect';
import type { Expression } from './expression';

/** The number that an expression is, where it is one; else null. */
export const fixedNumber = (expression: Expression): number | null =>
  expression.kind === 'literal' && typeof expression.value === 'number'
    ? expression.value
    : null;

/**
 * A number of seconds as a whole number of a smaller unit, `factor` of them
 * (`1e6`) a second: worked out here where it is fixed, by the engine where it
 * is of the row. The factor is written as a double, since whole numbers would
 * overflow the engine's 32 bits.
 */
export const wholeUnits = (
  context: PrintContext,
  seconds: Expression,
  unit: { readonly factor: '1e3' | '1e6'; readonly type: string },
): string => {
  const fixed = fixedNumber(seconds);
  return fixed === null
    ? `CAST(ROUND(${context.expression(seconds)} * ${unit.factor}) AS ${unit.type})`
    : String(Math.round(fixed * Number(unit.factor)));
};
