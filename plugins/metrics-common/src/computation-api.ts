import {
  computationRequestSchema,
  funnelStepRowSchema,
  momentsRowSchema,
  quantileRowSchema,
  trafficRowSchema,
} from '@etude/metrics';
import { z } from 'zod';

/**
 * A computation by ids: the portal puts in the definitions of metrics and
 * fact tables.
 */
export const computeRequestSchema = computationRequestSchema
  .omit({ metrics: true, factTables: true, assignmentsSource: true })
  .extend({ metricIds: z.array(z.string().min(1)) });
export type ComputeRequest = z.infer<typeof computeRequestSchema>;

/** Wire form of a computation's result: see `ComputationResult`. */
export const computationResultSchema = z.object({
  moments: z.array(momentsRowSchema),
  /** Left out by backends from before there were caps, quantiles, funnels. */
  uncapped: z.array(momentsRowSchema).readonly().optional(),
  caps: z.record(z.string(), z.number()).optional(),
  quantiles: z.array(quantileRowSchema).readonly().optional(),
  funnelSteps: z.array(funnelStepRowSchema).readonly().optional(),
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
