import {
  decisionSchema,
  endReasonSchema,
  experimentPlanSchema,
} from '@etude/lifecycle';
import { z } from 'zod';

const instantSchema = z.iso.datetime({ offset: true });

const entityRefSchema = z
  .string()
  .regex(
    /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/,
    'This is not a full entity reference. Write it like group:default/growth.',
  );

/**
 * Starts a draft. Without an `id` one is made from the name. The plan may be
 * unfinished; what keeps it from launching comes back as problems.
 */
export const newExperimentSchema = z.object({
  id: z.string().optional(),
  name: z.string(),
  owner: entityRefSchema,
  componentRef: entityRefSchema.optional(),
  surface: z.string().optional(),
  plan: experimentPlanSchema,
  demo: z.boolean().optional(),
});
export type NewExperiment = z.infer<typeof newExperimentSchema>;

/** Changes fields of the version read as `etag`; `null` removes a field. */
export const editExperimentSchema = z.object({
  etag: z.string(),
  name: z.string().optional(),
  owner: entityRefSchema.optional(),
  componentRef: entityRefSchema.nullable().optional(),
  surface: z.string().nullable().optional(),
  plan: experimentPlanSchema.optional(),
});
export type EditExperiment = z.infer<typeof editExperimentSchema>;

/**
 * Launches a draft. `environments` are those of the flag in which the rule
 * serves; all of them when left out.
 */
export const launchExperimentSchema = z.object({
  environments: z.array(z.string()).optional(),
});
export type LaunchExperiment = z.infer<typeof launchExperimentSchema>;

/**
 * Ends a live experiment. Without a reason it is `planned-end` or
 * `stopped-early`, whichever is true now.
 */
export const endExperimentSchema = z.object({
  reason: endReasonSchema.optional(),
});
export type EndExperiment = z.infer<typeof endExperimentSchema>;

/**
 * What people decided and why. `end: true` ends a live experiment first.
 * Who decided is the caller; whether it follows the recommendation is
 * compared with the latest analysis.
 */
export const decideExperimentSchema = z.object({
  action: z.enum(['ship', 'do-not-ship']),
  variant: z.string().optional(),
  rationale: z.string(),
  end: z.boolean().optional(),
});
export type DecideExperiment = z.infer<typeof decideExperimentSchema>;

/**
 * An experiment that ran earlier or elsewhere, whose data is in the lake: by
 * flag and rule, or in a table. It is computed and judged like any other.
 */
export const importExperimentSchema = z.object({
  id: z.string().optional(),
  name: z.string(),
  owner: entityRefSchema,
  componentRef: entityRefSchema.optional(),
  surface: z.string().optional(),
  plan: experimentPlanSchema,
  /** Rule that assigned; needed when the assignment is by flag. */
  ruleId: z.string().optional(),
  segmentId: z.string().optional(),
  launchedAt: instantSchema,
  endedAt: instantSchema,
  endReason: endReasonSchema,
  /** Without `followsRecommendation` it is compared with the analysis. */
  decision: decisionSchema
    .omit({ followsRecommendation: true })
    .extend({ followsRecommendation: z.boolean().optional() })
    .optional(),
  demo: z.boolean().optional(),
});
export type ImportExperiment = z.infer<typeof importExperimentSchema>;
