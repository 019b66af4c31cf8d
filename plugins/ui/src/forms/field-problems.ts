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

// What Chromium, Firefox and Safari say of a request that got no answer.
const NO_ANSWER = /^(Failed to fetch|NetworkError when|Load failed)/;

/** Why something failed, as a person would say it. */
export const reasonOf = (error: Error): string =>
  error.name === 'TypeError' && NO_ANSWER.test(error.message)
    ? 'The portal did not answer. Look at your connection, then try again.'
    : error.message;

/** Every problem a refused request names; its message when it names none. */
export const problemsOf = (reason: unknown): readonly FieldProblem[] => {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  const problems: unknown = 'problems' in error ? error.problems : undefined;
  const named = Array.isArray(problems) ? problems.filter(isProblem) : [];
  return named.length > 0 ? named : [{ message: reasonOf(error) }];
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

const parentOf = (path: string): string | undefined => {
  const end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return end > 0 ? path.slice(0, end) : undefined;
};

const CONTROLS = 'input:not([type=hidden]),textarea,button';

/**
 * The control of the page for the field at `path`, or for the nearest field
 * around it; undefined when it is not on the page.
 */
export const controlAt = (path: string): HTMLElement | undefined => {
  let at: string | undefined = path;
  while (at !== undefined) {
    const control = document
      .getElementById(fieldElementId(at))
      ?.querySelector<HTMLElement>(CONTROLS);
    if (control) return control;
    at = parentOf(at);
  }
  return undefined;
};
