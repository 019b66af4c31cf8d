import { characterSet } from './character-set';
import {
  PatternSyntaxError,
  peek,
  refuse,
  skip,
  skipMatch,
} from './pattern-cursor';
import type { Cursor, PatternRefusal } from './pattern-cursor';
import {
  choicePart,
  placePart,
  repeatPart,
  sequencePart,
  setPart,
} from './pattern-program';
import type { PatternPart } from './pattern-program';

const COUNT = /(?:([*+?])|\{(\d{1,4})(,(\d{1,4})?)?\})\??/y;
const CLASS = /\[(?:[^\]\\]|\\.)*\]/suy;
/** Two halves of a pair are one character. */
const ESCAPE =
  /\\(?:x[\da-f]{2}|u(?:d[89ab]..\\ud[c-f]..|[\da-f]{4}|\{[\da-f]+\})|.)/isuy;

const characterPart = (cursor: Cursor): PatternPart => {
  const point = cursor.pattern.codePointAt(cursor.at) ?? 0;
  cursor.at += point > 0xffff ? 2 : 1;
  return setPart(other => other === point);
};

const parseGroup = (cursor: Cursor): PatternPart => {
  if (skip(cursor, '?') && !skip(cursor, ':')) refuse('specialGroup');
  const node = parseChoice(cursor);
  return skip(cursor, ')') ? node : refuse('openGroup');
};

const parseEscape = (cursor: Cursor): PatternPart => {
  const source = skipMatch(cursor, ESCAPE)?.[0] ?? refuse('backslashAtEnd');
  if (source === '\\b') return placePart('boundary');
  if (source === '\\B') return placePart('inside');
  return setPart(characterSet(source));
};

const parseClass = (cursor: Cursor): PatternPart =>
  setPart(characterSet(skipMatch(cursor, CLASS)?.[0] ?? refuse('openClass')));

const parseAtom = (cursor: Cursor): PatternPart => {
  const character = peek(cursor) ?? '';
  switch (character) {
    case '[':
      return parseClass(cursor);
    case '\\':
      return parseEscape(cursor);
    case '*':
    case '+':
    case '?':
      return refuse('nothingToRepeat', character);
    case '{':
    case '}':
    case ']':
      return refuse('loneBracket', character);
    default:
  }
  if (skip(cursor, '(')) return parseGroup(cursor);
  if (skip(cursor, '^')) return placePart('start');
  if (skip(cursor, '$')) return placePart('end');
  return skip(cursor, '.') ? setPart(characterSet('.')) : characterPart(cursor);
};

const parseRepeat = (cursor: Cursor): PatternPart => {
  const node = parseAtom(cursor);
  const match = skipMatch(cursor, COUNT);
  if (match === null) return node;
  const [text, sign = '', minText = '', comma, maxText] = match;
  // A lazy repetition finds another match than a greedy one, never none.
  if (sign === '?') return repeatPart(node, 0, 1);
  const min = sign === '+' ? 1 : Number(minText);
  const most = maxText === undefined ? null : Number(maxText);
  const max = sign === '' && comma === undefined ? min : most;
  if (max !== null && max < min) refuse('backwardCount', text);
  return repeatPart(node, min, max);
};

const parseSequence = (cursor: Cursor): PatternPart => {
  const parts: PatternPart[] = [];
  for (;;) {
    const next = peek(cursor);
    if (next === undefined || next === '|' || next === ')') {
      return sequencePart(parts);
    }
    parts.push(parseRepeat(cursor));
  }
};

const parseChoice = (cursor: Cursor): PatternPart => {
  const parts = [parseSequence(cursor)];
  while (skip(cursor, '|')) parts.push(parseSequence(cursor));
  return choicePart(parts);
};

/** `pattern`, read, or what in it is not supported. */
export const parsePattern = (pattern: string): PatternPart | PatternRefusal => {
  const cursor: Cursor = { pattern, at: 0 };
  try {
    const node = parseChoice(cursor);
    return peek(cursor) === undefined
      ? node
      : { code: 'loneGroupEnd', text: ')' };
  } catch (error) {
    if (error instanceof PatternSyntaxError) return error.refusal;
    throw error;
  }
};
