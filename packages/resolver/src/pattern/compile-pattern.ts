import { contains } from './code-points';
import { parsePattern } from './parse-pattern';
import type { PatternRefusal } from './parse-pattern';
import { MAX_STATES, patternProgram, stateCount } from './pattern-program';
import type { PatternState } from './pattern-program';

/** Longest pattern, in UTF-16 code units. */
export const MAX_PATTERN_LENGTH = 250;

/** A position in a text. */
type Position = { readonly isStart: boolean; readonly isEnd: boolean };

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
      return position.isStart && follow(state.next, list, position);
    case 'end':
      return position.isEnd && follow(state.next, list, position);
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
    const here = { isStart: at === 0, isEnd: at === length };
    if (follow(first, states, here)) return true;
    if (at === length) return false;
    const point = text.codePointAt(at) ?? 0;
    at += point > 0xffff ? 2 : 1;
    visit++;
    const reached: PatternState[] = [];
    const there = { isStart: false, isEnd: at === length };
    for (const { set, next } of states) {
      if (set === null || contains(set.points, point) === set.isNegated) {
        continue;
      }
      if (follow(next, reached, there)) return true;
    }
    states = reached;
  }
};

/** The automaton of `pattern`, or why it has none. */
export const readPattern = (pattern: string): PatternState | PatternRefusal => {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    return { code: 'tooLong', text: String(pattern.length) };
  }
  const node = parsePattern(pattern);
  if ('code' in node) return node;
  const size = stateCount(node);
  return size > MAX_STATES
    ? { code: 'tooManySteps', text: String(size) }
    : patternProgram(node);
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
