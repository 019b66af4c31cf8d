import type { FieldSchema, JsonObject, JsonValue } from '@etude/flags';
import { isStruct } from './context-path';

const backFillField = (field: FieldSchema, value: JsonValue): JsonValue => {
  if (field.type === 'struct' && isStruct(value)) {
    return backFill(field.fields, value);
  }
  if (field.type === 'list' && Array.isArray(value)) {
    return value.map(element => backFillField(field.element, element));
  }
  return value;
};

/**
 * `value` with every property that `fields` has: those it leaves out are
 * null, inside present structs too. SDKs of statically typed languages count
 * on it.
 */
export const backFill = (
  fields: Readonly<Record<string, FieldSchema>>,
  value: Readonly<JsonObject>,
): JsonObject => {
  const filled = new Map<string, JsonValue>();
  for (const [name, field] of Object.entries(fields)) {
    const present = Object.hasOwn(value, name) ? value[name] : undefined;
    filled.set(
      name,
      present === undefined ? null : backFillField(field, present),
    );
  }
  for (const [name, property] of Object.entries(value)) {
    if (!filled.has(name)) filled.set(name, property);
  }
  // fromEntries defines own properties, so that `__proto__` is only a name.
  return Object.fromEntries(filled);
};
