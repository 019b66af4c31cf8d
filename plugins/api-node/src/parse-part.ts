import { EtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import type { z } from 'zod';

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');

// A schema may name its problem more closely than that the request is wrong.
const codeOf = (issue: z.core.$ZodIssue): string => {
  const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : null;
  return typeof code === 'string' ? code : 'ETUDE_REQUEST_INVALID';
};

/**
 * The parsed part of a request.
 *
 * @throws ETUDE_REQUEST_INVALID with every problem, each with its path.
 */
export const parsePart = <T>(
  schema: z.ZodType<T>,
  value: unknown,
  where: 'path' | 'query' | 'body',
): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems: Problem[] = parsed.error.issues.map(issue => ({
    code: codeOf(issue),
    message: issue.message,
    path: pathText(issue.path),
  }));
  const list = problems
    .map(problem => (problem.path ? `${problem.path}: ` : '') + problem.message)
    .join('; ');
  throw new EtudeError(
    `The ${where} of the request is not valid: ${list}. Correct it and send it again.`,
    { code: 'ETUDE_REQUEST_INVALID', kind: 'user', problems },
  );
};
