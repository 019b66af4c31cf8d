import { EtudeError } from '@etude/kernel';

const refuseNul = (text: string, what: string): string => {
  if (text.includes('\0')) {
    throw new EtudeError(
      `The ${what} ${JSON.stringify(text)} holds a NUL character, at which engines cut the statement off. Remove it.`,
      { code: 'ETUDE_SQL_NUL_CHARACTER', kind: 'user', details: { text } },
    );
  }
  return text;
};

/**
 * A name in double quotes with inner quotes doubled (SQL:2016 5.2), for
 * dialects that follow the standard.
 *
 * @throws ETUDE_SQL_NUL_CHARACTER, ETUDE_SQL_EMPTY_NAME
 */
export const doubleQuoted = (name: string): string => {
  if (name === '') {
    throw new EtudeError(
      'A column or table name is empty: SQL cannot refer to it. Give it a name.',
      { code: 'ETUDE_SQL_EMPTY_NAME', kind: 'user' },
    );
  }
  return `"${refuseNul(name, 'name').replaceAll('"', '""')}"`;
};

/**
 * Text in single quotes with inner quotes doubled; backslashes are ordinary.
 *
 * @throws ETUDE_SQL_NUL_CHARACTER
 */
export const singleQuoted = (text: string): string =>
  `'${refuseNul(text, 'text').replaceAll("'", "''")}'`;

/** `YYYY-MM-DD hh:mm:ss.sss` in UTC. */
export const utcTimestamp = (instant: Date): string =>
  instant.toISOString().slice(0, 23).replace('T', ' ');

/** `YYYY-MM-DD` in UTC. */
export const utcDate = (instant: Date): string =>
  instant.toISOString().slice(0, 10);
