import { parsePattern } from './parse-pattern';
import type { PatternRefusal } from './pattern-cursor';
import { MAX_STATES, patternProgram } from './pattern-program';
import type { PatternState } from './pattern-program';

/** Longest pattern, in UTF-16 code units. */
export const MAX_PATTERN_LENGTH = 250;

/** A position in a text. */
type Position = { readonly text: string; readonly at: number };

/** Looks at one place only. */
const BOUNDARY = /\b/y;

const isBoundary = ({ text, at }: Position): boolean => {
  BOUNDARY.lastIndex = at;
  return BOUNDARY.test(text);
};

/** Positions are counted over all texts, so that none is seen twice. */
let visit = 0;

/**
 * Adds to `list` what can be reached from `state` without a character. True
 * when that is the end of the pattern.
 */
const follow = (
  state: PatternState | null,
  list: PatternState[],
  position: Position,
): boolean => {
  if (state === null || state.seenAt === visit) return false;
  state.seenAt = visit;
  switch (state.kind) {
    case 'match':
      return true;
    case 'set':
      list.push(state);
      return false;
    case 'start':
      return position.at === 0 && follow(state.next, list, position);
    case 'end':
      return (
        position.at === position.text.length &&
        follow(state.next, list, position)
      );
    case 'boundary':
    case 'inside':
      return (
        isBoundary(position) === (state.kind === 'boundary') &&
        follow(state.next, list, position)
      );
    default:
      return (
        follow(state.next, list, position) ||
        follow(state.other, list, position)
      );
  }
};

const matches = (first: PatternState, text: string): boolean => {
  const { length } = text;
  let states: PatternState[] = [];
  let at = 0;
  visit++;
  for (;;) {
    // A match may begin anywhere.
    if (follow(first, states, { text, at })) return true;
    if (at === length) return false;
    const point = text.codePointAt(at) ?? 0;
    at += point > 0xffff ? 2 : 1;
    visit++;
    const reached: PatternState[] = [];
    const there = { text, at };
    for (const { set, next } of states) {
      if (set?.(point) && follow(next, reached, there)) return true;
    }
    states = reached;
  }
};

/** The automaton of `pattern`, or why it has none. */
export const readPattern = (pattern: string): PatternState | PatternRefusal => {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    return { code: 'tooLong', text: String(pattern.length) };
  }
  const part = parsePattern(pattern);
  if ('code' in part) return part;
  return part.size > MAX_STATES
    ? { code: 'tooManySteps', text: String(part.size) }
    : patternProgram(part);
};

/**
 * A test whether `pattern` matches somewhere in a text; null when it is not
 * supported. It takes time in proportion to the text for every pattern, as it
 * follows all ways at once (K. Thompson, CACM 11(6), 1968): a pattern in a
 * flag must not be able to stop the process that resolves it.
 */
export const compilePattern = (
  pattern: string,
): ((text: string) => boolean) | null => {
  const first = readPattern(pattern);
  return 'code' in first ? null : text => matches(first, text);
};
