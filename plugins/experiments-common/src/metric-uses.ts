import {
  experimentStateSchema,
  metricRoleSchema,
  verdictClassSchema,
} from '@etude/lifecycle';
import { z } from 'zod';
import { metricResultSchema } from './analysis-schema';
import { problemSchema } from './problem-schema';

/** Which metric is asked about. */
export const metricUseQuerySchema = z.object({ metricId: z.string().min(1) });

const end = z.number().nullable();

/**
 * What became of the metric in one treatment of an ended experiment. `better`
 * is the relative effect turned so that greater is better, with its interval
 * (null: an open end); null where there is no relative effect.
 */
const metricEffectSchema = metricResultSchema
  .pick({ variant: true, outcome: true, sentence: true })
  .extend({
    better: z
      .object({
        estimate: z.number(),
        interval: z.tuple([end, end]).readonly(),
      })
      .nullable(),
  });
export type MetricEffect = z.infer<typeof metricEffectSchema>;

/**
 * One experiment that measures a metric. `effects` is null unless the
 * experiment has ended and its design shows effects: what a design keeps
 * closed is not here.
 */
export const metricUseSchema = z.object({
  experimentId: z.string(),
  name: z.string(),
  owner: z.string(),
  state: experimentStateSchema,
  demo: z.boolean(),
  role: metricRoleSchema,
  launchedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  verdictClass: verdictClassSchema.nullable(),
  decision: z.enum(['ship', 'do-not-ship']).nullable(),
  computedAt: z.string().nullable(),
  /** Why the latest refresh failed, if it did. */
  problem: problemSchema.nullable(),
  effects: z.array(metricEffectSchema).readonly().nullable(),
});
export type MetricUse = z.infer<typeof metricUseSchema>;

/** Experiments that measure a metric, latest first. */
export const metricUseListSchema = z.object({
  uses: z.array(metricUseSchema).readonly(),
});
