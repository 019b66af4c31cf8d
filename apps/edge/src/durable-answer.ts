import { EVENTS_ERROR_CODES } from '@etude/events';
import { hasErrorCode } from '@etude/kernel';
import { jsonResponse } from './http-message';
import type { EdgeAnswer, EdgeResponse } from './http-message';

/** Appends lines and resolves when they are on the disk. */
export type AppendLines = (lines: readonly string[]) => Promise<void>;

const RETRY_AFTER_BUSY_SECONDS = '1';
const RETRY_AFTER_BROKEN_SECONDS = '5';

const refusal = (error: unknown): EdgeResponse | null => {
  if (hasErrorCode(error, EVENTS_ERROR_CODES.backpressure)) {
    return jsonResponse(
      429,
      {
        code: 8,
        message: 'The log cannot keep up with the traffic. Send again later.',
      },
      { 'retry-after': RETRY_AFTER_BUSY_SECONDS },
    );
  }
  if (
    hasErrorCode(error, EVENTS_ERROR_CODES.writeFailed) ||
    hasErrorCode(error, EVENTS_ERROR_CODES.closed)
  ) {
    return jsonResponse(
      503,
      {
        code: 14,
        message: 'The log cannot be written now. Nothing was accepted.',
      },
      { 'retry-after': RETRY_AFTER_BROKEN_SECONDS },
    );
  }
  return null;
};

/**
 * `answer` once `durable` has settled, at once when it is null. When the log
 * refused, 429 or 503 with `Retry-After`: an answer with success promises that
 * everything is kept.
 */
export const afterDurable = (
  durable: Promise<void> | null,
  answer: EdgeResponse,
): EdgeAnswer =>
  durable === null
    ? answer
    : durable.then(
        () => answer,
        (error: unknown) => {
          const refused = refusal(error);
          if (refused) return refused;
          throw error;
        },
      );
