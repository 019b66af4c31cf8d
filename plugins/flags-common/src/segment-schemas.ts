import { allocationSchema, segmentSchema } from '@etude/flags';
import { z } from 'zod';
import { entityRefSchema } from './client-schemas';

/**
 * Who may change a segment: people on the segment page, or the rule,
 * experiment or rollout that it was made for.
 */
export const segmentManagerSchema = z.enum([
  'person',
  'rule',
  'experiment',
  'rollout',
]);

export type SegmentManager = z.infer<typeof segmentManagerSchema>;

/** A segment as the API answers it. */
export const segmentRecordSchema = segmentSchema.extend({
  /** Who owns it; null lets everyone who may create segments change it. */
  owner: entityRefSchema.nullable(),
  managedBy: segmentManagerSchema,
});

export type SegmentRecord = z.infer<typeof segmentRecordSchema>;

/** Answer of `GET /segments`. */
export const segmentListSchema = z.object({
  items: z.array(segmentRecordSchema),
});

/** What `POST /segments` takes; the segment is allocated at once. */
export const createSegmentSchema = segmentSchema
  .pick({ id: true, description: true, targeting: true, allocation: true })
  .extend({ owner: entityRefSchema.nullable().default(null) })
  .strict();

export type CreateSegment = z.input<typeof createSegmentSchema>;

/**
 * What `PUT /segments/{id}` takes. A larger proportion keeps every unit that
 * is in; a smaller one is refused.
 */
export const updateSegmentSchema = segmentSchema
  .pick({ etag: true, description: true, targeting: true, allocation: true })
  .extend({
    /** Left out, it stays as it is. */
    owner: entityRefSchema.nullable().optional(),
  })
  .strict();

export type UpdateSegment = z.input<typeof updateSegmentSchema>;

/** Where a segment is used. */
export const segmentUsagesSchema = z.object({
  rules: z.array(
    z.object({
      flagId: z.string(),
      ruleId: z.string(),
      ruleName: z.string(),
      /** False for a rule that is off, or of an archived flag. */
      isLive: z.boolean(),
    }),
  ),
  /** Ids of the segments whose targeting names it. */
  segments: z.array(z.string()),
});

export type SegmentUsages = z.infer<typeof segmentUsagesSchema>;

/** Answer of `GET /segments/{id}`. */
export const segmentDetailSchema = z.object({
  segment: segmentRecordSchema,
  usages: segmentUsagesSchema,
  /** Share of the population it holds, 0 to 1. */
  heldProportion: z.number(),
  /** Share of the population it could have at most, 0 to 1. */
  availableProportion: z.number(),
});

export type SegmentDetail = z.infer<typeof segmentDetailSchema>;

/** What `POST /segments:availableSpace` takes. */
export const availableSpaceRequestSchema = z.strictObject({
  /** Id of the segment that asks; left out for one that is to be created. */
  segment: z.string().optional(),
  allocation: allocationSchema,
});

export type AvailableSpaceRequest = z.input<typeof availableSpaceRequestSchema>;

/** Its answer: the share of the population that is free for it, 0 to 1. */
export const availableSpaceSchema = z.object({ available: z.number() });

/** What `GET /segments:overlaps` takes: one of the two. */
export const overlapsQuerySchema = z
  .object({
    /** Flag ids, separated by commas. */
    flags: z.string().min(1).optional(),
    /** Flags whose label `surface` has this value. */
    surface: z.string().min(1).optional(),
  })
  .refine(
    ({ flags, surface }) => (flags === undefined) !== (surface === undefined),
    "Give either 'flags' or 'surface'.",
  );

export type OverlapsQuery = z.infer<typeof overlapsQuerySchema>;

/** Answer of `GET /segments:overlaps`: live segments and who shares units. */
export const segmentOverlapsSchema = z.object({
  segments: z.array(
    z.object({
      id: z.string(),
      /** Ids of the chosen flags with a live rule for it. */
      flags: z.array(z.string()),
      /** Share of the population it holds, 0 to 1. */
      proportion: z.number(),
      exclusivityTags: z.array(z.string()),
      exclusiveTo: z.array(z.string()),
    }),
  ),
  pairs: z.array(
    z.object({
      a: z.string(),
      b: z.string(),
      /** Share of the population that both hold, before their targeting. */
      share: z.number(),
      /** They may not share a unit. */
      areExclusive: z.boolean(),
    }),
  ),
});

export type SegmentOverlaps = z.infer<typeof segmentOverlapsSchema>;

/** What a revision of a segment did. */
export const segmentChangeSchema = z.enum([
  'imported',
  'created',
  'updated',
  'archived',
  'unarchived',
]);

export type SegmentChange = z.infer<typeof segmentChangeSchema>;

/** One change of a segment, and the segment as it was then. */
export const segmentRevisionSchema = z.object({
  revision: z.number(),
  at: z.string(),
  by: z.string(),
  change: segmentChangeSchema,
  /** One sentence for people. */
  summary: z.string(),
  segment: segmentRecordSchema,
});

export type SegmentRevision = z.infer<typeof segmentRevisionSchema>;

/** Answer of `GET /segments/{id}/history`, newest first. */
export const segmentHistorySchema = z.object({
  items: z.array(segmentRevisionSchema),
});
