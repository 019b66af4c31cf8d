import type { EvaluationContext } from './resolution';

/** Reads one attribute; undefined when it is missing. */
export type ContextReader = (context: EvaluationContext) => unknown;

/** True for a JSON object: not null and not a list. */
export const isStruct = (
  value: unknown,
): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * True when `path` is one key that Object.prototype lacks. Contexts are JSON,
 * so that it can only be an own property; the check costs as much as the rest
 * of a rule.
 */
export const isPlainKey = (path: string): boolean =>
  !path.includes('.') && !(path in Object.prototype);

/**
 * A reader of the attribute at a dotted `path`. Every step but the last must
 * be a struct.
 */
export const compileContextPath = (path: string): ContextReader => {
  if (isPlainKey(path)) return context => context[path];
  const keys = path.split('.');
  return context => {
    let value: unknown = context;
    for (const key of keys) {
      // Never what a prototype has.
      if (!isStruct(value) || !Object.hasOwn(value, key)) return undefined;
      value = value[key];
    }
    return value;
  };
};
