import { sendableText } from './ansi-text';

/**
 * Text in single quotes for engines that take both `\'` and `''` for a quote
 * and read backslash escapes: quotes are doubled, which would be right even if
 * the engine took backslashes as they are.
 *
 * @throws ETUDE_SQL_NUL_CHARACTER, ETUDE_SQL_LONE_SURROGATE
 */
export const doubledQuoted = (text: string): string =>
  `'${sendableText(text, 'text').replace(/['\\]/gu, '$&$&')}'`;

const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r' };

/**
 * Text in single quotes for engines to which `''` is the end of one text and
 * the beginning of another: quotes, backslashes and line breaks are written
 * as backslash escapes.
 *
 * @throws ETUDE_SQL_NUL_CHARACTER, ETUDE_SQL_LONE_SURROGATE
 */
export const backslashQuoted = (text: string): string =>
  `'${sendableText(text, 'text').replace(/['\\\n\r]/gu, mark => NAMED[mark] ?? `\\${mark}`)}'`;
