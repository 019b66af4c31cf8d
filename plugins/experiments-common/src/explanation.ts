import type { FigureExplanation } from '@etude/analysis';
import { z } from 'zod';

const explainedInputSchema = z.object({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  meaning: z.string(),
});

const explainedStepSchema = z.object({
  name: z.string(),
  formula: z.string(),
  value: z.number().nullable(),
});

/** How one figure of a result was computed; intervals have no `value`. */
export const figureExplanationSchema = z.object({
  id: z.string(),
  title: z.string(),
  value: z.number().nullable(),
  interval: z
    .tuple([z.number().nullable(), z.number().nullable()])
    .readonly()
    .optional(),
  unit: z.enum([
    'metric',
    'share',
    'count',
    'hours',
    'p-value',
    'level',
    'probability',
    'z',
  ]),
  formula: z.string(),
  inputs: z.array(explainedInputSchema).readonly(),
  steps: z.array(explainedStepSchema).readonly(),
  source: z.string().nullable(),
  note: z.string().optional(),
}) satisfies z.ZodType<FigureExplanation>;

/**
 * How every figure of the latest results was computed. While effects are
 * closed it holds no effect, mean or p-value of a metric.
 */
export const resultsExplanationSchema = z.object({
  figures: z.array(figureExplanationSchema).readonly(),
});
export type ResultsExplanation = z.infer<typeof resultsExplanationSchema>;
