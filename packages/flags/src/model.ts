import { RESOURCE_ID_PATTERN } from '@etude/kernel';
import { z } from 'zod';
import { flagSchemaSchema } from './flag-schema';
import { jsonObjectSchema } from './json';
import { targetingSchema } from './targeting';

const resourceIdSchema = z
  .string()
  .regex(
    RESOURCE_ID_PATTERN,
    'An id has 4 to 63 lower-case letters, digits and dashes, with no dash at an end.',
  );

/** Ids inside a flag or client (variants, rules, assignments) may be short. */
const localIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/,
    'An id has 1 to 63 letters, digits, dashes and underscores, and starts and ends with a letter or digit.',
  );

const entityRefSchema = z
  .string()
  .regex(
    /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/,
    'An owner is an entity reference such as group:default/checkout.',
  );

const labelsSchema = z.record(z.string(), z.string());

/** Parses a range of buckets, `[lower, upper)`. */
export const bucketRangeSchema = z
  .tuple([z.int().min(0), z.int().min(0)])
  .refine(
    ([lower, upper]) => lower < upper,
    'A range [lower, upper) must not be empty.',
  );

/** Buckets from `lower` up to but not including `upper`. */
export type BucketRange = z.infer<typeof bucketRangeSchema>;

/** Parses a named value of a flag. */
export const variantSchema = z.object({
  id: localIdSchema,
  value: jsonObjectSchema,
  description: z.string(),
});

export type Variant = z.infer<typeof variantSchema>;

/** Parses what the units of some buckets of a rule get. */
export const assignmentSchema = z.discriminatedUnion('kind', [
  z.object({
    id: localIdSchema,
    kind: z.literal('variant'),
    variant: localIdSchema,
    ranges: z.array(bucketRangeSchema),
  }),
  z.object({
    id: localIdSchema,
    kind: z.literal('clientDefault'),
    ranges: z.array(bucketRangeSchema),
  }),
  z.object({
    id: localIdSchema,
    kind: z.literal('fallthrough'),
    ranges: z.array(bucketRangeSchema),
  }),
]);

/**
 * What the units of some buckets of a rule get: a variant, the client's own
 * default, or nothing yet (recorded, then the next rule is tried).
 */
export type Assignment = z.infer<typeof assignmentSchema>;

/** Parses who may change a rule: a person, an experiment or a rollout. */
export const ruleOwnerSchema = z.object({
  kind: z.enum(['person', 'experiment', 'rollout']),
  /** Entity reference of the person, or id of the experiment or rollout. */
  ref: z.string().min(1),
});

export type RuleOwner = z.infer<typeof ruleOwnerSchema>;

/** Parses how a rule keeps units in the variant they once got. */
export const stickinessSchema = z.object({
  /** Name of the store of (unit, rule) → variant records. */
  materialization: z.string().min(1),
  /** True: units that are not in the store yet are not let in any more. */
  isIntakePaused: z.boolean(),
});

/** How a rule keeps units in the variant they once got, whatever changes. */
export type Stickiness = z.infer<typeof stickinessSchema>;

/** Parses one rule of a flag. */
export const ruleSchema = z.object({
  id: localIdSchema,
  name: z.string(),
  owner: ruleOwnerSchema,
  enabled: z.boolean(),
  /** Id of the segment. */
  segment: resourceIdSchema,
  /** Dotted path of the unit in the context; empty means `targeting_key`. */
  targetingKeySelector: z.string(),
  /** Empty means every environment. */
  environments: z.array(z.string()),
  assignments: z.array(assignmentSchema),
  bucketCount: z.int().min(1).max(1_000_000),
  /** Left out, a unit's variant follows from its hash alone. */
  stickiness: stickinessSchema.optional(),
});

/** An ordered entry of a flag: a segment and what its units get. */
export type Rule = z.infer<typeof ruleSchema>;

/** Parses a flag that has to give one of some variants first. */
export const prerequisiteSchema = z.object({
  /** Id of the other flag. */
  flag: resourceIdSchema,
  /** Ids of its variants, one of which the same context has to get. */
  variants: z.array(localIdSchema).min(1),
});

/** Another flag and those of its variants that let this flag's rules apply. */
export type Prerequisite = z.infer<typeof prerequisiteSchema>;

/** Parses a flag with its variants and ordered rules. */
export const flagObjectSchema = z.object({
  id: resourceIdSchema,
  description: z.string(),
  owner: entityRefSchema,
  labels: labelsSchema,
  schema: flagSchemaSchema,
  /** Ids of the clients that may resolve it. */
  clients: z.array(resourceIdSchema),
  variants: z.array(variantSchema),
  rules: z.array(ruleSchema),
  /** False switches it off: everyone gets the default variant. */
  enabled: z.boolean(),
  /** Environments in which it is off even if `enabled`. */
  disabledEnvironments: z.array(z.string().min(1)),
  /**
   * Id of the variant for units that no rule gives one, and for everyone while
   * the flag is off; null leaves them with the default in the code.
   */
  defaultVariant: localIdSchema.nullable(),
  /** All of them have to hold, or the flag gives its default variant. */
  prerequisites: z.array(prerequisiteSchema),
  state: z.enum(['active', 'archived']),
  etag: z.string(),
});

/** A named, schema-typed value with variants and ordered rules. */
export type Flag = z.infer<typeof flagObjectSchema>;

/** Parses the share of the population that a segment asks for. */
export const allocationSchema = z.object({
  /** 0 to 1. */
  proportion: z.number().min(0).max(1),
  /** Labels this segment wears. */
  exclusivityTags: z.array(z.string()),
  /** Labels this segment must not overlap. */
  exclusiveTo: z.array(z.string()),
});

export type Allocation = z.infer<typeof allocationSchema>;

/** Parses the population buckets that a segment holds. */
export const populationSchema = z.union([
  z.literal('ALL'),
  z.array(bucketRangeSchema),
]);

/** Everyone, or sorted disjoint ranges of the 1,000,000 population buckets. */
export type Population = z.infer<typeof populationSchema>;

/** Parses a segment. */
export const segmentSchema = z.object({
  id: resourceIdSchema,
  description: z.string(),
  /** null matches everyone. */
  targeting: targetingSchema.nullable(),
  allocation: allocationSchema,
  /** What `allocateSegment` gave it; null until it is allocated. */
  population: populationSchema.nullable(),
  state: z.enum(['unallocated', 'allocated', 'archived']),
  etag: z.string(),
});

/** An audience: targeting plus a share of the population. */
export type Segment = z.infer<typeof segmentSchema>;

/** Parses a credential of a client; the secret itself is never stored. */
export const credentialSchema = z.object({
  id: localIdSchema,
  name: z.string(),
  kind: z.enum(['server', 'browser']),
  /** Lower-case hex SHA-256 of the client secret. */
  secretHash: z.string().regex(/^[0-9a-f]{64}$/, 'Expected 64 hex digits.'),
  /** Empty means: only rules that apply everywhere. */
  environments: z.array(z.string()),
  /** ISO 8601, or null while it is valid. */
  revokedAt: z.string().nullable(),
});

export type Credential = z.infer<typeof credentialSchema>;

/** Parses an application that resolves flags. */
export const clientSchema = z.object({
  id: resourceIdSchema,
  displayName: z.string(),
  credentials: z.array(credentialSchema),
});

/** An application that resolves flags. */
export type Client = z.infer<typeof clientSchema>;
