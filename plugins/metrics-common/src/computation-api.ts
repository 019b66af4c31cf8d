import {
  computationRequestSchema,
  momentsRowSchema,
  trafficRowSchema,
} from '@etude/metrics';
import { z } from 'zod';

/**
 * A computation by ids: the portal puts in the definitions of metrics and
 * fact tables.
 */
export const computeRequestSchema = computationRequestSchema
  .omit({ metrics: true, factTables: true })
  .extend({ metricIds: z.array(z.string().min(1)) });
export type ComputeRequest = z.infer<typeof computeRequestSchema>;

/** Wire form of a computation's result: see `ComputationResult`. */
export const computationResultSchema = z.object({
  moments: z.array(momentsRowSchema),
  traffic: z.array(trafficRowSchema),
  crossoverUnits: z.number(),
  totalUnits: z.number(),
  firstExposureAt: z.string().nullable(),
  lastExposureAt: z.string().nullable(),
  sql: z.string(),
});

export const computeResponseSchema = z.object({
  runId: z.string(),
  result: computationResultSchema,
});
export type ComputeResponse = z.infer<typeof computeResponseSchema>;
