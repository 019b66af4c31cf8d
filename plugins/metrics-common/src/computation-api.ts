import {
  computationRequestSchema,
  funnelStepRowSchema,
  momentsRowSchema,
  quantileRowSchema,
  trafficRowSchema,
} from '@etude/metrics';
import { z } from 'zod';
import { problemSchema } from './problem';

/**
 * A computation by ids: the portal puts in the definitions of metrics and
 * fact tables.
 */
export const computeRequestSchema = computationRequestSchema
  .omit({ metrics: true, factTables: true, assignmentsSource: true })
  .extend({
    metricIds: z.array(z.string().min(1)),
    /** Whose budget it counts for; without it, nobody's. */
    owner: z.string().min(1).optional(),
    /** Chosen by the caller, to follow the run before it answers. */
    runId: z.uuid().optional(),
  });
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

/**
 * The result, or null when there is none yet: the run goes on, and
 * `GET /computations/{runId}` waits for it.
 */
export const computeResponseSchema = z.object({
  runId: z.string(),
  result: computationResultSchema.nullable(),
});
export type ComputeResponse = z.infer<typeof computeResponseSchema>;

/** Why a computation cannot be planned; paths are those of its request. */
export const computationProblemsSchema = z.object({
  problems: z.array(problemSchema),
});

/** A computation that is done. */
export type Computed = {
  readonly runId: string;
  readonly result: z.infer<typeof computationResultSchema>;
};
