import { useEffect } from 'react';

export type Polling = {
  /** Whether there is anything to wait for. */
  readonly isActive: boolean;
  readonly everyMs: number;
  readonly reload: () => void;
  /** What the last load gave; the next one is begun after it. */
  readonly beat: unknown;
};

/** Loads again, a while after each answer, for as long as it is active. */
export const usePolling = (polling: Polling): void => {
  const { isActive, everyMs, reload, beat } = polling;
  useEffect(() => {
    if (!isActive) return undefined;
    const timer = setTimeout(reload, everyMs);
    return () => clearTimeout(timer);
  }, [isActive, everyMs, reload, beat]);
};
