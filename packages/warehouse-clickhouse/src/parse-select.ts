import { notReadOnly } from '@etude/warehouse';
import type { JsonAnswer } from './json-answer';

const quotedText = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/**
 * Has the server's own parser look at the person's text as a value: it cannot
 * do anything, positions of errors count from its first character, and a second
 * statement is refused.
 *
 * @throws ETUDE_WAREHOUSE_NOT_READ_ONLY
 */
export const parseSelect = async (
  sql: string,
  ask: (text: string, offset: number) => Promise<JsonAnswer>,
): Promise<void> => {
  const { data } = await ask(
    `SELECT formatQuerySingleLine(${quotedText(sql)}) AS "text"`,
    0,
  );
  const parsed = String(data[0]?.[0]);
  const word = /^[(\s]*(\w+)/.exec(parsed)?.[1]?.toUpperCase() ?? '';
  if (word !== 'SELECT' && word !== 'WITH') {
    throw notReadOnly(sql, `a statement that begins with ${word}`);
  }
};
