import { materializationId } from '@etude/openfeature-provider';
import type {
  MaterializationStore,
  RemoteCounters,
} from '@etude/openfeature-provider';

/** What resolves asked of a store of sticky assignments. */
export type MaterializationCounts = {
  /** Units looked up. */
  reads: number;
  /** Of those, the ones of which nothing could be told in time. */
  unknown: number;
  /** Assignments to be kept. */
  writes: number;
  /** Reads and writes that the store itself failed. */
  failures: number;
};

/** {@link MaterializationCounts}, and what a store behind a network tells. */
export type MaterializationMetrics = Readonly<MaterializationCounts> &
  RemoteCounters & {
    /** Of the file with what is kept here or waits; null when it is closed. */
    readonly fileBytes: number | null;
  };

/** Counts of nothing yet. */
export const noCounts = (): MaterializationCounts => ({
  reads: 0,
  unknown: 0,
  writes: 0,
  failures: 0,
});

/** `store`, counted in `counts`. */
export const meteredMaterializations = (
  store: MaterializationStore,
  counts: MaterializationCounts,
): MaterializationStore => {
  const counted = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      counts.failures += 1;
      throw error;
    }
  };
  return {
    read: async keys => {
      counts.reads += keys.length;
      const found = await counted(store.read(keys));
      for (const key of keys) {
        if (!found.has(materializationId(key))) counts.unknown += 1;
      }
      return found;
    },
    write: writes => {
      counts.writes += writes.length;
      return counted(store.write(writes));
    },
  };
};
