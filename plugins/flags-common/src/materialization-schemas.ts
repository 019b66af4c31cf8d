import { z } from 'zod';

const MAX_ENTRIES = 1_000;

const keyFields = {
  /** Name of the materialization: the store that rules keep units in. */
  materialization: z.string().min(1).max(200),
  unit: z.string().max(200),
};

/** Parses a unit of a materialization. */
export const materializedUnitKeySchema = z.strictObject(keyFields);

export type MaterializedUnitKey = z.infer<typeof materializedUnitKeySchema>;

/** What `POST /materializations:read` takes; for edges. */
export const materializationReadSchema = z.strictObject({
  keys: z.array(materializedUnitKeySchema).max(MAX_ENTRIES),
});

const entrySchema = z.object({
  /** `flags/<flag>/rules/<rule>` */
  rule: z.string().min(1).max(200),
  /** `flags/<flag>/variants/<variant>`; empty where the unit fell through. */
  variant: z.string().max(200),
});

/**
 * Parses one sticky assignment that an edge made. It is kept where there is
 * none of this unit and rule yet, or where the present one is `replaces`.
 */
export const materializationWriteSchema = z.strictObject({
  ...keyFields,
  ...entrySchema.shape,
  /** The variant that was there but can be used no more; null for none. */
  replaces: z.string().max(200).nullable(),
});

export type MaterializationWriteInput = z.infer<
  typeof materializationWriteSchema
>;

/** What `POST /materializations:write` takes; for edges. Repeats are harmless. */
export const materializationWritesSchema = z.strictObject({
  writes: z.array(materializationWriteSchema).max(MAX_ENTRIES),
});

/** What one unit has in one materialization. */
export const materializedUnitSchema = z.object({
  ...keyFields,
  entries: z.array(entrySchema),
});

export type MaterializedUnit = z.infer<typeof materializedUnitSchema>;

/**
 * Answer of `:read` and `:write`: the units that are in the materialization
 * now; the others asked for are not.
 */
export const materializedUnitsSchema = z.object({
  units: z.array(materializedUnitSchema),
});

/** One materialization, what it holds and who uses it. */
export const materializationSchema = z.object({
  name: z.string(),
  /** Units with at least one record. */
  units: z.number(),
  /** Ids of the flags with a rule or a segment that names it. */
  flags: z.array(z.string()),
  /** Units by rule and variant. */
  counts: z.array(
    z.object({
      /** Flag id; null for a rule of no flag of this portal. */
      flag: z.string().nullable(),
      /** Rule id. */
      rule: z.string(),
      /** Variant id; null for units that fell through. */
      variant: z.string().nullable(),
      units: z.number(),
    }),
  ),
});

export type Materialization = z.infer<typeof materializationSchema>;

/** Answer of `GET /materializations`, by name. */
export const materializationListSchema = z.object({
  items: z.array(materializationSchema),
});

/** Answer of `POST /materializations:lookUp`. */
export const materializedUnitRecordSchema = z.object({
  ...keyFields,
  /** Empty when the unit is not in the materialization. */
  records: z.array(
    z.object({
      flag: z.string().nullable(),
      rule: z.string(),
      variant: z.string().nullable(),
      /** When an edge wrote it, ISO 8601. */
      at: z.string(),
    }),
  ),
});

export type MaterializedUnitRecord = z.infer<
  typeof materializedUnitRecordSchema
>;

/** What `POST /materializations:clear` takes. */
export const clearMaterializationSchema = z.strictObject({
  materialization: keyFields.materialization,
});

/** Answer of `:removeUnit` and `:clear`. */
export const removedRecordsSchema = z.object({
  /** Records that were there and are gone. */
  removed: z.number(),
});
