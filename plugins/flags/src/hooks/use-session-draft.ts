import { useCallback, useState } from 'react';

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
): {
  readonly draft: T;
  readonly setDraft: (draft: T) => void;
  readonly forget: () => void;
} => {
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
