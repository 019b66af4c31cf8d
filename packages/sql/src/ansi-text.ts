import { EtudeError } from '@etude/kernel';

/**
 * The text itself, for writers of literals and names, when it reaches an
 * engine as it is.
 *
 * @throws ETUDE_SQL_NUL_CHARACTER, ETUDE_SQL_LONE_SURROGATE
 */
export const sendableText = (text: string, what: 'name' | 'text'): string => {
  if (text.includes('\0')) {
    throw new EtudeError(
      `The ${what} ${JSON.stringify(text)} holds a NUL character, at which engines cut the statement off. Remove it.`,
      { code: 'ETUDE_SQL_NUL_CHARACTER', kind: 'user', details: { text } },
    );
  }
  if (!text.isWellFormed()) {
    throw new EtudeError(
      `The ${what} ${JSON.stringify(text)} holds half a character (a lone surrogate), which would reach the engine as another one. Remove it.`,
      { code: 'ETUDE_SQL_LONE_SURROGATE', kind: 'user', details: { text } },
    );
  }
  return text;
};

/**
 * A name that SQL can carry, for writers of names.
 *
 * @throws ETUDE_SQL_NUL_CHARACTER, ETUDE_SQL_LONE_SURROGATE, ETUDE_SQL_EMPTY_NAME
 */
export const usableName = (name: string): string => {
  if (name === '') {
    throw new EtudeError(
      'A column or table name is empty: SQL cannot refer to it. Give it a name.',
      { code: 'ETUDE_SQL_EMPTY_NAME', kind: 'user' },
    );
  }
  return sendableText(name, 'name');
};

/**
 * A name in double quotes with inner quotes doubled (SQL:2016 5.2), for
 * dialects that follow the standard.
 *
 * @throws ETUDE_SQL_NUL_CHARACTER, ETUDE_SQL_LONE_SURROGATE, ETUDE_SQL_EMPTY_NAME
 */
export const doubleQuoted = (name: string): string =>
  `"${usableName(name).replaceAll('"', '""')}"`;

/**
 * Text in single quotes with inner quotes doubled; backslashes are ordinary.
 *
 * @throws ETUDE_SQL_NUL_CHARACTER, ETUDE_SQL_LONE_SURROGATE
 */
export const singleQuoted = (text: string): string =>
  `'${sendableText(text, 'text').replaceAll("'", "''")}'`;

const isoText = (instant: Date): string => {
  const year = instant.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) {
    throw new EtudeError(
      `An instant of the year ${year} cannot be written in SQL, whose years are 1 to 9999. Use another one.`,
      { code: 'ETUDE_SQL_YEAR', kind: 'user', details: { year } },
    );
  }
  return instant.toISOString();
};

/**
 * `YYYY-MM-DD hh:mm:ss.sss` in UTC.
 *
 * @throws ETUDE_SQL_YEAR
 */
export const utcTimestamp = (instant: Date): string =>
  isoText(instant).slice(0, 23).replace('T', ' ');

/**
 * `YYYY-MM-DD` in UTC.
 *
 * @throws ETUDE_SQL_YEAR
 */
export const utcDate = (instant: Date): string => isoText(instant).slice(0, 10);
