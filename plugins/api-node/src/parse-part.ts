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

// What is wrong with a key of a record is said one level below it.
const messageOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_key'
    ? issue.issues.map(({ message }) => message).join(' ')
    : issue.message;

const MAX_DEPTH = 100;

const isDeeperThan = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Buffer.isBuffer(value) &&
  (levels === 0 ||
    Object.values(value).some(part => isDeeperThan(part, levels - 1)));

const invalid = (where: string, problems: readonly Problem[]): EtudeError => {
  const list = problems
    .map(problem => (problem.path ? `${problem.path}: ` : '') + problem.message)
    .join('; ')
    .replace(/\.$/, '');
  return new EtudeError(
    `The ${where} of the request is not valid: ${list}. Correct it and send it again.`,
    { code: 'ETUDE_REQUEST_INVALID', kind: 'user', problems },
  );
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
  // Schemas of trees call themselves, as often as the sender likes.
  if (isDeeperThan(value, MAX_DEPTH)) {
    const message = `It is nested more than ${MAX_DEPTH} levels deep.`;
    throw invalid(where, [{ code: 'ETUDE_REQUEST_INVALID', message }]);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(
    where,
    parsed.error.issues.map(issue => ({
      code: codeOf(issue),
      message: messageOf(issue),
      path: pathText(issue.path),
    })),
  );
};
