import { z } from 'zod';

/** What a metric does in one experiment. */
export const metricRoleSchema = z.enum([
  'success',
  'guardrail',
  'deterioration',
]);
export type MetricRole = z.infer<typeof metricRoleSchema>;

/** Which way a metric should move. */
export const metricDirectionSchema = z.enum(['increase', 'decrease']);
export type MetricDirection = z.infer<typeof metricDirectionSchema>;

/**
 * A metric with its role in one experiment.
 *
 * `mdeRelative` (success) and `nimRelative` (guardrail) are positive shares of
 * the control mean: 0.02 is 2 %. A guardrail without a margin can veto, but
 * never show safety.
 */
export const experimentMetricSchema = z.object({
  metricId: z.string(),
  role: metricRoleSchema,
  direction: metricDirectionSchema,
  mdeRelative: z.number().optional(),
  nimRelative: z.number().optional(),
});
export type ExperimentMetric = z.infer<typeof experimentMetricSchema>;

/** One condition on an attribute of the evaluation context. */
export const audienceConditionSchema = z.object({
  attribute: z.string(),
  operator: z.enum(['equals', 'in', 'not-in']),
  values: z.array(z.string()),
});
export type AudienceCondition = z.infer<typeof audienceConditionSchema>;

/**
 * Who may enter: all conditions hold, then a `proportion` in (0, 1] of them,
 * apart from experiments that share an exclusivity tag.
 */
export const audienceSchema = z.object({
  conditions: z.array(audienceConditionSchema),
  proportion: z.number(),
  exclusivityTags: z.array(z.string()),
});
export type Audience = z.infer<typeof audienceSchema>;

/** Where the variant of a unit is read: a flag, or a table of assignments. */
export const experimentAssignmentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flag'), flagId: z.string() }),
  z.object({
    kind: z.literal('table'),
    factTableId: z.string(),
    unitColumn: z.string(),
    variantColumn: z.string(),
  }),
]);
export type ExperimentAssignment = z.infer<typeof experimentAssignmentSchema>;

/** A variant and its weight; weights are relative to their sum. */
export const plannedVariantSchema = z.object({
  id: z.string(),
  weight: z.number(),
});
export type PlannedVariant = z.infer<typeof plannedVariantSchema>;

/**
 * How and when the experiment is judged. `alpha` and `power` are those of the
 * ship *decision*, not of a single test.
 */
export const experimentDesignSchema = z.object({
  kind: z.literal('fixed-horizon'),
  alpha: z.number(),
  power: z.number(),
  plannedDays: z.number(),
});
export type ExperimentDesign = z.infer<typeof experimentDesignSchema>;

/**
 * What is agreed before launch. The schema checks the shape only, so that an
 * unfinished draft can be saved; `validatePlan` says what is wrong with it.
 *
 * `requiredUnits` counts units over all variants together.
 */
export const experimentPlanSchema = z.object({
  hypothesis: z.string(),
  entity: z.string(),
  targetingKeySelector: z.string(),
  assignment: experimentAssignmentSchema,
  controlVariant: z.string(),
  variants: z.array(plannedVariantSchema),
  audience: audienceSchema,
  metrics: z.array(experimentMetricSchema),
  design: experimentDesignSchema,
  requiredUnits: z.number().optional(),
});
export type ExperimentPlan = z.infer<typeof experimentPlanSchema>;
