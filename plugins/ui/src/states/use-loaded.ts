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

const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(String(reason));

/** What is shown after a failure: somebody may be typing into the value. */
const afterFailure = <T>(before: Loaded<T>, error: Error): Loaded<T> =>
  before.state === 'loaded' && !isMissing(error) && !isForbidden(error)
    ? { ...before, reloadFailure: error }
    : { state: 'failed', error };

/**
 * Loads a value when its key changes and again on `reload`; a slow answer to
 * an older question never replaces a newer one.
 */
export const useLoaded = <T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
): UseLoaded<T> => {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const shownKey = useRef(key);

  useEffect(() => {
    const controller = new AbortController();
    if (shownKey.current !== key) {
      shownKey.current = key;
      setLoaded({ state: 'loading' });
    }
    latest.current(controller.signal).then(
      value => {
        if (!controller.signal.aborted) setLoaded({ state: 'loaded', value });
      },
      (reason: unknown) => {
        if (!controller.signal.aborted) {
          setLoaded(before => afterFailure(before, asError(reason)));
        }
      },
    );
    return () => controller.abort();
  }, [key, attempt]);

  const reload = useCallback(() => setAttempt(count => count + 1), []);
  return { loaded, reload };
};
