import type { MaterializationRecord } from '@etude/resolver';
import { materializationId, variantIn } from './materialization-store';
import type { MaterializationKey, StickyWrite } from './materialization-store';

/** What a unit has in a materialization, as portal and edges send it. */
export type MaterializedUnit = MaterializationKey & {
  readonly entries: readonly {
    readonly rule: string;
    readonly variant: string;
  }[];
};

/** An answer to a read or write of materializations. */
export type MaterializedUnits = {
  /** The units that are in their materialization. */
  readonly units: readonly MaterializedUnit[];
  /** The units of which that cannot be told now. */
  readonly unknown: readonly MaterializationKey[];
};

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  throw new TypeError('The answer holds no sticky assignments.');
};

const listOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new TypeError('The answer holds no sticky assignments.');
};

const keyOf = (value: unknown): MaterializationKey => {
  const { unit, materialization } = fieldsOf(value);
  return { unit: textOf(unit), materialization: textOf(materialization) };
};

const unitOf = (value: unknown): MaterializedUnit => ({
  ...keyOf(value),
  entries: listOf(fieldsOf(value)['entries']).map(entry => {
    const { rule, variant } = fieldsOf(entry);
    return { rule: textOf(rule), variant: textOf(variant) };
  }),
});

/**
 * Reads the body of an answer.
 *
 * @throws TypeError when it is something else.
 */
export const readMaterializedUnits = (body: unknown): MaterializedUnits => {
  const { units, unknown = [] } = fieldsOf(body);
  return {
    units: listOf(units).map(unitOf),
    unknown: listOf(unknown).map(keyOf),
  };
};

/** The entries of a unit as a record. */
export const recordOfUnit = ({
  entries,
}: Pick<MaterializedUnit, 'entries'>): MaterializationRecord => ({
  included: true,
  // No assignment by name: a rule may be called like a part of every object.
  variants: Object.fromEntries(
    entries.map(({ rule, variant }) => [rule, variant]),
  ),
});

/** A record as the entries of a unit. */
export const unitOfRecord = (
  { unit, materialization }: MaterializationKey,
  { variants }: MaterializationRecord,
): MaterializedUnit => ({
  unit,
  materialization,
  entries: Object.entries(variants).map(([rule, variant]) => ({
    rule,
    variant,
  })),
});

/** A record after a write, which another one may have come before. */
export const recordAfter = (
  record: MaterializationRecord | null | undefined,
  { rule, variant, replaces }: StickyWrite,
): MaterializationRecord => {
  const present = variantIn(record, rule);
  const kept = present === null || present === replaces ? variant : present;
  return {
    included: true,
    variants: Object.fromEntries([
      ...Object.entries(record?.variants ?? {}),
      [rule, kept],
    ]),
  };
};

/** Records by id after some writes, starting from what is known of each. */
export const recordsAfter = (
  writes: readonly StickyWrite[],
  known: (id: string) => MaterializationRecord | null | undefined,
): Map<string, MaterializationRecord> => {
  const records = new Map<string, MaterializationRecord>();
  for (const write of writes) {
    const id = materializationId(write);
    records.set(id, recordAfter(records.get(id) ?? known(id), write));
  }
  return records;
};
