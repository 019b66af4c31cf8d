import type { Problem } from './experiment-types';

const hasProblems = (
  error: Error,
): error is Error & { readonly problems: readonly Problem[] } =>
  'problems' in error && Array.isArray(error.problems);

/** Every problem a refusal names, or its message when it names none. */
export const failureProblems = (
  reason: unknown,
): readonly Pick<Problem, 'message' | 'path'>[] => {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  return hasProblems(error) && error.problems.length > 0
    ? error.problems
    : [{ message: error.message }];
};
