import { z } from 'zod';

/** Class of an ended experiment in Experiments with Learning. */
export const verdictClassSchema = z.enum([
  'win',
  'regression',
  'neutral',
  'no-learning',
  'restart',
  'excluded',
]);
export type VerdictClass = z.infer<typeof verdictClassSchema>;

/** Why nothing was learned. The first six mean: not valid. */
export const verdictReasonSchema = z.enum([
  'NO_EXPOSURE',
  'CONFIG_ERROR',
  'SRM',
  'PRE_EXPOSURE_BIAS',
  'CROSSOVER',
  'DATA_MISSING',
  'ABORTED_EARLY',
  'UNDERPOWERED',
  'NO_POWER_TARGET',
]);
export type VerdictReason = z.infer<typeof verdictReasonSchema>;

/**
 * What an ended experiment taught, as stored on it.
 *
 * `reason` is there for `no-learning` only; `prevention` says what would have
 * made it a learning; `variant` is the one that won or regressed. `mdeRatio`
 * is the smallest effect it could find over the smallest it wanted to find:
 * above 1 it was less precise than planned.
 */
export const verdictSchema = z.object({
  class: verdictClassSchema,
  reason: verdictReasonSchema.optional(),
  sentence: z.string(),
  prevention: z.string().optional(),
  variant: z.string().optional(),
  mdeRatio: z.number().optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
