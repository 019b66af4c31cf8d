import type {
  MaterializationRecord,
  MaterializationWrite,
} from '@etude/resolver';

/** A unit in a materialization: what a lookup asks for. */
export type MaterializationKey = {
  readonly unit: string;
  readonly materialization: string;
};

/** {@link MaterializationKey} as text, to look records up by. */
export const materializationId = ({
  unit,
  materialization,
}: MaterializationKey): string => `${materialization}\u0000${unit}`;

/**
 * Where sticky assignments are kept. The edge has one of its own on its disk;
 * several edges that are to agree need a store that they share.
 */
export type MaterializationStore = {
  /**
   * The records of the units asked for, by {@link materializationId}; those
   * that are in no materialization are left out.
   *
   * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE
   */
  readonly read: (
    keys: readonly MaterializationKey[],
  ) => Promise<ReadonlyMap<string, MaterializationRecord>>;
  /**
   * Resolves when the records are kept for good; the last write of a unit,
   * materialization and rule wins.
   *
   * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE
   */
  readonly write: (writes: readonly MaterializationWrite[]) => Promise<void>;
};

/** Code of the error of a store that cannot be reached. */
export const MATERIALIZATIONS_UNAVAILABLE =
  'ETUDE_MATERIALIZATIONS_UNAVAILABLE';
