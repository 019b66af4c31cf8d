import { MAX_PATTERN_LENGTH, readPattern } from './compile-pattern';
import type { PatternRefusal } from './parse-pattern';
import { MAX_STATES } from './pattern-program';

/** Apart from the parser, which goes into every application that resolves. */
const reasonOf = ({ code, text }: PatternRefusal): string => {
  switch (code) {
    case 'backslashAtEnd':
      return 'it ends with a backslash';
    case 'backwardCount':
      return `${text} runs backwards`;
    case 'backwardRange':
      return 'a range in [ ] runs backwards';
    case 'loneBracket':
      return `'${text}' stands alone; write '\\${text}'`;
    case 'loneGroupEnd':
      return "a ')' closes nothing";
    case 'nothingToRepeat':
      return `'${text}' has nothing to repeat`;
    case 'openClass':
      return "a '[' is never closed";
    case 'openGroup':
      return "a '(' is never closed";
    case 'setInRange':
      return 'a range in [ ] ends in a set such as \\d';
    case 'specialGroup':
      return "of the groups that begin with '(?' only '(?:' is supported: no look-around, no names, no flags";
    case 'tooLong':
      return `it has ${text} characters, at most ${MAX_PATTERN_LENGTH} are read`;
    case 'tooManySteps':
      return `its repetitions multiply to ${text} steps, at most ${MAX_STATES} are allowed`;
    case 'unsupportedEscape':
      return `${text} is not supported`;
    default:
      return code satisfies never;
  }
};

/**
 * What keeps `pattern` from being used by the operator `matches`, for its
 * writer; else null. Supported are literals, `.`, `[ ]`, `\d \w \s` and their
 * negations, `^ $`, groups, `|`, `* + ?` and `{m,n}`.
 */
export const patternProblem = (pattern: string): string | null => {
  const read = readPattern(pattern);
  return 'code' in read
    ? `Pattern '${pattern}' cannot be used: ${reasonOf(read)}.`
    : null;
};
