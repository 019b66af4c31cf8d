import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';

/** Deepest nesting of objects and lists in a request. */
export const MAX_JSON_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const skipString = (text: string, start: number): number => {
  for (let i = start + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i += 1;
    else if (code === QUOTE) return i;
  }
  return text.length;
};

const isTooDeep = (text: string): boolean => {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = skipString(text, i);
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return true;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth -= 1;
  }
  return false;
};

/** A JSON object as it came over the wire. */
export type JsonBody = Readonly<Record<string, unknown>>;

/** True for JSON objects, false for lists and everything else. */
export const isJsonBody = (value: unknown): value is JsonBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (message: string) =>
  refused({ code: 'ETUDE_BODY_INVALID', message });

/**
 * The JSON object in a request body, whatever content type it claims. An
 * empty body is an empty object.
 */
export const parseJsonBody = (text: string): Result<JsonBody> => {
  if (text === '') return ok({});
  if (isTooDeep(text)) {
    return invalid(
      `The body nests deeper than ${MAX_JSON_DEPTH} levels. Send a flatter object.`,
    );
  }
  try {
    const value: unknown = JSON.parse(text);
    return isJsonBody(value)
      ? ok(value)
      : invalid('The body is JSON but not an object. Send an object.');
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : '';
    return invalid(`The body is not JSON: ${reason}. Send a JSON object.`);
  }
};
