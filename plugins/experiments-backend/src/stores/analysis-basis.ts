import type { AnalysisInput } from '@etude/analysis';
import { endReasonSchema, experimentPlanSchema } from '@etude/lifecycle';
import { quantileRowSchema } from '@etude/metrics';
import { z } from 'zod';

/**
 * What an analysis was made of, as stored: the state of the experiment at
 * `now`. Moments and traffic are beside it in the snapshot, earlier looks in
 * the look store.
 */
export const analysisBasisSchema = z.object({
  plan: experimentPlanSchema,
  metricInfo: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.enum(['average', 'proportion', 'count', 'ratio', 'quantile']),
      covariates: z.number(),
      quantile: z.number().optional(),
    }),
  ),
  state: z.enum(['live', 'ended']),
  endReason: endReasonSchema.optional(),
  launchedAt: z.string().nullable(),
  plannedEndAt: z.string().nullable(),
  now: z.string(),
  crossoverUnits: z.number(),
  totalUnits: z.number(),
  quantiles: z.array(quantileRowSchema).optional(),
}) satisfies z.ZodType<Omit<AnalysisInput, 'moments' | 'traffic'>>;
export type AnalysisBasis = z.infer<typeof analysisBasisSchema>;
