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
  id: z.enum(['traffic', 'srm', 'crossover', 'data']),
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

const metricResultSchema = z.object({
  metricId: z.string(),
  name: z.string(),
  role: metricRoleSchema,
  direction: metricDirectionSchema,
  variant: z.string(),
  status: z.enum(['estimated', 'problem', 'hidden']),
  problem: problemSchema.optional(),
  control: variantSummarySchema.optional(),
  treatment: variantSummarySchema.optional(),
  difference: z
    .object({
      estimate: z.number(),
      stdErr: z.number(),
      ci: intervalSchema,
      pValue: z.number(),
    })
    .optional(),
  lift: z.object({ estimate: z.number(), ci: intervalSchema }).optional(),
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
});

/**
 * An analysis as sent. Hidden effects are absent from it, so that nobody can
 * peek past the design by calling the API.
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
  }),
}) satisfies z.ZodType<AnalysisResult>;
