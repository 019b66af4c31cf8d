import type { FieldSchema, JsonObject, JsonValue } from '@etude/flags';
import { isStruct } from './context-path';

const backFillField = (field: FieldSchema, value: JsonValue): JsonValue => {
  if (field.type === 'struct' && isStruct(value)) {
    return backFill(field.fields, value);
  }
  if (field.type === 'list' && Array.isArray(value)) {
    const filled = value.map(element => backFillField(field.element, element));
    return filled.some((element, index) => element !== value[index])
      ? filled
      : value;
  }
  return value;
};

/**
 * `value` with every property that `fields` has: those it leaves out are
 * null, inside present structs too. SDKs of statically typed languages count
 * on it. `value` itself where nothing is left out.
 */
export const backFill = (
  fields: Readonly<Record<string, FieldSchema>>,
  value: Readonly<JsonObject>,
): Readonly<JsonObject> => {
  const filled = new Map<string, JsonValue>();
  let isFull = true;
  for (const [name, field] of Object.entries(fields)) {
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    const property = own === undefined ? null : backFillField(field, own);
    isFull &&= property === own;
    filled.set(name, property);
  }
  if (isFull) return value;
  for (const [name, property] of Object.entries(value)) {
    if (!filled.has(name)) filled.set(name, property);
  }
  // fromEntries defines own properties, so that `__proto__` is only a name.
  return Object.fromEntries(filled);
};
