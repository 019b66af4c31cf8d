import type { LakeRecord } from './lake-schema';

// A JSON text holds an unpaired surrogate only as an escape (well-formed
// JSON.stringify, ECMAScript 2019); escaped backslashes are matched first so
// that the text `\\ud800` (a backslash and letters) stays as it is.
const BACKSLASH_OR_SURROGATE = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON text of any value that every JSON reader accepts: unpaired surrogates,
 * which DuckDB and most databases refuse, become U+FFFD.
 */
export const wellFormedJson = (value: unknown): string => {
  const text = JSON.stringify(value);
  // Nearly no text has such an escape, and this search is cheap.
  if (!text.includes('\\ud')) return text;
  return text.replace(BACKSLASH_OR_SURROGATE, match =>
    match === '\\\\' ? match : '\uFFFD',
  );
};

/** The log line of a record, without a line break. */
export const recordLine = (record: LakeRecord): string =>
  wellFormedJson(record);
