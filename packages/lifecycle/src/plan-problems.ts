import type { Problem } from '@etude/kernel';

/** A problem of one field of a plan. */
export const planProblem = (
  code: string,
  path: string,
  message: string,
): Problem => ({ code: `ETUDE_PLAN_${code}`, path, message });

/** A problem when `text` has no visible character. */
export const checkFilled = (
  text: string,
  path: string,
  message: string,
): readonly Problem[] =>
  text.trim() === '' ? [planProblem('EMPTY', path, message)] : [];

/** Indexes of entries whose key has occurred earlier in the list. */
export const repeatedIndexes = (keys: readonly string[]): readonly number[] =>
  keys.flatMap((key, index) => (keys.indexOf(key) < index ? [index] : []));
