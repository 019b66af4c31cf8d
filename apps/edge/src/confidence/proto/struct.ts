import type { JsonValue } from '@etude/flags';
import { isJsonBody } from '../../parse-json-body';
import type { JsonBody } from '../../parse-json-body';

type ValueMessage = { [kind: string]: unknown };

const valueMessage = (value: JsonValue): ValueMessage => {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'number':
      return { numberValue: value };
    case 'boolean':
      return { boolValue: value };
    default:
      if (value === null) return { nullValue: 0 };
      return Array.isArray(value)
        ? { listValue: { values: value.map(valueMessage) } }
        : { structValue: structMessageOf(value) };
  }
};

/** A JSON object as a `google.protobuf.Struct`. */
export const structMessageOf = (
  value: Readonly<Record<string, JsonValue>>,
): JsonBody => ({
  fields: Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, valueMessage(inner)]),
  ),
});

/** Deepest nesting of a Struct that is read. */
const MAX_DEPTH = 32;

const valueOf = (message: unknown, depth: number): JsonValue => {
  if (!isJsonBody(message)) return null;
  const { stringValue, numberValue, boolValue, structValue, listValue } =
    message;
  if (typeof stringValue === 'string') return stringValue;
  if (typeof numberValue === 'number') return numberValue;
  if (typeof boolValue === 'boolean') return boolValue;
  if (structValue !== undefined) return structOf(structValue, depth + 1);
  if (!isJsonBody(listValue) || depth >= MAX_DEPTH) return null;
  const { values } = listValue;
  return Array.isArray(values)
    ? values.map(inner => valueOf(inner, depth + 1))
    : null;
};

const structOf = (message: unknown, depth: number) => {
  const fields =
    isJsonBody(message) && isJsonBody(message['fields']) && depth < MAX_DEPTH
      ? message['fields']
      : {};
  // fromEntries defines own properties, so that `__proto__` is only a name.
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      valueOf(value, depth),
    ]),
  );
};

/**
 * A decoded `google.protobuf.Struct` as a JSON object, empty when it is none.
 * What nests deeper than 32 levels is null.
 */
export const jsonOfStruct = (message: unknown): { [key: string]: JsonValue } =>
  structOf(message, 0);
