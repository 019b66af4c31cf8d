import { experimentPlanSchema } from '@etude/lifecycle';
import { z } from 'zod';
import { adjustedDesignSchema } from './analysis-schema';
import { problemSchema } from './problem-schema';

const givenBaselineSchema = z.object({
  mean: z.number(),
  variance: z.number().nonnegative(),
});

/**
 * Asks for the units a plan needs. `baseline` gives mean and variance per
 * unit of metrics without history, by metric id; it wins over history.
 */
export const sampleSizeRequestSchema = z.object({
  plan: experimentPlanSchema,
  baseline: z.record(z.string(), givenBaselineSchema).optional(),
  /** Units expected per day over all variants; else from history. */
  unitsPerDay: z.number().positive().optional(),
  /** Days of history to read; 28 when left out. */
  historyDays: z.number().int().min(1).max(365).optional(),
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
  /**
   * Which units the history is of: those of the plan's assignment, all that
   * resolved any flag, or those with a fact; null for a given baseline.
   */
  population: z.enum(['assignment', 'all-assigned', 'with-facts']).nullable(),
});
export type MetricBaseline = z.infer<typeof metricBaselineSchema>;

/**
 * The units needed, over all variants, for each metric and for the decision;
 * or, with `size: null`, every problem that stands in the way.
 */
export const sampleSizeAnswerSchema = z.object({
  size: z
    .object({
      perMetric: z
        .array(z.object({ metricId: z.string(), units: z.number() }))
        .readonly(),
      requiredUnits: z.number(),
      /** Null when it is not known how many units come per day. */
      days: z.number().nullable(),
      design: adjustedDesignSchema,
    })
    .nullable(),
  baselines: z.array(metricBaselineSchema).readonly(),
  /** Metrics whose power cannot be planned, and what to do about it. */
  notices: z.array(problemSchema).readonly(),
  problems: z.array(problemSchema).readonly(),
});
export type SampleSizeAnswer = z.infer<typeof sampleSizeAnswerSchema>;
