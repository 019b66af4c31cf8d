import type { EtudeError } from '@etude/kernel';
import { positionAt } from './sql-position';
import { warehouseError } from './warehouse-error';

// White space, line comments and block comments, however many. Engines differ
// on whether a carriage return ends a line comment and whether block comments
// nest: a comment that holds another is not skipped, so that it is refused.
const SKIPPED =
  /^(?:\s|--[^\r\n]*(?:[\r\n]|$)|\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\/|\()+/;

const firstWord = (sql: string): string =>
  /^\w+/.exec(sql.replace(SKIPPED, ''))?.[0]?.toUpperCase() ?? '';

/**
 * Refuses, before anything is sent, text with a NUL character: engines cut the
 * statement off there.
 *
 * @throws ETUDE_WAREHOUSE_SQL
 */
const refuseNul = (sql: string): void => {
  if (!sql.includes('\0')) return;
  throw warehouseError(
    'sql',
    'The SQL holds a NUL character, at which engines cut a statement off. Remove it.',
    { details: { sql }, position: positionAt(sql, sql.indexOf('\0')) },
  );
};

/**
 * Refuses, before anything is sent, text that does not begin like a SELECT or
 * that holds a NUL character. What comes after the beginning is the engine's to
 * judge: every driver also runs in its engine's read-only mode and lets the
 * engine refuse a second statement. `beginnings` are the words that a SELECT
 * may begin with on that engine.
 *
 * @throws ETUDE_WAREHOUSE_SQL, ETUDE_WAREHOUSE_NOT_READ_ONLY
 */
export const requireSelect = (
  sql: string,
  beginnings: readonly string[] = ['SELECT', 'WITH'],
): void => {
  refuseNul(sql);
  const word = firstWord(sql);
  if (beginnings.includes(word)) return;
  throw notReadOnly(
    sql,
    word === '' ? 'no statement' : `a statement that begins with ${word}`,
  );
};

/** The refusal of anything but one SELECT; `found` says what was there. */
export const notReadOnly = (sql: string, found: string): EtudeError =>
  warehouseError(
    'not-read-only',
    `The warehouse runs exactly one SELECT, but got ${found}. Send one SELECT.`,
    { details: { sql } },
  );
