/** A place in a text of SQL; both count from 1, columns in UTF-16 units. */
export type SqlPosition = { readonly line: number; readonly column: number };

/** The place of the character at `offset` (from 0) of `sql`. */
export const positionAt = (sql: string, offset: number): SqlPosition => {
  const before = sql.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
};

/**
 * The first place where `word` stands in `sql` as a whole word, for engines
 * that name what they do not know but not where; null when it is not there.
 */
export const positionOfWord = (
  sql: string,
  word: string,
): SqlPosition | null => {
  const isPart = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  if (word === '') return null;
  for (let at = sql.indexOf(word); at >= 0; at = sql.indexOf(word, at + 1)) {
    if (!isPart(sql[at - 1]) && !isPart(sql[at + word.length])) {
      return positionAt(sql, at);
    }
  }
  return null;
};

/** `Line 3, column 8: `, or nothing when the place is not known. */
export const placeText = (position: SqlPosition | null): string =>
  position === null ? '' : `Line ${position.line}, column ${position.column}: `;
