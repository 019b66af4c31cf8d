import type { Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import { optionProblem } from './option-reader';

/** Looks at the end of every `everyDays`-th day since the first exposure. */
export type RequestedLooks = {
  readonly column: string;
  readonly everyDays: number;
};

/** The looks that `COLUMN[:DAYS]` asks for. */
export const readRequestedLooks = (text: string): Result<RequestedLooks> => {
  const [, column = text, days = '1'] = /^(.*):(\d+)$/.exec(text) ?? [];
  if (column === '') {
    return refused(
      optionProblem(
        '--looks',
        `'${text}' names no column. Write --looks COLUMN, or --looks COLUMN:7 for a look every 7 days.`,
      ),
    );
  }
  const everyDays = Number(days);
  return everyDays >= 1
    ? ok({ column, everyDays })
    : refused(
        optionProblem(
          '--looks',
          `'${text}' asks for a look every ${days} days. Write a whole number of days from 1, as in --looks ${column}:7.`,
        ),
      );
};
