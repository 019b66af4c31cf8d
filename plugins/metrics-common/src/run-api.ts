import { z } from 'zod';

export const runProblemSchema = z.object({
  code: z.string(),
  kind: z.enum(['user', 'operational', 'bug']),
  message: z.string(),
});
/** Why a run failed and who can mend it. */
export type RunProblem = z.infer<typeof runProblemSchema>;

/**
 * One computation that was asked for, kept so that every figure can be opened.
 *
 * `sql` is null when planning refused, `elapsedMs` (time in the warehouse) and
 * `rows` (of the answer) are null unless the run succeeded.
 */
export const runSchema = z.object({
  id: z.string(),
  kind: z.enum(['computation', 'baseline']),
  experimentId: z.string().nullable(),
  metricIds: z.array(z.string()),
  state: z.enum(['running', 'succeeded', 'failed']),
  requestedBy: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  elapsedMs: z.number().nullable(),
  rows: z.number().nullable(),
  sql: z.string().nullable(),
  problem: runProblemSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;

export const runListSchema = z.object({ runs: z.array(runSchema) });
