import type { LossStep, RateGroup, RateSummary } from '@etude/analysis';
import {
  decisionSchema,
  experimentStateSchema,
  verdictClassSchema,
  verdictReasonSchema,
  verdictSchema,
} from '@etude/lifecycle';
import { z } from 'zod';

/** An ISO day (UTC) or instant. */
const dayOrInstantSchema = z.union([
  z.iso.date(),
  z.iso.datetime({ offset: true }),
]);

/** Ended experiments of an owner, from `from` until before `to`, by end. */
export const learningQuerySchema = z.object({
  owner: z.string().optional(),
  from: dayOrInstantSchema.optional(),
  to: dayOrInstantSchema.optional(),
});
export type LearningQuery = z.infer<typeof learningQuerySchema>;

const rateSchema = z.object({
  count: z.number(),
  of: z.number(),
  share: z.number().nullable(),
  ci: z.tuple([z.number(), z.number()]).readonly().nullable(),
});

/** Rates over ended experiments with their 95 % Wilson intervals. */
export const rateSummarySchema = z.object({
  experiments: z.number(),
  learning: rateSchema,
  win: rateSchema,
  regression: rateSchema,
  neutral: rateSchema,
  noLearning: rateSchema,
  noLearningByReason: z
    .array(z.object({ reason: verdictReasonSchema, rate: rateSchema }))
    .readonly(),
  invalid: rateSchema,
  restart: rateSchema,
  /** Median of achieved / planned minimum detectable effect. */
  precision: z.object({
    medianRatio: z.number().nullable(),
    experiments: z.number(),
  }),
}) satisfies z.ZodType<RateSummary>;

const rateGroupSchema = z.object({
  key: z.string(),
  experiments: z.number(),
  learnings: z.number(),
  rates: rateSummarySchema.nullable(),
}) satisfies z.ZodType<RateGroup>;

const lossStepSchema = z.object({
  kind: z.enum(['excluded', 'restart', 'lost', 'learning']),
  key: z.union([verdictClassSchema, verdictReasonSchema]),
  count: z.number(),
  remaining: z.number(),
}) satisfies z.ZodType<LossStep>;

/** One ended experiment behind the rates; filter by verdict for a figure. */
export const learningItemSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  surface: z.string().nullable(),
  componentRef: z.string().nullable(),
  state: experimentStateSchema,
  demo: z.boolean(),
  launchedAt: z.string().nullable(),
  endedAt: z.string(),
  /** Key like 2026-Q1, in UTC. */
  quarter: z.string(),
  /** Null while its final analysis has not succeeded: it counts nowhere. */
  verdict: verdictSchema.nullable(),
  decision: decisionSchema.nullable(),
});
export type LearningItem = z.infer<typeof learningItemSchema>;

/**
 * How well the organisation learns: rates overall, by quarter, month, owner
 * and surface, and the list they come from, latest end first. `withoutVerdict` experiments
 * are in the list and in no rate.
 */
export const learningAnswerSchema = z.object({
  rates: rateSummarySchema,
  byQuarter: z.array(rateGroupSchema).readonly(),
  byMonth: z.array(rateGroupSchema).readonly(),
  byOwner: z.array(rateGroupSchema).readonly(),
  bySurface: z.array(rateGroupSchema).readonly(),
  /** From all ended experiments with a verdict to the learnings. */
  waterfall: z.array(lossStepSchema).readonly(),
  withoutVerdict: z.number(),
  items: z.array(learningItemSchema).readonly(),
});
export type LearningAnswer = z.infer<typeof learningAnswerSchema>;
