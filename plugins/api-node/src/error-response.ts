import type { ErrorBody } from '@etude/api-common';
import { EtudeError, isEtudeError } from '@etude/kernel';
import type { ErrorRequestHandler } from 'express';
import { z } from 'zod';

const USER_STATUS: readonly (readonly [suffix: string, status: number])[] = [
  ['_NOT_FOUND', 404],
  ['_CONFLICT', 409],
  ['_FORBIDDEN', 403],
  ['_REQUEST_TOO_LARGE', 413],
];

/**
 * HTTP status of an error: users' errors 400, 403, 404, 409 or 413 by the
 * ending of their code, operational ones 503, bugs 500.
 */
export const statusOf = (error: EtudeError): number => {
  if (error.kind === 'operational') return 503;
  if (error.kind === 'bug') return 500;
  const known = USER_STATUS.find(([suffix]) => error.code.endsWith(suffix));
  return known ? known[1] : 400;
};

const bodyErrorSchema = z.object({
  type: z.string().startsWith('entity.'),
  message: z.string(),
  limit: z.number().optional(),
});

/** What the parser of bodies refuses, as an error of this project. */
const bodyError = (error: unknown): EtudeError | undefined => {
  const parsed = bodyErrorSchema.safeParse(error);
  if (!parsed.success) return undefined;
  const { message, limit } = parsed.data;
  return new EtudeError(
    parsed.data.type === 'entity.too.large'
      ? `The body of the request has more than ${limit} bytes. Send less at once.`
      : `The body of the request is not JSON: ${message}. Correct it and send it again.`,
    {
      code:
        parsed.data.type === 'entity.too.large'
          ? 'ETUDE_REQUEST_TOO_LARGE'
          : 'ETUDE_REQUEST_INVALID',
      kind: 'user',
      cause: error,
    },
  );
};

/**
 * Answers errors of this project with their code and problems; hands every
 * other error on to Backstage's own error middleware.
 */
export const errorResponse = (): ErrorRequestHandler => {
  // Express knows error handlers by their four parameters.
  // eslint-disable-next-line max-params
  return (thrown, _request, response, next) => {
    const error = isEtudeError(thrown) ? thrown : bodyError(thrown);
    if (!error || response.headersSent) {
      next(thrown);
      return;
    }
    const statusCode = statusOf(error);
    if (error.kind === 'bug') {
      next(thrown);
      return;
    }
    const body: ErrorBody = {
      error: {
        name: error.name,
        code: error.code,
        message: error.message,
        problems: error.problems,
      },
      response: { statusCode },
    };
    if (statusCode === 503) response.setHeader('Retry-After', '5');
    response.status(statusCode).json(body);
  };
};
