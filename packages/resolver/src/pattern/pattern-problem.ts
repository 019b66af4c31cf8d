import { MAX_PATTERN_LENGTH, readPattern } from './compile-pattern';
import type { PatternRefusal } from './pattern-cursor';
import { MAX_STATES } from './pattern-program';

const badSet = (text: string): string => {
  if (text.startsWith('[')) {
    return `${text} is no set: a range runs backwards or ends in a set such as \\d, or an escape in it is not supported`;
  }
  if (text === '\\x') return '\\x wants two hexadecimal digits';
  if (text.startsWith('\\u')) {
    return '\\u wants four hexadecimal digits, or up to 10ffff in { }';
  }
  if (/^\\p/i.test(text)) {
    return `${text} is not supported: it stands for other characters in other versions of Unicode, and every resolver has to agree; write a range such as [à-ž]`;
  }
  return /^\\[1-9k]/.test(text)
    ? `${text} is not supported: finding again what a group has matched may take longer than anybody waits`
    : `${text} is not supported`;
};

/** Apart from the parser, which goes into every application that resolves. */
const reasonOf = ({ code, text }: PatternRefusal): string => {
  switch (code) {
    case 'backslashAtEnd':
      return 'it ends with a backslash';
    case 'backwardCount':
      return `${text} runs backwards`;
    case 'badSet':
      return badSet(text);
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
    case 'specialGroup':
      return "of the groups that begin with '(?' only '(?:' is supported: no look-around, no names, no flags";
    case 'tooLong':
      return `it has ${text} characters, at most ${MAX_PATTERN_LENGTH} are read`;
    case 'tooManySteps':
      return `its repetitions multiply to ${text} steps, at most ${MAX_STATES} are allowed`;
    default:
      return code satisfies never;
  }
};

/**
 * What keeps `pattern` from being used by the operator `matches`, for its
 * writer; else null. Supported are literals, `.`, `[ ]`, `\d \w \s` and their
 * negations, `\t \n \r \f \v`, `\xhh`, `\uhhhh`, `\u{h}`, `^ $`, `\b \B`,
 * groups, `|`, and `* + ? {m,n}`, greedy or lazy: what takes time in proportion
 * to the text, and means the same wherever a flag is resolved.
 */
export const patternProblem = (pattern: string): string | null => {
  const read = readPattern(pattern);
  return 'code' in read
    ? `Pattern '${pattern}' cannot be used: ${reasonOf(read)}.`
    : null;
};
