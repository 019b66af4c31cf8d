import { useCallback, useRef, useState } from 'react';

export type SessionDraft<T> = {
  readonly draft: T;
  readonly setDraft: (draft: T) => void;
  /** Changes some fields of the latest draft, also several times at once. */
  readonly change: (changes: Partial<T>) => void;
  /** Drops what is kept for a reload; what is shown stays. */
  readonly forget: () => void;
};

const readDraft = <T extends object>(key: string, fallback: T): T => {
  const text = window.sessionStorage.getItem(key);
  if (text === null) return fallback;
  try {
    // Written by this hook under a key with a version, in this very tab,
    // though perhaps before the form had all its fields.
    return { ...fallback, ...(JSON.parse(text) as Partial<T>) };
  } catch (error) {
    if (error instanceof SyntaxError) return fallback;
    throw error;
  }
};

/**
 * What a person is writing, kept over a reload of the tab until `forget`. A
 * field that is newer than what was kept starts as in `fallback`; change `key`
 * whenever the form of the draft changes otherwise.
 */
export const useSessionDraft = <T extends object>(
  key: string,
  fallback: T,
): SessionDraft<T> => {
  const [draft, setState] = useState<T>(() => readDraft(key, fallback));
  const latest = useRef(draft);
  const setDraft = useCallback(
    (next: T) => {
      latest.current = next;
      setState(next);
      window.sessionStorage.setItem(key, JSON.stringify(next));
    },
    [key],
  );
  const change = useCallback(
    (changes: Partial<T>) => setDraft({ ...latest.current, ...changes }),
    [setDraft],
  );
  const forget = useCallback(
    () => window.sessionStorage.removeItem(key),
    [key],
  );
  return { draft, setDraft, change, forget };
};
