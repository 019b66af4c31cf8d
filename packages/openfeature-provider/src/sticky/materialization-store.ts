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

/** Records of units by {@link materializationId}. */
export type MaterializationRecords = ReadonlyMap<string, MaterializationRecord>;

/** A sticky assignment to be kept. */
export type StickyWrite = MaterializationWrite & {
  /**
   * The variant that the store had for the unit and rule but that the rule can
   * give no more (empty for a fallthrough); null where there was none.
   */
  readonly replaces: string | null;
};

/** Where sticky assignments are kept. */
export type MaterializationStore = {
  /**
   * The records of the units asked for, by {@link materializationId}: null for
   * a unit that is in no such materialization, left out where that cannot be
   * told now.
   *
   * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE when the store is broken.
   */
  readonly read: (
    keys: readonly MaterializationKey[],
  ) => Promise<ReadonlyMap<string, MaterializationRecord | null>>;
  /**
   * Keeps each write where there is none of its unit, materialization and rule
   * yet, or where the present one is what it replaces. Resolves when they are
   * kept for good, with the records that the units have afterwards, as far as
   * they are known: another writer may have been first.
   *
   * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE when they cannot be kept.
   */
  readonly write: (
    writes: readonly StickyWrite[],
  ) => Promise<MaterializationRecords>;
};

/** Code of the error of a store that cannot keep what it is given. */
export const MATERIALIZATIONS_UNAVAILABLE =
  'ETUDE_MATERIALIZATIONS_UNAVAILABLE';

/** The variant that a record has for a rule; null without one. */
export const variantIn = (
  record: MaterializationRecord | null | undefined,
  rule: string,
): string | null =>
  record && Object.hasOwn(record.variants, rule)
    ? (record.variants[rule] ?? null)
    : null;
