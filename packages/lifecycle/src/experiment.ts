import { z } from 'zod';
import { experimentPlanSchema } from './experiment-plan';
import { verdictSchema } from './verdict';

const instantSchema = z.iso.datetime({ offset: true });

export const experimentStateSchema = z.enum([
  'draft',
  'live',
  'ended',
  'decided',
  'discarded',
]);
/** Where an experiment stands in its life. */
export type ExperimentState = z.infer<typeof experimentStateSchema>;

export const endReasonSchema = z.enum([
  'planned-end',
  'stopped-early',
  'restart',
  'abort',
]);
/** Why an experiment stopped running. */
export type EndReason = z.infer<typeof endReasonSchema>;

/** What people decided; it may depart from the recommendation and says so. */
export const decisionSchema = z.object({
  action: z.enum(['ship', 'do-not-ship']),
  variant: z.string().optional(),
  rationale: z.string(),
  decidedBy: z.string(),
  decidedAt: instantSchema,
  followsRecommendation: z.boolean(),
});
export type Decision = z.infer<typeof decisionSchema>;

/**
 * An experiment as stored and sent. Instants are ISO 8601 with a zone; `owner`
 * and `createdBy` are catalog entity refs; `etag` changes with every event.
 */
export const experimentSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  componentRef: z.string().optional(),
  surface: z.string().optional(),
  plan: experimentPlanSchema,
  state: experimentStateSchema,
  createdAt: instantSchema,
  createdBy: z.string(),
  launchedAt: instantSchema.optional(),
  plannedEndAt: instantSchema.optional(),
  endedAt: instantSchema.optional(),
  endReason: endReasonSchema.optional(),
  ruleId: z.string().optional(),
  segmentId: z.string().optional(),
  decision: decisionSchema.optional(),
  verdict: verdictSchema.optional(),
  etag: z.string(),
  demo: z.boolean().optional(),
});
export type Experiment = z.infer<typeof experimentSchema>;
