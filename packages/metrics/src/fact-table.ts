import { z } from 'zod';

/** Id of the warehouse that is always there: the embedded lake. */
export const LAKE_WAREHOUSE_ID = 'lake';

/** A number of a fact table that metrics aggregate, by name and column. */
export const measureSchema = z.object({
  name: z.string().min(1),
  column: z.string().min(1),
  unit: z.string().min(1).optional(),
});

/** Where the rows of a fact table come from. */
export const factSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    table: z.string().min(1),
    /** Names that the table lies in, outermost first: catalog, schema. */
    schema: z.array(z.string().min(1)).optional(),
  }),
  z.object({ kind: z.literal('query'), sql: z.string().min(1) }),
  z.object({ kind: z.literal('import'), tableId: z.string().min(1) }),
]);

/**
 * A fact table: rows of something that happened, with the columns that name
 * who it happened to. A null `timestampColumn` means rows without time, which
 * belong to their unit whenever it was exposed.
 */
export const factTableSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  description: z.string(),
  owner: z.string().min(1),
  /** The warehouse that holds the rows; left out, it is the lake. */
  warehouseId: z.string().min(1).optional(),
  source: factSourceSchema,
  timestampColumn: z.string().min(1).nullable(),
  /** Entity → column that holds its id, e.g. `{user: 'unit'}`. */
  entityColumns: z.record(z.string().min(1), z.string().min(1)),
  measures: z.array(measureSchema),
  /** Columns that filters may use, besides measures. */
  dimensions: z.array(z.string().min(1)),
});

export type Measure = z.infer<typeof measureSchema>;
export type FactSource = z.infer<typeof factSourceSchema>;
export type FactTable = z.infer<typeof factTableSchema>;

/** The id of the warehouse that holds the rows of a fact table. */
export const warehouseIdOf = ({
  warehouseId,
}: Pick<FactTable, 'warehouseId'>): string => warehouseId ?? LAKE_WAREHOUSE_ID;
