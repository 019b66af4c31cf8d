import { factSourceSchema, factTableSchema } from '@etude/metrics';
import { z } from 'zod';
import {
  definitionIdSchema,
  definitionRecordSchema,
  definitionVersionRecordSchema,
  ownerRefSchema,
} from './definition-record';

/** A fact table as stored and sent. */
export const storedFactTableSchema = factTableSchema.extend(
  definitionRecordSchema.shape,
);
export type StoredFactTable = z.infer<typeof storedFactTableSchema>;

/** A new fact table; without `id` the portal makes one from the name. */
export const createFactTableRequestSchema = factTableSchema.extend({
  id: definitionIdSchema.optional(),
  owner: ownerRefSchema,
});
export type CreateFactTableRequest = z.infer<
  typeof createFactTableRequestSchema
>;

/** The whole new definition, with the etag of the one it replaces. */
export const updateFactTableRequestSchema = factTableSchema
  .omit({ id: true })
  .extend({ owner: ownerRefSchema, etag: z.string() });
export type UpdateFactTableRequest = z.infer<
  typeof updateFactTableRequestSchema
>;

export const factTableListSchema = z.object({
  factTables: z.array(storedFactTableSchema),
});

/** One definition that a fact table had, from `since` on. */
export const factTableVersionSchema = definitionVersionRecordSchema.extend({
  definition: factTableSchema,
});
export type FactTableVersion = z.infer<typeof factTableVersionSchema>;

/** Versions of a fact table, latest first. */
export const factTableVersionListSchema = z.object({
  versions: z.array(factTableVersionSchema),
});

/** A column by name, with the warehouse's own name of its type. */
export const columnSchema = z.object({ name: z.string(), type: z.string() });
export type Column = z.infer<typeof columnSchema>;

/** A source, and the warehouse that holds it: the lake unless named. */
export const describeSourceRequestSchema = z.object({
  source: factSourceSchema,
  warehouseId: z.string().min(1).optional(),
});
export type DescribeSourceRequest = z.infer<typeof describeSourceRequestSchema>;

/** The columns that a source has now, for choosing among them. */
export const describeSourceResponseSchema = z.object({
  columns: z.array(columnSchema),
});
