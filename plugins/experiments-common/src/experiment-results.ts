import { momentsRowSchema, trafficRowSchema } from '@etude/metrics';
import { z } from 'zod';
import { analysisResultSchema, healthStateSchema } from './analysis-schema';
import { problemSchema } from './problem-schema';

/** How one health check stood at a look. */
export const lookHealthSchema = z.object({
  id: z.string(),
  state: healthStateSchema,
  figure: z.number().nullable(),
});
export type LookHealth = z.infer<typeof lookHealthSchema>;

/** What may be shown of a look: health and exposed units, never effects. */
export const lookSummarySchema = z.object({
  at: z.string(),
  health: z.array(lookHealthSchema).readonly(),
  units: z.record(z.string(), z.number()).readonly(),
});
export type LookSummary = z.infer<typeof lookSummarySchema>;

/** Every look at an experiment, oldest first. */
export const lookListSchema = z.object({
  items: z.array(lookSummarySchema).readonly(),
});

/**
 * The result of one refresh. `moments` is null while the design keeps effects
 * closed: `analysis.visibility` says why and when they open. `runId` is the
 * computation run, with its SQL.
 */
export const resultSnapshotSchema = z.object({
  analysis: analysisResultSchema,
  computedAt: z.string(),
  runId: z.string(),
  moments: z.array(momentsRowSchema).readonly().nullable(),
  traffic: z.array(trafficRowSchema).readonly(),
});
export type ResultSnapshot = z.infer<typeof resultSnapshotSchema>;

/**
 * How the latest refresh went. A `problem` means that it failed, and that a
 * snapshot, if there is one, is of an earlier refresh; `retryAt` is then when
 * the schedule tries it again. `runId` is its computation, which tells what it
 * is at while `step` is `computing`. `attempts` are those since the last
 * success.
 */
export const refreshStatusSchema = z.object({
  running: z.boolean(),
  runId: z.string().nullable(),
  step: z.enum(['computing', 'analysing']).nullable(),
  lastAttemptAt: z.string().nullable(),
  lastSuccessAt: z.string().nullable(),
  attempts: z.number(),
  retryAt: z.string().nullable(),
  problem: problemSchema.nullable(),
});
export type RefreshStatus = z.infer<typeof refreshStatusSchema>;

/** The latest snapshot, null before the first one, and how refreshing goes. */
export const experimentResultsSchema = z.object({
  snapshot: resultSnapshotSchema.nullable(),
  refresh: refreshStatusSchema,
});
export type ExperimentResults = z.infer<typeof experimentResultsSchema>;
