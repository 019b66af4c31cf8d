import {
  flagObjectSchema,
  ruleSchema,
  segmentSchema,
  variantSchema,
} from '@etude/flags';
import type { FlagSchema } from '@etude/flags';
import { z } from 'zod';
import { entityRefSchema } from './client-schemas';
import { stalenessStateSchema } from './usage-schemas';

/** A segment before and after a change; null where there was none. */
export const segmentDifferenceSchema = z.object({
  before: segmentSchema.nullable(),
  after: segmentSchema,
});

export type SegmentDifference = z.infer<typeof segmentDifferenceSchema>;

/** A flag as the API answers it. */
export const flagRecordSchema = flagObjectSchema.extend({
  /** Catalog component the flag belongs to. */
  componentRef: entityRefSchema.nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
});

export type FlagRecord = z.infer<typeof flagRecordSchema>;

const variantInputSchema = variantSchema.extend({
  description: z.string().default(''),
});

const editableFields = {
  description: z.string().default(''),
  owner: entityRefSchema,
  componentRef: entityRefSchema.nullable().default(null),
  labels: flagObjectSchema.shape.labels.default({}),
  /** Ids of the clients that may resolve it; without one it never resolves. */
  clients: flagObjectSchema.shape.clients.default([]),
  schema: flagObjectSchema.shape.schema,
  variants: z.array(variantInputSchema).default([]),
};

// The recursive schema of a flag value knows only the type it parses to.
type WithFlagSchema<T> = Omit<T, 'schema'> & { schema: FlagSchema };

const switchFields = flagObjectSchema.pick({
  enabled: true,
  disabledEnvironments: true,
  defaultVariant: true,
  prerequisites: true,
}).shape;

/** What `POST /flags` takes: a flag with all its variants in one call. */
export const createFlagSchema = z.strictObject({
  id: flagObjectSchema.shape.id,
  ...editableFields,
  enabled: switchFields.enabled.default(true),
  disabledEnvironments: switchFields.disabledEnvironments.default([]),
  defaultVariant: switchFields.defaultVariant.default(null),
  prerequisites: switchFields.prerequisites.default([]),
});

export type CreateFlag = WithFlagSchema<z.input<typeof createFlagSchema>>;

/**
 * What `PUT /flags/{id}` takes: the whole flag and the etag it was read with.
 * Rules, the off switches, the default variant and the prerequisites stay as
 * they are when they are left out.
 */
export const updateFlagSchema = z.strictObject({
  etag: z.string(),
  ...editableFields,
  rules: z.array(ruleSchema).optional(),
  enabled: switchFields.enabled.optional(),
  disabledEnvironments: switchFields.disabledEnvironments.optional(),
  defaultVariant: switchFields.defaultVariant.optional(),
  prerequisites: switchFields.prerequisites.optional(),
});

export type UpdateFlag = WithFlagSchema<z.input<typeof updateFlagSchema>>;

/** What `GET /flags` can be narrowed by. */
export const flagQuerySchema = z.object({
  /** Entity refs of one or several owners, separated by commas. */
  owner: z.string().optional(),
  component: z.string().optional(),
  /** Found in id or description, ignoring case. */
  q: z.string().optional(),
  state: flagObjectSchema.shape.state.optional(),
  /** `true`: only flags that are stale or potentially stale. */
  stale: z.enum(['true']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
  offset: z.coerce.number().int().min(0).default(0),
});

export type FlagQuery = z.output<typeof flagQuerySchema>;

/** One page of flags, by id, and how many there are in all. */
export const flagListSchema = z.object({
  items: z.array(
    flagRecordSchema.extend({
      /** Answered with `stale=true` only. */
      staleness: stalenessStateSchema.optional(),
    }),
  ),
  totalItems: z.number(),
});

export type FlagList = z.infer<typeof flagListSchema>;

/** What a revision of a flag did. */
export const flagChangeSchema = z.enum([
  'created',
  'updated',
  'archived',
  'unarchived',
  'experiment-rule-set',
  'experiment-rule-disabled',
  'rollout-changed',
  'enabled',
  'disabled',
  'environments-changed',
  'reverted',
  'rule-created',
  'rule-updated',
  'rule-deleted',
  'rules-reordered',
  'rollout-plan-changed',
  'scheduled-change-failed',
]);

export type FlagChange = z.infer<typeof flagChangeSchema>;

/** One change of a flag: who, when, what, and the flag as it was then. */
export const flagRevisionSchema = z.object({
  revision: z.number(),
  at: z.string(),
  by: z.string(),
  change: flagChangeSchema,
  /** One sentence for people. */
  summary: z.string(),
  flag: flagRecordSchema,
  /** What changed with it in the segments that rules have for themselves. */
  segments: z.array(segmentDifferenceSchema).optional(),
});

export type FlagRevision = z.infer<typeof flagRevisionSchema>;

/** Answer of `GET /flags/{id}/history`, newest first. */
export const flagHistorySchema = z.object({
  items: z.array(flagRevisionSchema),
});
