import type { JsonValue } from '@etude/flags';

/** What an OpenFeature key names: a flag, or one property of its struct. */
export type FlagKey = {
  readonly key: string;
  /** `flags/<id>` */
  readonly flag: string;
  /** Names from the outside in; empty for the whole struct. */
  readonly path: readonly string[];
};

/** Splits `<flag>.<path>`. Flag ids contain no dots, so the first one divides. */
export const parseFlagKey = (key: string): FlagKey => {
  const [flag = '', ...path] = key.split('.');
  return { key, flag: `flags/${flag}`, path };
};

const isStruct = (
  value: JsonValue | undefined,
): value is { readonly [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The value at `path`: null where the variant leaves it or a struct around it
 * out, undefined when the schema has no such property.
 */
export const valueAt = (
  value: JsonValue,
  path: readonly string[],
): JsonValue | undefined => {
  let current: JsonValue | undefined = value;
  for (const name of path) {
    if (current === null) return null;
    current =
      isStruct(current) && Object.hasOwn(current, name)
        ? current[name]
        : undefined;
    if (current === undefined) return undefined;
  }
  return current;
};
