import { z } from 'zod';
import { definitionIdSchema } from './definition-record';

const problemItemSchema = z.object({
  code: z.string(),
  message: z.string(),
  path: z.string().optional(),
});

/** What kind of thing went wrong, the same for every engine. */
export const RUN_CAUSES = [
  'definition',
  'permission',
  'budget',
  'limit',
  'unreachable',
  'timeout',
  'busy',
  'memory',
  'storage',
  'engine',
  'cancelled',
  'interrupted',
  'bug',
] as const;

export const runProblemSchema = z.object({
  code: z.string(),
  kind: z.enum(['user', 'operational', 'bug']),
  message: z.string(),
  /** Left out by runs from before causes were told apart, as is the fix. */
  cause: z.enum(RUN_CAUSES).optional(),
  /** What to do about it, in one sentence. */
  fix: z.string().optional(),
  problems: z.array(problemItemSchema).optional(),
});
/** Why a run has no answer, who can mend it, and how. */
export type RunProblem = z.infer<typeof runProblemSchema>;

export const RUN_STATES = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
] as const;
export const runStateSchema = z.enum(RUN_STATES);
/** `interrupted`: the backend that worked on it ended before it did. */
export type RunState = z.infer<typeof runStateSchema>;

/** True for a run that nothing is going to happen to any more. */
export const isFinished = (state: RunState): boolean =>
  state !== 'queued' && state !== 'running';

export const runProgressSchema = z.object({
  phase: z.enum(['planning', 'waiting', 'querying', 'retrying']),
  /** Queries that the warehouse answers first; of `waiting`. */
  ahead: z.number().nullable(),
  /** The query it is at, from 1, and how many there are. */
  query: z.number(),
  queries: z.number(),
  /** From 1; more than 1 after failures of the warehouse. */
  attempt: z.number(),
});
/** What a run that is not finished is at. */
export type RunProgress = z.infer<typeof runProgressSchema>;

export const runIncrementSchema = z.object({
  mode: z.enum(['incremental', 'full']),
  /** In a sentence: what was reused, or why everything was computed. */
  reason: z.string(),
  /** Parts (days of facts) that were kept from earlier runs, and computed. */
  reusedParts: z.number().nullable(),
  computedParts: z.number().nullable(),
});
/** Whether a run computed everything or only what had changed. */
export type RunIncrement = z.infer<typeof runIncrementSchema>;

/**
 * One computation that was asked for, kept so that every figure can be opened.
 *
 * Instants are ISO 8601 in UTC: `startedAt` is when it was asked for,
 * `queriedAt` when the warehouse began to answer. `sql` is null when planning
 * refused; `estimate` is what the engine expected to read before it ran, and
 * `bytesRead` what it says it read, null where it does not say. `elapsedMs` is
 * time of the warehouse. `owner` is whose budget it counts for.
 */
export const runSchema = z.object({
  id: z.string(),
  kind: z.enum(['computation', 'baseline', 'preview', 'trial']),
  experimentId: z.string().nullable(),
  metricIds: z.array(z.string()),
  owner: z.string().nullable(),
  warehouseId: z.string().nullable(),
  state: runStateSchema,
  progress: runProgressSchema.nullable(),
  requestedBy: z.string(),
  startedAt: z.string(),
  queriedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  cancelledBy: z.string().nullable(),
  attempts: z.number(),
  estimate: z
    .object({ bytes: z.number().nullable(), rows: z.number().nullable() })
    .nullable(),
  bytesRead: z.number().nullable(),
  elapsedMs: z.number().nullable(),
  rows: z.number().nullable(),
  sql: z.string().nullable(),
  increment: runIncrementSchema.nullable(),
  problem: runProblemSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;

/** A run as lists have it: SQL is long, so it has to be asked for. */
export const runListSchema = z.object({ runs: z.array(runSchema) });

const flag = z.enum(['true', 'false']).transform(value => value === 'true');

export const runListQuerySchema = z.object({
  experimentId: z.string().optional(),
  metricId: definitionIdSchema.optional(),
  owner: z.string().optional(),
  warehouseId: z.string().optional(),
  state: runStateSchema.optional(),
  /** Only those asked for before this instant, for further pages. */
  before: z.iso.datetime().optional(),
  /** At most 100, which is also the default. */
  limit: z.coerce.number().int().min(1).max(100).optional(),
  /** Without it, `sql` of the runs in the list is null. */
  withSql: flag.optional(),
});
/** Which runs a list is to have; filters add up. */
export type RunListQuery = z.infer<typeof runListQuerySchema>;
