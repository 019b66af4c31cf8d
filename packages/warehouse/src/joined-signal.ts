import type { CancelSignal } from './warehouse-driver';

/** A signal that aborts when any of its sources does. */
export type JoinedSignal = CancelSignal & {
  /** Lets go of the sources; they may live much longer. */
  readonly release: () => void;
};

/**
 * The signal of one run: aborted by its caller or by the close of its driver.
 * (Packages know only the part of `AbortSignal` that they need.)
 */
export const joinSignals = (
  ...sources: readonly (CancelSignal | undefined)[]
): JoinedSignal => {
  const listeners = new Set<() => void>();
  const isAborted = () => sources.some(source => source?.aborted === true);
  const onAbort = () => {
    const told = [...listeners];
    listeners.clear();
    for (const listener of told) listener();
  };
  for (const source of sources) source?.addEventListener('abort', onAbort);
  return {
    get aborted() {
      return isAborted();
    },
    addEventListener: (_type, listener) => {
      listeners.add(listener);
    },
    removeEventListener: (_type, listener) => {
      listeners.delete(listener);
    },
    release: () => {
      for (const source of sources) {
        source?.removeEventListener('abort', onAbort);
      }
    },
  };
};
