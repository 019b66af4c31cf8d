import type { EvaluationContext } from './resolution';

/** Reads one attribute; undefined when it is missing. */
export type ContextReader = (context: EvaluationContext) => unknown;

/** True for a JSON object: not null and not a list. */
export const isStruct = (
  value: unknown,
): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The own property `key` of `struct`; never one of its prototype. */
const ownValue = (
  struct: Readonly<Record<string, unknown>>,
  key: string,
): unknown => (Object.hasOwn(struct, key) ? struct[key] : undefined);

/**
 * A reader of the attribute at a dotted `path`. Every step but the last must
 * be a struct.
 */
export const compileContextPath = (path: string): ContextReader => {
  const keys = path.split('.');
  if (keys.length === 1) {
    // Contexts are JSON, so that a name which Object.prototype lacks can only
    // be an own property; the check costs as much as the rest of a rule.
    return path in Object.prototype
      ? context => ownValue(context, path)
      : context => context[path];
  }
  return context => {
    let value: unknown = context;
    for (const key of keys) {
      if (!isStruct(value)) return undefined;
      value = ownValue(value, key);
    }
    return value;
  };
};
