import { setTimeout as sleep } from 'node:timers/promises';

export type WaitOptions = {
  /** Ends the sentence "… did not come within". */
  readonly what: string;
  readonly timeoutMs: number;
  readonly everyMs?: number;
};

/**
 * Asks until the answer is not undefined; a call that throws counts as not
 * yet, and the last reason is in the error.
 */
export const waitUntil = async <T>(
  ask: () => Promise<T | undefined>,
  { what, timeoutMs, everyMs = 250 }: WaitOptions,
): Promise<T> => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let reason: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      reason = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what} did not come within ${timeoutMs / 1000} s`, {
        cause: reason,
      });
    }
    await sleep(everyMs);
  }
};

/** True once an address answers with success. */
export const isUp = async (url: string): Promise<true | undefined> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  return response.ok ? true : undefined;
};
