/// <reference types="node" />
import { joinSignals } from './joined-signal';
import type { JoinedSignal } from './joined-signal';
import type { QueryOptions } from './warehouse-driver';
import { warehouseError } from './warehouse-error';

/**
 * The runs of one driver. `run` refuses once the driver is closed and gives the
 * signal that its caller or the close aborts; `close` aborts what runs, waits
 * for it, and then lets go of the connection, once.
 */
export const trackRuns = (engine: string) => {
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  let ending: Promise<void> | null = null;

  const run = async <T>(
    options: QueryOptions | undefined,
    use: (signal: JoinedSignal) => Promise<T>,
  ): Promise<T> => {
    if (ending !== null) {
      throw warehouseError('closed', `The ${engine} driver is closed already.`);
    }
    const signal = joinSignals(closing.signal, options?.signal);
    const answer = use(signal);
    running.add(answer);
    try {
      return await answer;
    } finally {
      running.delete(answer);
      signal.release();
    }
  };

  const close = (disconnect: () => Promise<void>): Promise<void> => {
    ending ??= (async () => {
      closing.abort();
      await Promise.allSettled(running);
      await disconnect();
    })();
    return ending;
  };

  return { run, close };
};
