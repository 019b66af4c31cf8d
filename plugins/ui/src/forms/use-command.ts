import { useCallback, useState } from 'react';

/** Something a person asked for: under way, refused, or done. */
export type Command<A extends readonly unknown[]> = {
  /** Resolves to true when it was done. */
  readonly run: (...args: A) => Promise<boolean>;
  readonly isPending: boolean;
  readonly error: Error | undefined;
  /** Forgets the last refusal. */
  readonly reset: () => void;
};

/** An action of the page with its progress and its refusal. */
export const useCommand = <A extends readonly unknown[]>(
  act: (...args: A) => Promise<void>,
): Command<A> => {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error>();
  const run = async (...args: A): Promise<boolean> => {
    setPending(true);
    setError(undefined);
    try {
      await act(...args);
      return true;
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)));
      return false;
    } finally {
      setPending(false);
    }
  };
  const reset = useCallback(() => setError(undefined), []);
  return { run, isPending, error, reset };
};
