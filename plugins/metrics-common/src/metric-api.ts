import { metricSchema } from '@etude/metrics';
import { z } from 'zod';
import {
  definitionIdSchema,
  definitionRecordSchema,
  ownerRefSchema,
} from './definition-record';

/** A metric as stored and sent. */
export const storedMetricSchema = metricSchema.extend(
  definitionRecordSchema.shape,
);
export type StoredMetric = z.infer<typeof storedMetricSchema>;

/** A new metric; without `id` the portal makes one from the name. */
export const createMetricRequestSchema = metricSchema
  .omit({ state: true })
  .extend({ id: definitionIdSchema.optional(), owner: ownerRefSchema });
export type CreateMetricRequest = z.infer<typeof createMetricRequestSchema>;

/** The whole new definition, with the etag of the one it replaces. */
export const updateMetricRequestSchema = metricSchema
  .omit({ id: true, state: true })
  .extend({ owner: ownerRefSchema, etag: z.string() });
export type UpdateMetricRequest = z.infer<typeof updateMetricRequestSchema>;

export const metricListSchema = z.object({
  metrics: z.array(storedMetricSchema),
});
