/** One thing that is wrong with what a person entered. */
export type FieldProblem = {
  /** Field it is about, such as `filters[0].value`; absent for the whole. */
  readonly path?: string;
  readonly message: string;
};

const isProblem = (value: unknown): value is FieldProblem =>
  typeof value === 'object' &&
  value !== null &&
  'message' in value &&
  typeof value.message === 'string';

/** Every problem a refused request names; its message when it names none. */
export const problemsOf = (error: Error): readonly FieldProblem[] => {
  const problems: unknown = 'problems' in error ? error.problems : undefined;
  const named = Array.isArray(problems) ? problems.filter(isProblem) : [];
  return named.length > 0 ? named : [{ message: error.message }];
};

const isAt = (problem: FieldProblem, path: string): boolean =>
  problem.path === path ||
  problem.path?.startsWith(`${path}.`) === true ||
  problem.path?.startsWith(`${path}[`) === true;

/** What is wrong with the field at `path` or anything in it, if anything. */
export const problemAt = (
  problems: readonly FieldProblem[],
  path: string,
): string | undefined => {
  const messages = problems
    .filter(problem => isAt(problem, path))
    .map(({ message }) => message);
  return messages.length === 0 ? undefined : messages.join(' ');
};

/** Id of the element that holds the field at `path`. */
export const fieldElementId = (path: string): string => `field-${path}`;
