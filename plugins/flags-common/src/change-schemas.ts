import type { FlagSchema } from '@etude/flags';
import { z } from 'zod';
import {
  flagRecordSchema,
  segmentDifferenceSchema,
  updateFlagSchema,
} from './flag-schemas';
import {
  personRuleSchema,
  revertInputSchema,
  ruleOrderSchema,
} from './person-rule-schemas';
import {
  rolloutFromExperimentSchema,
  rolloutPlanInputSchema,
} from './rollout-plan-schemas';
import { rolloutInputSchema } from './rule-schemas';

const ruleIdSchema = ruleOrderSchema.shape.rules.element;

/** Parses a change of a flag that is made later. */
export const flagChangeInputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('enable') }),
  z.strictObject({ kind: z.literal('disable') }),
  z.strictObject({ kind: z.literal('archive') }),
  z.strictObject({ kind: z.literal('unarchive') }),
  revertInputSchema.omit({ etag: true }).extend({ kind: z.literal('revert') }),
  z.strictObject({
    kind: z.literal('update'),
    update: updateFlagSchema.omit({ etag: true }),
  }),
  rolloutInputSchema.extend({ kind: z.literal('rollout') }),
  rolloutPlanInputSchema.extend({ kind: z.literal('rollout-plan') }),
  rolloutFromExperimentSchema.extend({
    kind: z.literal('rollout-from-experiment'),
  }),
  z.strictObject({ kind: z.literal('rule-create'), rule: personRuleSchema }),
  z.strictObject({
    kind: z.literal('rule-update'),
    ruleId: ruleIdSchema,
    rule: personRuleSchema,
  }),
  z.strictObject({ kind: z.literal('rule-delete'), ruleId: ruleIdSchema }),
  ruleOrderSchema.omit({ etag: true }).extend({
    kind: z.literal('rules-order'),
  }),
]);

// The recursive schema of a flag value knows only the type it parses to.
type WithUpdate<T> = T extends { kind: 'update'; update: infer U }
  ? { kind: 'update'; update: Omit<U, 'schema'> & { schema: FlagSchema } }
  : T;

export type FlagChangeInput = WithUpdate<z.input<typeof flagChangeInputSchema>>;

export type FlagChangeRequest = z.output<typeof flagChangeInputSchema>;

const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  path: z.string().optional(),
});

/** What `POST /flags/{id}/scheduled-changes` takes. */
export const scheduleChangeSchema = z.strictObject({
  /** ISO 8601, in the future. */
  at: z.iso.datetime({ offset: true }),
  change: flagChangeInputSchema,
});

export type ScheduleChange = { at: string; change: FlagChangeInput };

/** A change of a flag at a time. */
export const scheduledChangeSchema = z.object({
  id: z.string(),
  flagId: z.string(),
  at: z.string(),
  change: flagChangeInputSchema,
  state: z.enum(['pending', 'applied', 'failed', 'cancelled']),
  createdAt: z.string(),
  createdBy: z.string(),
  /** When it was applied, failed or cancelled. */
  finishedAt: z.string().nullable(),
  /** Why it failed. */
  problems: z.array(problemSchema),
});

export type ScheduledChange = z.infer<typeof scheduledChangeSchema>;

/** Answer of `GET /flags/{id}/scheduled-changes`, by time. */
export const scheduledChangeListSchema = z.object({
  items: z.array(scheduledChangeSchema),
});

/** Where a change request is. */
export const changeRequestStateSchema = z.enum([
  'open',
  'approved',
  'rejected',
  'withdrawn',
  'applied',
]);

export type ChangeRequestState = z.infer<typeof changeRequestStateSchema>;

/** What `POST /change-requests` takes. */
export const createChangeRequestSchema = z.strictObject({
  flagId: z.string().min(1),
  /** The etag of the flag the change was made from; checked when applied. */
  etag: z.string(),
  change: flagChangeInputSchema,
  reason: z.string().trim().min(1).max(2000),
});

export type CreateChangeRequest = Omit<
  z.input<typeof createChangeRequestSchema>,
  'change'
> & { change: FlagChangeInput };

/** What `POST /change-requests/{id}/approve|reject|apply|withdraw` takes. */
export const changeRequestCommentSchema = z.strictObject({
  comment: z.string().trim().max(2000).default(''),
});

/** What `GET /change-requests` can be narrowed by. */
export const changeRequestQuerySchema = z.object({
  flagId: z.string().optional(),
  state: changeRequestStateSchema.optional(),
});

export type ChangeRequestQuery = z.infer<typeof changeRequestQuerySchema>;

/** A change of a protected flag on its way through approval. */
export const changeRequestSchema = z.object({
  id: z.string(),
  flagId: z.string(),
  etag: z.string(),
  change: flagChangeInputSchema,
  reason: z.string(),
  state: changeRequestStateSchema,
  createdAt: z.string(),
  createdBy: z.string(),
  /** The flag before and after it. */
  before: flagRecordSchema,
  after: flagRecordSchema,
  /** Segments that change with it, such as the audience of a rule. */
  segments: z.array(segmentDifferenceSchema).optional(),
  /** Why it cannot be applied any more; empty while it can. */
  problems: z.array(problemSchema),
  /** What was said and done about it, oldest first. */
  log: z.array(
    z.object({
      at: z.string(),
      by: z.string(),
      state: changeRequestStateSchema,
      comment: z.string(),
    }),
  ),
});

export type ChangeRequest = z.infer<typeof changeRequestSchema>;

/** Answer of `GET /change-requests`, newest first. */
export const changeRequestListSchema = z.object({
  items: z.array(changeRequestSchema),
});
