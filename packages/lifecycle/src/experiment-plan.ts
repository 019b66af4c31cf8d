import { canonicalTimeZone } from '@etude/kernel';
import { z } from 'zod';
import { decisionRuleSchema } from './decision-rule';

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

/**
 * A column of an assignment table with what was known of a unit before its
 * exposure, to reduce the variance of a metric. A missing value counts as 0;
 * with `indicator` a second covariate says that it was missing.
 */
const plannedCovariateSchema = z.object({
  metricId: z.string(),
  column: z.string(),
  missing: z.enum(['zero', 'indicator']),
});

/**
 * Where the variant of a unit is read: a flag, or a table of assignments, which
 * may also tell when a unit was exposed, its covariates and its dimensions.
 */
export const experimentAssignmentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flag'), flagId: z.string() }),
  z.object({
    kind: z.literal('table'),
    factTableId: z.string(),
    unitColumn: z.string(),
    variantColumn: z.string(),
    exposedAtColumn: z.string().optional(),
    covariates: z.array(plannedCovariateSchema).optional(),
    dimensions: z.array(z.string()).optional(),
  }),
]);
export type ExperimentAssignment = z.infer<typeof experimentAssignmentSchema>;

/** A variant and its weight; weights are relative to their sum. */
export const plannedVariantSchema = z.object({
  id: z.string(),
  weight: z.number(),
});
export type PlannedVariant = z.infer<typeof plannedVariantSchema>;

/** How the false-positive rate is spent over the looks of a test. */
export const alphaSpendingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('obrien-fleming') }),
  z.object({ kind: z.literal('pocock') }),
  z.object({ kind: z.literal('power'), exponent: z.number() }),
  z.object({ kind: z.literal('hwang-shih-decani'), gamma: z.number() }),
]);
export type PlannedSpending = z.infer<typeof alphaSpendingSchema>;

const designRates = {
  alpha: z.number(),
  power: z.number(),
  plannedDays: z.number(),
};

/**
 * How and when the experiment is judged. `alpha` and `power` are those of the
 * ship *decision*, not of a single test. `plannedDays` is the end of a
 * fixed-horizon or group-sequential test and the latest end of the others.
 *
 * - `fixed-horizon`: one look, at the planned end.
 * - `fixed-power`: ends on the first complete day on which every metric that
 *   needs power has it; `fixed-width`: on which every interval is at most
 *   `widthRelative` of the control mean wide. Neither looks at an effect, and
 *   neither stops before `burnInUnits` (100) in control and variant together.
 * - `group-sequential`: effects are open at each of `plannedLooks` looks;
 *   `overRun` says what happens to information beyond the plan.
 * - `always-valid`: effects are open at any time.
 */
export const experimentDesignSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed-horizon'), ...designRates }),
  z.object({
    kind: z.literal('fixed-power'),
    ...designRates,
    burnInUnits: z.number().optional(),
  }),
  z.object({
    kind: z.literal('fixed-width'),
    ...designRates,
    widthRelative: z.number(),
    burnInUnits: z.number().optional(),
  }),
  z.object({
    kind: z.literal('group-sequential'),
    ...designRates,
    plannedLooks: z.number(),
    spending: alphaSpendingSchema,
    overRun: z.enum(['rescale', 'strict']),
  }),
  z.object({ kind: z.literal('always-valid'), ...designRates }),
]);
export type ExperimentDesign = z.infer<typeof experimentDesignSchema>;

const givenBaselineSchema = z.object({
  mean: z.number(),
  variance: z.number().nonnegative(),
});

/**
 * What planning was given by hand because no history tells it. `baseline`
 * holds mean and variance per unit by metric id, and wins over history.
 */
export const planningInputsSchema = z.object({
  baseline: z.record(z.string(), givenBaselineSchema).optional(),
  /** Share of the variance that covariates explain, 0 ≤ R² < 1, by metric. */
  covariateR2: z.record(z.string(), z.number().min(0).lt(1)).optional(),
  /** Units expected per day over all variants; else from history. */
  unitsPerDay: z.number().positive().optional(),
});
export type PlanningInputs = z.infer<typeof planningInputsSchema>;

const filterValueSchema = z.union([z.string(), z.number(), z.boolean()]);

/**
 * Facts that make an assigned unit count: from the first of them at or after
 * its assignment on. Units without one are not in the analysis.
 */
export const plannedExposureSchema = z.object({
  factTableId: z.string(),
  filters: z.array(
    z.object({
      column: z.string(),
      operator: z.enum([
        'equals',
        'not-equals',
        'in',
        'greater-or-equal',
        'less-or-equal',
      ]),
      value: z.union([
        filterValueSchema,
        z.array(z.union([z.string(), z.number()])),
      ]),
    }),
  ),
});
export type PlannedExposure = z.infer<typeof plannedExposureSchema>;

/**
 * A property of units that results are broken down by: a column of a fact
 * table keyed by the entity. With `validFromColumn` a unit has the value that
 * held at its exposure.
 */
export const plannedDimensionSchema = z.object({
  name: z.string(),
  factTableId: z.string(),
  column: z.string(),
  validFromColumn: z.string().optional(),
});
export type PlannedDimension = z.infer<typeof plannedDimensionSchema>;

/** A known name is given in the letter case and spelling of today. */
const timeZoneSchema = z
  .string()
  .max(64, "a time zone is a name such as 'Europe/Stockholm'")
  .overwrite(name => canonicalTimeZone(name) ?? name)
  .describe(
    'Zone of the IANA database whose calendar days are the days of the experiment, such as Europe/Stockholm; UTC when left out',
  );

/**
 * What is agreed before launch. The schema checks the shape only, so that an
 * unfinished draft can be saved; `validatePlan` says what is wrong with it.
 *
 * `requiredUnits` counts units over all variants together, and `planning` is
 * what they were computed from besides history. Without a `decisionRule` the
 * standard one applies, with its default guarantee.
 *
 * `timeZone` (a name of the IANA database, UTC when left out) is the zone
 * whose calendar days are the days of the experiment: of exposures, windows,
 * looks, and its duration.
 */
export const experimentPlanSchema = z.object({
  hypothesis: z.string(),
  entity: z.string(),
  targetingKeySelector: z.string(),
  timeZone: timeZoneSchema.optional(),
  assignment: experimentAssignmentSchema,
  /** Without it, units count from their assignment on. */
  exposureFilter: plannedExposureSchema.optional(),
  dimensions: z.array(plannedDimensionSchema).optional(),
  controlVariant: z.string(),
  variants: z.array(plannedVariantSchema),
  audience: audienceSchema,
  metrics: z.array(experimentMetricSchema),
  design: experimentDesignSchema,
  decisionRule: decisionRuleSchema.optional(),
  requiredUnits: z.number().optional(),
  planning: planningInputsSchema.optional(),
});
export type ExperimentPlan = z.infer<typeof experimentPlanSchema>;
