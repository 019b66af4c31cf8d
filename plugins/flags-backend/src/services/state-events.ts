import type { ServedState, StateService } from './state-service';

/** Writes of other replicas are looked for this often while edges listen. */
const CHECK_MS = 500;

export type StateListener = {
  readonly changed: (state: ServedState) => void;
  /**
   * Nothing more will come, because the state could not be read or, without
   * an error, because the process stops; the listener should come again.
   */
  readonly ended: (error?: unknown) => void;
};

/** Tells edges that are connected to this replica of every new state. */
export type StateEvents = ReturnType<typeof createStateEvents>;

/** The changes of `state`, also those that other replicas make. */
export const createStateEvents = (state: StateService) => {
  const listeners = new Set<StateListener>();
  let lastEtag: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isChecking = false;
  let isCheckDue = false;

  const check = async (): Promise<void> => {
    const current = await state.current(0);
    if (current.etag === lastEtag) return;
    lastEtag = current.etag;
    for (const listener of listeners) listener.changed(current);
  };

  const run = (): void => {
    if (listeners.size === 0) return;
    if (isChecking) {
      isCheckDue = true;
      return;
    }
    isChecking = true;
    check()
      .catch((error: unknown) => {
        // A listener that misses a state must not think it has the last one.
        lastEtag = undefined;
        for (const listener of listeners) listener.ended(error);
      })
      .finally(() => {
        isChecking = false;
        if (!isCheckDue) return;
        isCheckDue = false;
        run();
      });
  };

  return {
    /** To be called after each committed write of this process. */
    notify: run,

    /** Ends every stream, so that a process that stops is not kept alive. */
    close(): void {
      for (const listener of listeners) listener.ended();
    },

    /**
     * Tells a listener of the present state and of every later one, until the
     * function it returns is called.
     */
    async listen(listener: StateListener): Promise<() => void> {
      const current = await state.current(0);
      lastEtag ??= current.etag;
      listeners.add(listener);
      timer ??= setInterval(run, CHECK_MS);
      listener.changed(current);
      // What came between reading and listening.
      run();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
        lastEtag = undefined;
      };
    },
  };
};
