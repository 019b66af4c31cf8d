import { ok } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import { FLAG_SCHEMA_LIMITS } from './flag-schema';
import type { FieldSchema, FlagSchema } from './flag-schema';
import type { JsonObject, JsonValue } from './json';

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => {
  const text = value === undefined ? 'undefined' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const typeProblem = (
  path: string,
  value: unknown,
  expected: string,
): Problem => ({
  code: 'ETUDE_VARIANT_VALUE_TYPE',
  path,
  message: `${shown(value)} is not ${expected}, which the flag's schema asks for here. Change the value or the schema.`,
});

const structProblems = (
  fields: Readonly<Record<string, FieldSchema>>,
  value: unknown,
  path: string,
): Problem[] => {
  if (!isPlainObject(value)) return [typeProblem(path, value, 'a struct')];
  return Object.entries(value).flatMap(([name, entry]) => {
    const entryPath = path === '' ? name : `${path}.${name}`;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      return [
        {
          code: 'ETUDE_VARIANT_UNKNOWN_PROPERTY',
          path: entryPath,
          message: `Property '${name}' is not in the flag's schema, so it would never be delivered. Remove it or add it to the schema.`,
        },
      ];
    }
    return entry === null ? [] : fieldProblems(field, entry, entryPath);
  });
};

const stringProblems = (value: unknown, path: string): Problem[] => {
  if (typeof value !== 'string') return [typeProblem(path, value, 'a string')];
  const limit = FLAG_SCHEMA_LIMITS.stringLength;
  if (value.length <= limit) return [];
  return [
    {
      code: 'ETUDE_VARIANT_STRING_TOO_LONG',
      path,
      message: `The string has ${value.length} characters; a flag delivers at most ${limit}. Shorten it or deliver a key to look it up by.`,
    },
  ];
};

const fieldProblems = (
  field: FieldSchema,
  value: unknown,
  path: string,
): Problem[] => {
  switch (field.type) {
    case 'string':
      return stringProblems(value, path);
    case 'int':
      return Number.isSafeInteger(value)
        ? []
        : [typeProblem(path, value, 'a whole number')];
    case 'double':
      return Number.isFinite(value)
        ? []
        : [typeProblem(path, value, 'a finite number')];
    case 'bool':
      return typeof value === 'boolean'
        ? []
        : [typeProblem(path, value, 'true or false')];
    case 'struct':
      return structProblems(field.fields, value, path);
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((entry: unknown, index) =>
            fieldProblems(field.element, entry, `${path}[${index}]`),
          )
        : [typeProblem(path, value, 'a list')];
    default:
      return field satisfies never;
  }
};

/**
 * Every reason why `value` does not conform to `schema`, with paths that
 * start at `path`. Properties may be missing or null.
 */
export const variantValueProblems = (
  schema: FlagSchema,
  value: unknown,
  path: string,
): Problem[] => structProblems(schema.fields, value, path);

/**
 * `value` when it conforms to `schema`, else every reason why not. Properties
 * may be missing or null: both are delivered as null.
 */
export const validateVariantValue = (
  schema: FlagSchema,
  value: Readonly<Record<string, JsonValue>>,
): Result<JsonObject> => {
  const problems = variantValueProblems(schema, value, '');
  return problems.length === 0 ? ok({ ...value }) : { ok: false, problems };
};
