import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';

/** Deepest nesting of objects and lists in a request. */
export const MAX_JSON_DEPTH = 32;

/** A JSON object as it came over the wire. */
export type JsonBody = Readonly<Record<string, unknown>>;

/** True for JSON objects, false for lists and everything else. */
export const isJsonBody = (value: unknown): value is JsonBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * How many values `value` holds, itself included; Infinity when it nests
 * deeper than `depth` levels of objects and lists.
 */
export const countJsonValues = (value: unknown, depth: number): number => {
  if (depth === 0 && typeof value === 'object' && value !== null) {
    return Infinity;
  }
  let count = 1;
  if (Array.isArray(value)) {
    for (const item of value) count += countJsonValues(item, depth - 1);
    return count;
  }
  if (!isJsonBody(value)) return 1;
  // What JSON.parse gives has no inherited names, and a list of its own would
  // have to be made for every request.
  for (const name in value) {
    const item = value[name];
    count += typeof item === 'object' ? countJsonValues(item, depth - 1) : 1;
  }
  return count;
};

const invalid = (message: string) =>
  refused({ code: 'ETUDE_BODY_INVALID', message });

/**
 * The JSON object in a request body, whatever content type it claims. An
 * empty body is an empty object.
 */
export const parseJsonBody = (text: string): Result<JsonBody> => {
  if (text === '') return ok({});
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // V8 quotes the text around the mistake, which may hold a secret.
    return invalid(
      `The body is not JSON${positionOf(error)}. Send a JSON object.`,
    );
  }
  if (!isJsonBody(value)) {
    return invalid('The body is JSON but not an object. Send an object.');
  }
  return countJsonValues(value, MAX_JSON_DEPTH) === Infinity
    ? invalid(
        `The body nests deeper than ${MAX_JSON_DEPTH} levels. Send a flatter object.`,
      )
    : ok(value);
};

const positionOf = (error: unknown): string => {
  const position =
    error instanceof SyntaxError
      ? /at position (\d+)/.exec(error.message)?.[1]
      : undefined;
  return position === undefined ? '' : ` (position ${position})`;
};
