import type { ErrorBody } from '@etude/api-common';
import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';
import type { ErrorRequestHandler } from 'express';

const USER_STATUS: readonly (readonly [suffix: string, status: number])[] = [
  ['_NOT_FOUND', 404],
  ['_CONFLICT', 409],
  ['_FORBIDDEN', 403],
];

/**
 * HTTP status of an error: users' errors 400, 403, 404 or 409 by the ending of
 * their code, operational ones 503, bugs 500.
 */
export const statusOf = (error: EtudeError): number => {
  if (error.kind === 'operational') return 503;
  if (error.kind === 'bug') return 500;
  const known = USER_STATUS.find(([suffix]) => error.code.endsWith(suffix));
  return known ? known[1] : 400;
};

/**
 * Answers errors of this project with their code and problems; hands every
 * other error on to Backstage's own error middleware.
 */
export const errorResponse = (): ErrorRequestHandler => {
  // Express knows error handlers by their four parameters.
  // eslint-disable-next-line max-params
  return (error, _request, response, next) => {
    if (!isEtudeError(error) || response.headersSent) {
      next(error);
      return;
    }
    const statusCode = statusOf(error);
    if (error.kind === 'bug') {
      next(error);
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
