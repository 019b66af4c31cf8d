import type { MomentsRow, TrafficRow } from '@etude/metrics';
import { z } from 'zod';
import { analysisResultSchema } from './analysis-schema';
import { problemSchema } from './problem-schema';

const momentsRowSchema = z.object({
  metricId: z.string(),
  variant: z.string(),
  exposureDate: z.string().nullable(),
  n: z.number(),
  mean: z.number(),
  m2: z.number(),
}) satisfies z.ZodType<MomentsRow>;

const trafficRowSchema = z.object({
  variant: z.string(),
  exposureDate: z.string().nullable(),
  units: z.number(),
}) satisfies z.ZodType<TrafficRow>;

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
 * snapshot, if there is one, is of an earlier refresh.
 */
export const refreshStatusSchema = z.object({
  running: z.boolean(),
  lastAttemptAt: z.string().nullable(),
  lastSuccessAt: z.string().nullable(),
  problem: problemSchema.nullable(),
});
export type RefreshStatus = z.infer<typeof refreshStatusSchema>;

/** The latest snapshot, null before the first one, and how refreshing goes. */
export const experimentResultsSchema = z.object({
  snapshot: resultSnapshotSchema.nullable(),
  refresh: refreshStatusSchema,
});
export type ExperimentResults = z.infer<typeof experimentResultsSchema>;
