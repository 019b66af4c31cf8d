import type {
  DesignPrice,
  PowerCurve,
  SensitivityPoint,
} from '@etude/analysis';
import { experimentPlanSchema, planningInputsSchema } from '@etude/lifecycle';
import { z } from 'zod';
import { adjustedDesignSchema } from './analysis-schema';
import { problemSchema } from './problem-schema';

/**
 * Asks for the units a plan needs. What is given here for a metric, or as
 * units per day, is used in place of what the plan was planned with.
 */
export const sampleSizeRequestSchema = planningInputsSchema.extend({
  plan: experimentPlanSchema,
  /** Days of history to read; 28 when left out. */
  historyDays: z.number().int().min(1).max(365).optional(),
  /** Whose budget reading the history counts for; without it, nobody's. */
  owner: z.string().min(1).optional(),
});
export type SampleSizeRequest = z.infer<typeof sampleSizeRequestSchema>;

/** Mean and variance per unit that a size was computed with. */
export const metricBaselineSchema = z.object({
  metricId: z.string(),
  source: z.enum(['history', 'given']),
  mean: z.number(),
  variance: z.number(),
  /** Units the history holds; null for a given baseline. */
  units: z.number().nullable(),
  unitsPerDay: z.number().nullable(),
  /** Distinct units first seen up to each whole day; null without time. */
  cumulativeUnits: z.array(z.number()).readonly().nullable(),
  /**
   * Which units the history is of: those of the plan's assignment, all that
   * resolved any flag, or those with a fact; null for a given baseline.
   */
  population: z.enum(['assignment', 'all-assigned', 'with-facts']).nullable(),
});
export type MetricBaseline = z.infer<typeof metricBaselineSchema>;

const metricSizeSchema = z.object({
  metricId: z.string(),
  units: z.number(),
  days: z.number().nullable(),
  alpha: z.number(),
  power: z.number(),
  poweredEffectRelative: z.number().nullable(),
});

const runtimeSchema = z.object({
  days: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  weeks: z.number(),
  extrapolated: z.boolean(),
  sentence: z.string(),
});

const designPriceSchema = z.object({
  design: z.enum([
    'fixed-horizon',
    'fixed-power',
    'group-sequential',
    'always-valid',
  ]),
  label: z.string(),
  looks: z.number().nullable(),
  maximumUnits: z.number(),
  expectedUnitsUnderNull: z.number(),
  expectedUnitsUnderEffect: z.number(),
  days: z.number().nullable(),
  daysLow: z.number().nullable(),
  daysHigh: z.number().nullable(),
  expectedDaysUnderEffect: z.number().nullable(),
  inflation: z.number(),
  sentence: z.string(),
}) satisfies z.ZodType<DesignPrice>;

const sensitivityPointSchema = z.object({
  multiplier: z.number(),
  mdeRelative: z.record(z.string(), z.number()),
  units: z.number().nullable(),
  days: z.number().nullable(),
}) satisfies z.ZodType<SensitivityPoint>;

const powerCurveSchema = z.object({
  metricId: z.string(),
  test: z.enum(['superiority', 'non-inferiority']),
  points: z
    .array(z.object({ effectRelative: z.number(), power: z.number() }))
    .readonly(),
}) satisfies z.ZodType<PowerCurve>;

const plannedPeriodSchema = z.object({
  days: z.number(),
  metrics: z
    .array(
      z.object({
        metricId: z.string(),
        units: z.number(),
        poweredEffectRelative: z.number().nullable(),
        power: z.number().nullable(),
      }),
    )
    .readonly(),
  sentence: z.string(),
});

/**
 * The units needed, over all variants, for each metric and for the decision,
 * and what the choices of the plan cost; or, with `size: null`, every problem
 * that stands in the way.
 */
export const sampleSizeAnswerSchema = z.object({
  size: z
    .object({
      perMetric: z.array(metricSizeSchema).readonly(),
      requiredUnits: z.number(),
      /** Null when it is not known how many units come per day. */
      days: z.number().nullable(),
      design: adjustedDesignSchema,
      runtime: runtimeSchema.nullable(),
      prices: z.array(designPriceSchema).readonly(),
      sensitivity: z.array(sensitivityPointSchema).readonly(),
      powerCurves: z.array(powerCurveSchema).readonly(),
      plannedPeriod: plannedPeriodSchema.nullable(),
    })
    .nullable(),
  baselines: z.array(metricBaselineSchema).readonly(),
  /** Metrics whose power cannot be planned, and what to do about it. */
  notices: z.array(problemSchema).readonly(),
  problems: z.array(problemSchema).readonly(),
});
export type SampleSizeAnswer = z.infer<typeof sampleSizeAnswerSchema>;

/** What the plan of an experiment costs, by the history of one moment. */
export const planCostSchema = z.object({
  computedAt: z.string(),
  answer: sampleSizeAnswerSchema,
});
export type PlanCost = z.infer<typeof planCostSchema>;
