import { refuse } from './pattern-cursor';

/** Whether a set has the character of a code point. */
export type CharacterSet = (point: number) => boolean;

/** Escapes that JavaScript has for some of these only. */
const PUNCTUATION = /\\([!-/:-@[-`{-~])/g;

/** What they stand for depends on the platform's version of Unicode. */
const PROPERTY = /\\p/i;

const ASCII = 0x80;

const readSet = (source: string): RegExp => {
  const portable = source.replace(
    PUNCTUATION,
    (_escape, character: string) =>
      `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
  if (PROPERTY.test(portable)) return refuse('badSet', source);
  try {
    return new RegExp(`^${portable}$`, 'u');
  } catch {
    return refuse('badSet', source);
  }
};

/**
 * The set that `source` is in JavaScript: an escape such as `\d`, `.`, or
 * what stands in brackets. One character is nothing to backtrack over, so that
 * the platform may judge it; of ASCII it is asked once.
 */
export const characterSet = (source: string): CharacterSet => {
  const set = readSet(source);
  const known: boolean[] = [];
  return point =>
    point < ASCII
      ? (known[point] ??= set.test(String.fromCharCode(point)))
      : set.test(String.fromCodePoint(point));
};
