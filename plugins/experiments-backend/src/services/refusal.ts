import { EtudeError } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';

/**
 * The error that tells a caller every problem of a refused command. One
 * problem gives the error its own code, several share a general one.
 */
export const refusal = (problems: readonly Problem[]): EtudeError => {
  const [first, ...others] = problems;
  return new EtudeError(problems.map(({ message }) => message).join(' '), {
    code:
      first && others.length === 0 ? first.code : 'ETUDE_EXPERIMENT_REFUSED',
    kind: 'user',
    problems,
  });
};

/** The value of a result. @throws its problems, as one error. */
export const accept = <T>(result: Result<T>): T => {
  if (!result.ok) throw refusal(result.problems);
  return result.value;
};

/** The error of an id that no experiment has. */
export const experimentNotFound = (id: string): EtudeError =>
  new EtudeError(
    `There is no experiment '${id}'. It may have another id: look for it in the list of experiments.`,
    { code: 'ETUDE_EXPERIMENT_NOT_FOUND', kind: 'user' },
  );

/** The error of writing over a version one has not seen. */
export const etagConflict = (id: string): EtudeError =>
  new EtudeError(
    `'${id}' was changed by someone else since you read it, so your change was not saved. Reload it, and make your change again.`,
    { code: 'ETUDE_EXPERIMENTS_ETAG_CONFLICT', kind: 'user' },
  );
