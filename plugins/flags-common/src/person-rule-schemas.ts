import {
  flagObjectSchema,
  ruleSchema,
  segmentSchema,
  stickinessSchema,
  targetingSchema,
  variantSchema,
} from '@etude/flags';
import { z } from 'zod';
import { materializedUnitKeySchema } from './materialization-schemas';

const weightSchema = z.number().gt(0).max(1_000_000).default(1);

/** Parses what a share of a rule's units gets; weights are relative. */
export const weightedAssignmentSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('variant'),
    variant: variantSchema.shape.id,
    weight: weightSchema,
  }),
  z.strictObject({ kind: z.literal('clientDefault'), weight: weightSchema }),
  z.strictObject({ kind: z.literal('fallthrough'), weight: weightSchema }),
]);

export type WeightedAssignment = z.input<typeof weightedAssignmentSchema>;

const ruleFields = {
  name: z.string().trim().min(1).max(200),
  /** At least one; a single one gets all units of the rule. */
  assignments: z.array(weightedAssignmentSchema).min(1).max(100),
  /**
   * Share of the segment's units the rule is for, above 0 and at most 1; the
   * others go on to the next rule. Raising it moves nobody who is in.
   */
  reach: z.number().gt(0).max(1).default(1),
  /** Dotted path of the unit in the context; empty means `targeting_key`. */
  targetingKeySelector: ruleSchema.shape.targetingKeySelector.default(''),
  /** Empty means every environment. */
  environments: z.array(z.string().min(1)).default([]),
  enabled: z.boolean().default(false),
  /** Index among all rules of the flag; left out: last, or where it is. */
  position: z.int().min(0).optional(),
  stickiness: stickinessSchema
    .extend({
      materialization: materializedUnitKeySchema.shape.materialization,
    })
    .nullable()
    .default(null),
};

const individualSchema = z.strictObject({
  kind: z.literal('individual'),
  units: z.array(z.string().min(1)).min(1).max(1000),
  ...ruleFields,
});

const conditionalSchema = z.strictObject({
  kind: z.literal('conditional'),
  targeting: targetingSchema,
  ...ruleFields,
});

const ofSegmentSchema = z.strictObject({
  kind: z.literal('segment'),
  segment: segmentSchema.shape.id,
  ...ruleFields,
});

/**
 * Parses a rule of a person: who it is for (listed units, a targeting, or a
 * segment of its own) and what they get.
 */
export const personRuleSchema = z.discriminatedUnion('kind', [
  individualSchema,
  conditionalSchema,
  ofSegmentSchema,
]);

const etagFields = {
  /** Refused if given and the flag has changed since. */
  etag: z.string().optional(),
};

/**
 * What `POST /flags/{id}/rules` and `PUT /flags/{id}/rules/{ruleId}` take: a
 * rule and its audience, in one call.
 */
export const personRuleInputSchema = z.discriminatedUnion('kind', [
  individualSchema.extend(etagFields),
  conditionalSchema.extend(etagFields),
  ofSegmentSchema.extend(etagFields),
]);

export type PersonRuleInput = z.input<typeof personRuleInputSchema>;

export type PersonRuleRequest = z.output<typeof personRuleInputSchema>;

/** What `DELETE /flags/{id}/rules/{ruleId}` takes. */
export const deleteRuleQuerySchema = z.object({ etag: z.string().optional() });

/** What `PUT /flags/{id}/rules:order` takes: the ids of all rules, in order. */
export const ruleOrderSchema = z.strictObject({
  etag: z.string(),
  rules: z.array(ruleSchema.shape.id),
});

export type RuleOrder = z.infer<typeof ruleOrderSchema>;

/** What `PUT /flags/{id}/enabled` takes. */
export const enabledInputSchema = z.strictObject({
  enabled: z.boolean(),
  etag: z.string().optional(),
});

export type EnabledInput = z.infer<typeof enabledInputSchema>;

/** What `PUT /flags/{id}/disabled-environments` takes. */
export const disabledEnvironmentsInputSchema = z.strictObject({
  environments: flagObjectSchema.shape.disabledEnvironments,
});

/** What `POST /flags/{id}/revert` takes. */
export const revertInputSchema = z.strictObject({
  revision: z.int().min(1),
  etag: z.string(),
});

export type RevertInput = z.infer<typeof revertInputSchema>;
