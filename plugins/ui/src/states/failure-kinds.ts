/** The code of a failure, or else its name. */
export const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;

/** Whether this person may not see what was asked for. */
export const isForbidden = (error: Error): boolean =>
  error.name === 'NotAllowedError' ||
  /FORBIDDEN|NotAllowed/.test(codeOf(error));

/** Whether what was asked for is not there, or no longer. */
export const isMissing = (error: Error): boolean =>
  error.name === 'NotFoundError' || /NOT_FOUND|NotFound/.test(codeOf(error));
