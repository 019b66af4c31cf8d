import { useCallback, useState } from 'react';

export type SessionDraft<T> = {
  readonly draft: T;
  readonly setDraft: (draft: T) => void;
  /** Drops what is kept for a reload; what is shown stays. */
  readonly forget: () => void;
};

const readDraft = <T>(key: string, fallback: T): T => {
  const text = window.sessionStorage.getItem(key);
  if (text === null) return fallback;
  try {
    // Written by this hook under a key with a version, in this very tab.
    return JSON.parse(text) as T;
  } catch (error) {
    if (error instanceof SyntaxError) return fallback;
    throw error;
  }
};

/**
 * What a person is writing, kept over a reload of the tab until `forget`.
 * Change `key` whenever the form of the draft changes.
 */
export const useSessionDraft = <T>(
  key: string,
  fallback: T,
): SessionDraft<T> => {
  const [draft, setState] = useState<T>(() => readDraft(key, fallback));
  const setDraft = useCallback(
    (next: T) => {
      setState(next);
      window.sessionStorage.setItem(key, JSON.stringify(next));
    },
    [key],
  );
  const forget = useCallback(
    () => window.sessionStorage.removeItem(key),
    [key],
  );
  return { draft, setDraft, forget };
};
