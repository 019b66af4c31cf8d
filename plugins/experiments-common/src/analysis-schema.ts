import type { AnalysisResult } from '@etude/analysis';
import {
  metricDirectionSchema,
  metricRoleSchema,
  verdictSchema,
} from '@etude/lifecycle';
import { z } from 'zod';
import { problemSchema } from './problem-schema';

const intervalSchema = z
  .tuple([z.number().nullable(), z.number().nullable()])
  .readonly();

const visibilitySchema = z.object({
  effects: z.enum(['open', 'closed']),
  sentence: z.string(),
  opensAt: z.string().optional(),
});

/** How one health check, or the worst of several, stands. */
export const healthStateSchema = z.enum(['pass', 'warn', 'fail', 'unknown']);
export type HealthState = z.infer<typeof healthStateSchema>;

const healthCheckSchema = z.object({
  id: z.enum([
    'traffic',
    'srm',
    'pre-exposure',
    'crossover',
    'exposure-gaps',
    'duplicates',
    'freshness',
    'data',
  ]),
  state: healthStateSchema,
  title: z.string(),
  sentence: z.string(),
  nextStep: z.string().optional(),
  figure: z.object({ name: z.string(), value: z.number() }).optional(),
  threshold: z.number().optional(),
});

const variantSummarySchema = z.object({ n: z.number(), mean: z.number() });

const metricBoundSchema = z.object({
  kind: z.enum(['superiority', 'non-inferiority', 'inferiority']),
  nullValue: z.number(),
  statistic: z.number(),
  pValue: z.number(),
  alpha: z.number(),
  significant: z.boolean(),
  ci: intervalSchema,
});

const differenceSchema = z.object({
  estimate: z.number(),
  stdErr: z.number(),
  ci: intervalSchema,
  pValue: z.number(),
});

const liftSchema = z.object({
  estimate: z.number(),
  ci: intervalSchema,
  method: z.literal('fieller').optional(),
});

const sequenceSchema = z.object({
  method: z.enum(['group-sequential', 'always-valid']),
  look: z.number(),
  informationFraction: z.number().nullable(),
  criticalValue: z.number().nullable(),
  ci: intervalSchema,
  runningP: z.number().nullable(),
});

const precisionSchema = z.object({
  currentPower: z.number().nullable(),
  poweredEffectRelative: z.number().nullable(),
  share: z.number().nullable(),
  projectedFinishAt: z.string().nullable(),
  widthRelative: z.number().optional(),
});

const adjustmentSchema = z.object({
  covariates: z.number(),
  dropped: z.number(),
  varianceReduction: z.number(),
  unadjusted: differenceSchema,
});

const bayesianSchema = z.object({
  chanceToWin: z.number(),
  credibleInterval: intervalSchema,
  riskOfShipping: z.number(),
  riskOfNotShipping: z.number(),
});

/** What an analysis says about one metric in one treatment. */
export const metricResultSchema = z.object({
  metricId: z.string(),
  name: z.string(),
  role: metricRoleSchema,
  direction: metricDirectionSchema,
  variant: z.string(),
  status: z.enum(['estimated', 'problem', 'hidden']),
  problem: problemSchema.optional(),
  control: variantSummarySchema.optional(),
  treatment: variantSummarySchema.optional(),
  difference: differenceSchema.optional(),
  lift: liftSchema.optional(),
  liftProblem: problemSchema.optional(),
  sequence: sequenceSchema.optional(),
  precision: precisionSchema.optional(),
  adjustment: adjustmentSchema.optional(),
  bayesian: bayesianSchema.optional(),
  bound: z.array(metricBoundSchema).readonly().optional(),
  units: z.number().optional(),
  requiredUnits: z.number().optional(),
  powered: z.boolean().optional(),
  mdeRelative: z.number().optional(),
  nimRelative: z.number().optional(),
  outcome: z.enum([
    'better',
    'worse',
    'not-worse',
    'no-difference',
    'not-enough-data',
    'unknown',
  ]),
  sentence: z.string(),
});

/** What the decision rule may recommend. */
export const recommendedActionSchema = z.enum([
  'ship',
  'continue',
  'end',
  'abort',
]);
export type RecommendedAction = z.infer<typeof recommendedActionSchema>;

const recommendationSchema = z.object({
  variant: z.string(),
  action: recommendedActionSchema,
  sentence: z.string(),
  conditions: z
    .array(z.object({ holds: z.boolean().nullable(), sentence: z.string() }))
    .readonly(),
});

/** Error rates of the single tests that keep those of the decision. */
export const adjustedDesignSchema = z.object({
  alphaSuccess: z.number(),
  alphaGuardrail: z.number(),
  alphaDeterioration: z.number(),
  powerPerMetric: z.number(),
  hypotheses: z
    .array(
      z.object({
        metricId: z.string(),
        test: z.enum(['superiority', 'non-inferiority']),
        alpha: z.number(),
        power: z.number(),
      }),
    )
    .readonly()
    .optional(),
});

const monitorSchema = z.object({
  metricId: z.string(),
  variant: z.string(),
  method: z.enum(['group-sequential', 'always-valid']),
  state: z.enum(['quiet', 'alarm', 'unknown']),
  alarmAt: z.string().optional(),
  looks: z.number(),
  sentence: z.string(),
});

const breakdownSchema = z.object({
  dimension: z.string(),
  value: z.string().nullable(),
  metricId: z.string(),
  variant: z.string(),
  control: variantSummarySchema.optional(),
  treatment: variantSummarySchema.optional(),
  difference: differenceSchema.optional(),
  lift: liftSchema.optional(),
  liftProblem: problemSchema.optional(),
  adjustedPValue: z.number().optional(),
  problem: problemSchema.optional(),
});

/** An analysis without the look it leaves behind: what may be sent. */
export type SentAnalysis = Omit<AnalysisResult, 'look'>;

/**
 * An analysis as sent. Hidden effects are absent from it, so that nobody can
 * peek past the design by calling the API; neither is its look, which holds
 * statistics that a design may forbid to show.
 */
export const analysisResultSchema = z.object({
  visibility: visibilitySchema,
  health: z.array(healthCheckSchema).readonly(),
  metrics: z.array(metricResultSchema).readonly(),
  recommendations: z.array(recommendationSchema).readonly(),
  verdict: verdictSchema.nullable(),
  design: adjustedDesignSchema,
  progress: z.object({
    units: z.number(),
    requiredUnits: z.number().nullable(),
    share: z.number().nullable(),
    projectedFinishAt: z.string().nullable(),
    stopReachedAt: z.string().optional(),
  }),
  monitors: z.array(monitorSchema).readonly(),
  breakdowns: z.array(breakdownSchema).readonly(),
}) satisfies z.ZodType<SentAnalysis>;
