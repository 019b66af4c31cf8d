import { useCallback, useEffect, useRef, useState } from 'react';
import { isForbidden, isMissing } from './failure-kinds';

/** What came of loading something: nothing yet, a value, or a failure. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: Error }
  | {
      readonly state: 'loaded';
      readonly value: T;
      /** Why it could not be loaded again; the value is the one before. */
      readonly reloadFailure?: Error;
    };

export type UseLoaded<T> = {
  readonly loaded: Loaded<T>;
  /**
   * Loads again; what is shown stays until the new value is there, and where
   * that fails in passing.
   */
  readonly reload: () => void;
};

const LOADING = { state: 'loading' } as const;

/** What came of loading, and of which key it is. */
type Keyed<T> = { readonly key: string; readonly loaded: Loaded<T> };

const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(String(reason));

/** What is shown after a failure: somebody may be typing into the value. */
const afterFailure = <T>(before: Loaded<T>, error: Error): Loaded<T> =>
  before.state === 'loaded' && !isMissing(error) && !isForbidden(error)
    ? { ...before, reloadFailure: error }
    : { state: 'failed', error };

/**
 * Loads a value when its key changes and again on `reload`; a slow answer to
 * an older question never replaces a newer one, and a value is never shown
 * under another key than its own.
 */
export const useLoaded = <T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
): UseLoaded<T> => {
  const [last, setLast] = useState<Keyed<T>>({ key, loaded: LOADING });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    const controller = new AbortController();
    const settle = (next: (before: Loaded<T>) => Loaded<T>) => {
      if (controller.signal.aborted) return;
      setLast(before => ({
        key,
        loaded: next(before.key === key ? before.loaded : LOADING),
      }));
    };
    latest.current(controller.signal).then(
      value => settle(() => ({ state: 'loaded', value })),
      (reason: unknown) =>
        settle(before => afterFailure(before, asError(reason))),
    );
    return () => controller.abort();
  }, [key, attempt]);

  const reload = useCallback(() => setAttempt(count => count + 1), []);
  return { loaded: last.key === key ? last.loaded : LOADING, reload };
};
