import { DIGITS, LINE_ENDS, SPACE, WORD, complement } from './code-points';
import type { CodePoints } from './code-points';

/** A regular expression as a tree. */
export type PatternNode =
  | {
      readonly kind: 'set';
      readonly points: CodePoints;
      readonly isNegated: boolean;
    }
  | { readonly kind: 'start' | 'end' }
  | {
      readonly kind: 'sequence' | 'choice';
      readonly parts: readonly PatternNode[];
    }
  | {
      readonly kind: 'repeat';
      readonly node: PatternNode;
      readonly min: number;
      /** null means without end. */
      readonly max: number | null;
    };

/** What a pattern has that is not supported; `text` is the place. */
export type PatternRefusal = {
  readonly code:
    | 'backslashAtEnd'
    | 'backwardCount'
    | 'backwardRange'
    | 'loneBracket'
    | 'loneGroupEnd'
    | 'nothingToRepeat'
    | 'openClass'
    | 'openGroup'
    | 'setInRange'
    | 'specialGroup'
    | 'tooLong'
    | 'tooManySteps'
    | 'unsupportedEscape';
  readonly text: string;
};

/** Thrown within the parser and caught at its door. */
class PatternSyntaxError extends Error {
  readonly refusal: PatternRefusal;

  constructor(refusal: PatternRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

const refuse = (code: PatternRefusal['code'], text = ''): never => {
  throw new PatternSyntaxError({ code, text });
};

const CLASS_ESCAPES: ReadonlyMap<string, CodePoints> = new Map([
  ['d', DIGITS],
  ['D', complement(DIGITS)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
]);

const PUNCTUATION = /^[!-/:-@[-`{-~]$/;
const COUNT = /^\{(\d{1,4})(,(\d{1,4})?)?\}/;

/** Reads a pattern from left to right, by code point. */
type Cursor = {
  readonly characters: readonly string[];
  at: number;
};

const peek = ({ characters, at }: Cursor): string | undefined => characters[at];

const skip = (cursor: Cursor, character: string): boolean => {
  const isThere = peek(cursor) === character;
  if (isThere) cursor.at++;
  return isThere;
};

const setOf = (points: CodePoints, isNegated = false): PatternNode => ({
  kind: 'set',
  points,
  isNegated,
});

const single = (character: string): CodePoints => {
  const point = character.codePointAt(0) ?? 0;
  return [point, point];
};

/** What follows a backslash. */
const parseEscape = (cursor: Cursor): CodePoints => {
  const character = cursor.characters[cursor.at++];
  if (character === undefined) return refuse('backslashAtEnd');
  const points = CLASS_ESCAPES.get(character);
  if (points !== undefined) return points;
  return PUNCTUATION.test(character)
    ? single(character)
    : refuse('unsupportedEscape', `\\${character}`);
};

const parseClassItem = (cursor: Cursor): CodePoints => {
  const character = cursor.characters[cursor.at++] ?? refuse('openClass');
  return character === '\\' ? parseEscape(cursor) : single(character);
};

/** What follows a `[`. */
const parseClass = (cursor: Cursor): PatternNode => {
  const isNegated = skip(cursor, '^');
  const points: number[] = [];
  while (!skip(cursor, ']')) {
    const item = parseClassItem(cursor);
    points.push(...item);
    if (peek(cursor) !== '-' || cursor.characters[cursor.at + 1] === ']') {
      continue;
    }
    cursor.at++;
    const end = parseClassItem(cursor);
    const [first = 0] = item;
    const [last = 0] = end;
    // Sets such as \d are no end of a range.
    if (item[1] !== first || end[1] !== last) refuse('setInRange');
    if (first > last) refuse('backwardRange');
    points.push(first, last);
  }
  return setOf(points, isNegated);
};

const parseGroup = (cursor: Cursor): PatternNode => {
  if (skip(cursor, '?') && !skip(cursor, ':')) refuse('specialGroup');
  const node = parseChoice(cursor);
  return skip(cursor, ')') ? node : refuse('openGroup');
};

const parseAtom = (cursor: Cursor): PatternNode => {
  const character = cursor.characters[cursor.at++] ?? '';
  switch (character) {
    case '(':
      return parseGroup(cursor);
    case '[':
      return parseClass(cursor);
    case '\\':
      return setOf(parseEscape(cursor));
    case '.':
      return setOf(LINE_ENDS, true);
    case '^':
      return { kind: 'start' };
    case '$':
      return { kind: 'end' };
    case '*':
    case '+':
    case '?':
      return refuse('nothingToRepeat', character);
    case '{':
    case '}':
    case ']':
      return refuse('loneBracket', character);
    default:
      return setOf(single(character));
  }
};

const parseRepeat = (cursor: Cursor): PatternNode => {
  const node = parseAtom(cursor);
  if (skip(cursor, '*')) return { kind: 'repeat', node, min: 0, max: null };
  if (skip(cursor, '+')) return { kind: 'repeat', node, min: 1, max: null };
  if (skip(cursor, '?')) return { kind: 'repeat', node, min: 0, max: 1 };
  const match = COUNT.exec(cursor.characters.slice(cursor.at).join(''));
  if (match === null) return node;
  const [text, minText = '', comma, maxText] = match;
  cursor.at += text.length;
  const min = Number(minText);
  const most = maxText === undefined ? null : Number(maxText);
  const max = comma === undefined ? min : most;
  if (max !== null && max < min) refuse('backwardCount', text);
  return { kind: 'repeat', node, min, max };
};

const parseSequence = (cursor: Cursor): PatternNode => {
  const parts: PatternNode[] = [];
  for (;;) {
    const next = peek(cursor);
    if (next === undefined || next === '|' || next === ')') {
      return { kind: 'sequence', parts };
    }
    parts.push(parseRepeat(cursor));
  }
};

const parseChoice = (cursor: Cursor): PatternNode => {
  const parts = [parseSequence(cursor)];
  while (skip(cursor, '|')) parts.push(parseSequence(cursor));
  return { kind: 'choice', parts };
};

/** The tree of `pattern`, or what in it is not supported. */
export const parsePattern = (pattern: string): PatternNode | PatternRefusal => {
  const cursor: Cursor = { characters: Array.from(pattern), at: 0 };
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
