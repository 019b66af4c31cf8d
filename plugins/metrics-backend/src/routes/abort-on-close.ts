import type { Response } from 'express';

/** A signal that aborts when the caller goes away before the answer is out. */
export const abortOnClose = (response: Response): AbortSignal => {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
};
