import { EtudeError } from '@etude/kernel';
import { setTimeout as sleep } from 'node:timers/promises';

export type WaitOptions = {
  readonly what: string;
  readonly timeoutMs: number;
  /** True when waiting has become pointless. */
  readonly isHopeless?: () => boolean;
  /** What a person should read when it does not come. */
  readonly hint: () => string;
};

/**
 * Asks until the answer is neither undefined nor a refused connection.
 *
 * @throws ETUDE_WAIT_TIMEOUT with the hint.
 */
export const waitFor = async <T>(
  ask: () => Promise<T | undefined>,
  options: WaitOptions,
): Promise<T> => {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    if (Date.now() > deadline || options.isHopeless?.() === true) {
      throw new EtudeError(
        `${options.what} did not come within ${options.timeoutMs / 1000} s. ${options.hint()}`,
        { code: 'ETUDE_WAIT_TIMEOUT', kind: 'operational' },
      );
    }
    await sleep(100);
  }
};

/** True once an address answers with success; undefined until then. */
export const isUp = async (url: string): Promise<true | undefined> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  return response.ok ? true : undefined;
};
