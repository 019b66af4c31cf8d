import { entityRelationSchema } from '@etude/metrics';
import { z } from 'zod';
import {
  definitionIdSchema,
  definitionRecordSchema,
  ownerRefSchema,
} from './definition-record';

/** A relation between entities as stored and sent. */
export const storedRelationSchema = entityRelationSchema.extend(
  definitionRecordSchema.shape,
);
export type StoredRelation = z.infer<typeof storedRelationSchema>;

/** A new relation; without `id` the portal makes one from the name. */
export const createRelationRequestSchema = entityRelationSchema.extend({
  id: definitionIdSchema.optional(),
  owner: ownerRefSchema,
});
export type CreateRelationRequest = z.infer<typeof createRelationRequestSchema>;

/** The whole new definition, with the etag of the one it replaces. */
export const updateRelationRequestSchema = entityRelationSchema
  .omit({ id: true })
  .extend({ owner: ownerRefSchema, etag: z.string() });
export type UpdateRelationRequest = z.infer<typeof updateRelationRequestSchema>;

export const relationListSchema = z.object({
  relations: z.array(storedRelationSchema),
});

/**
 * How many ids a relation knows (or changes of them, where it changes with
 * time), and how many of those lead to exactly one other id.
 */
export const relationCoverageSchema = z.object({
  known: z.number().int(),
  owned: z.number().int(),
});
export type RelationCoverage = z.infer<typeof relationCoverageSchema>;
