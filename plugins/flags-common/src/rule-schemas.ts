import { flagObjectSchema, ruleSchema, variantSchema } from '@etude/flags';
import { z } from 'zod';
import { entityRefSchema } from './client-schemas';

const conditionSchema = z
  .strictObject({
    /** Dotted path into the evaluation context. */
    attribute: z.string().min(1),
    operator: z.enum(['equals', 'in', 'not-in']),
    values: z.array(z.string()).min(1),
  })
  .refine(
    ({ operator, values }) => operator !== 'equals' || values.length === 1,
    {
      path: ['values'],
      message: "'equals' takes exactly one value. Use 'in' for several.",
    },
  );

/** Parses who may enter an experiment. */
export const audienceSchema = z.strictObject({
  /** All of them have to hold. */
  conditions: z.array(conditionSchema).default([]),
  /** Share of the population, above 0 and at most 1. */
  proportion: z.number().gt(0).max(1).default(1),
  /** Experiments that share a tag share no unit. */
  exclusivityTags: z.array(z.string().min(1)).default([]),
});

export type AudienceInput = z.input<typeof audienceSchema>;

export type RuleAudience = z.output<typeof audienceSchema>;

/** What `PUT /flags/{id}/experiment-rule` takes. */
export const experimentRuleSchema = z.strictObject({
  experimentId: flagObjectSchema.shape.id,
  name: z.string().min(1),
  audience: audienceSchema,
  variants: z
    .array(
      z.strictObject({ id: variantSchema.shape.id, weight: z.number().gt(0) }),
    )
    .min(2),
  /** Dotted path of the unit in the context; empty means `targeting_key`. */
  targetingKeySelector: ruleSchema.shape.targetingKeySelector.default(''),
  /** Empty means every environment. */
  environments: z.array(z.string().min(1)).default([]),
});

export type ExperimentRuleInput = z.input<typeof experimentRuleSchema>;

export type ExperimentRuleRequest = z.output<typeof experimentRuleSchema>;

/** Where an experiment lives in its flag. */
export const experimentRulePlaceSchema = z.object({
  ruleId: z.string(),
  segmentId: z.string(),
  enabled: z.boolean(),
});

export type ExperimentRulePlace = z.infer<typeof experimentRulePlaceSchema>;

/** Share of the units, 0 to 1 in steps of one millionth. */
export const reachSchema = z
  .number()
  .min(0)
  .max(1)
  .refine(
    reach => reach === 0 || Math.round(reach * 1_000_000) > 0,
    'A reach is 0 or at least one millionth (0.000001).',
  );

/** What `PUT /flags/{id}/rollout` takes. */
export const rolloutInputSchema = z.strictObject({
  variant: variantSchema.shape.id,
  reach: reachSchema,
});

export type RolloutInput = z.input<typeof rolloutInputSchema>;

/** How far one variant of a flag is rolled out. */
export const rolloutSchema = z.object({
  flagId: z.string(),
  ruleId: z.string(),
  variant: z.string(),
  /** Share of the units, 0 to 1. */
  reach: z.number(),
  owner: entityRefSchema,
});

export type Rollout = z.infer<typeof rolloutSchema>;

/** Answer of `GET /rollouts`: every rollout with a reach above 0. */
export const rolloutListSchema = z.object({ items: z.array(rolloutSchema) });
