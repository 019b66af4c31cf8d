import { Acknowledgements } from './acknowledgements';
import { shipToSink } from './ship-to-sink';
import type { ShipToSinkOptions, SinkStatus } from './ship-to-sink';
import type { Sink } from './sink';

/** What {@link shipContinuously} reads and tells. */
export type ShipContinuouslyOptions = Omit<
  ShipToSinkOptions,
  'acknowledgements' | 'onPass' | 'random'
> & {
  /** Directory of a `DurableLog`. */
  readonly logDir: string;
  readonly sinks: readonly Sink[];
  /** Told after every pass of any sink, with how all of them fare. */
  readonly onPass: (sinks: readonly SinkStatus[]) => Promise<void>;
  readonly random?: () => number;
};

/**
 * Ships the sealed segments of a log to every sink until the signal aborts.
 * Each sink goes at its own pace; a segment is removed when all have it. The
 * caller opens the sinks and closes them afterwards.
 *
 * @throws what a sink throws that is no failure of its destination, after the
 * other sinks have come to the end of their segments.
 */
export const shipContinuously = async (
  options: ShipContinuouslyOptions,
): Promise<void> => {
  const { logDir, sinks, signal, onPass, random = Math.random } = options;
  const names = sinks.map(({ name }) => name);
  const acknowledgements = await Acknowledgements.open(logDir, names);
  const failed = new AbortController();
  const statuses = new Map<string, SinkStatus>();
  let telling: Promise<void> = Promise.resolve();
  const tell = (status: SinkStatus): Promise<void> => {
    statuses.set(status.name, status);
    // One at a time, since they are about the same file.
    telling = telling.then(() => onPass([...statuses.values()]));
    return telling;
  };
  const shipping = sinks.map(sink =>
    shipToSink(sink, {
      ...options,
      acknowledgements,
      random,
      signal: AbortSignal.any([signal, failed.signal]),
      onPass: tell,
    }).catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  for (const outcome of await Promise.allSettled(shipping)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
};
