import { materializationId } from './materialization-store';
import type { MaterializationKey, StickyWrite } from './materialization-store';

/** Sticky assignments that are still to be delivered. */
export type PendingWrites = {
  readonly size: () => number;
  /**
   * Keeps writes until they are removed.
   *
   * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE
   */
  readonly add: (writes: readonly StickyWrite[]) => Promise<void>;
  /** Those of some units, oldest first. */
  readonly of: (keys: readonly MaterializationKey[]) => readonly StickyWrite[];
  /** The oldest ones. */
  readonly next: (limit: number) => readonly StickyWrite[];
  readonly remove: (writes: readonly StickyWrite[]) => void;
};

/**
 * Pending writes of this process, gone with it. Past `capacity` the oldest are
 * given up, which `onLoss` is told.
 */
export const pendingInMemory = (
  capacity: number,
  onLoss: (writes: number) => void,
): PendingWrites => {
  let waiting: StickyWrite[] = [];
  return {
    size: () => waiting.length,
    add: async writes => {
      waiting.push(...writes);
      const tooMany = waiting.length - capacity;
      if (tooMany <= 0) return;
      waiting.splice(0, tooMany);
      onLoss(tooMany);
    },
    of: keys => {
      const ids = new Set(keys.map(materializationId));
      return waiting.filter(write => ids.has(materializationId(write)));
    },
    next: limit => waiting.slice(0, limit),
    remove: writes => {
      const gone = new Set(writes);
      waiting = waiting.filter(write => !gone.has(write));
    },
  };
};
