import { jsonResponse } from './http-message';
import type { EdgeResponse } from './http-message';
import type { OfrepFailure } from './ofrep-answer';

/** HTTP statuses of OFREP's error codes. */
export const OFREP_STATUS: Readonly<Record<OfrepFailure['errorCode'], number>> =
  {
    PARSE_ERROR: 400,
    INVALID_CONTEXT: 400,
    FLAG_NOT_FOUND: 404,
    GENERAL: 500,
    PROVIDER_NOT_READY: 503,
  };

/** The answer to a request that failed, for one key or for all (null). */
export const ofrepFailure = (
  body: Omit<OfrepFailure, 'key'>,
  key: string | null,
): EdgeResponse =>
  jsonResponse(
    OFREP_STATUS[body.errorCode],
    key === null ? body : { key, ...body },
    body.errorCode === 'PROVIDER_NOT_READY' ? { 'retry-after': '1' } : {},
  );
