import type { Problem, Result } from '@etude/kernel';
import { parseNumber } from './parse-number';

/** A problem of an option or a word of the command. */
export const optionProblem = (path: string, message: string): Problem => ({
  code: 'ETUDE_CLI_OPTION',
  path,
  message,
});

/** Collects problems beside the values that could be read. */
export const optionReader = () => {
  const problems: Problem[] = [];
  const number = (path: string, text: string, example: string): number => {
    const value = parseNumber(text);
    if (value === undefined) {
      problems.push(
        optionProblem(path, `'${text}' is not a number. Write ${example}.`),
      );
    }
    return value ?? Number.NaN;
  };
  return {
    problems,
    required: (path: string, value: string | undefined, fix: string) => {
      if (value === undefined || value === '') {
        problems.push(optionProblem(path, `It is missing. ${fix}`));
      }
      return value ?? '';
    },
    number,
    optionalNumber: (
      path: string,
      text: string | undefined,
      example: string,
    ) => (text === undefined ? null : number(path, text, example)),
    /** One of the words, or null with a problem; null without a text. */
    oneOf: <const T extends string>(
      path: string,
      text: string | undefined,
      words: readonly T[],
    ): T | null => {
      const found = words.find(word => word === text);
      if (text !== undefined && found === undefined) {
        problems.push(
          optionProblem(
            path,
            `'${text}' is not known. Choose ${words.join(', ')}.`,
          ),
        );
      }
      return found ?? null;
    },
    value: <T>(result: Result<T>): T | undefined => {
      if (result.ok) return result.value;
      problems.push(...result.problems);
      return undefined;
    },
  };
};

/** What reads options and keeps their problems. */
export type OptionReader = ReturnType<typeof optionReader>;
