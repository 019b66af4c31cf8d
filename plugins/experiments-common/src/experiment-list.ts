import {
  experimentStateSchema,
  verdictClassSchema,
  verdictReasonSchema,
} from '@etude/lifecycle';
import { z } from 'zod';
import { healthStateSchema, recommendedActionSchema } from './analysis-schema';
import { problemSchema } from './problem-schema';

const numberInQuerySchema = z.coerce.number().int().min(0);

const states = experimentStateSchema.options.join('|');
const statesInQuerySchema = z
  .string()
  .regex(
    new RegExp(`^(${states})(,(${states}))*$`),
    `A state is one of ${experimentStateSchema.options.join(', ')}. Separate several by commas.`,
  );

/** Which experiments to list; `state` and `owner` take several, by commas. */
export const experimentQuerySchema = z.object({
  state: statesInQuerySchema.optional(),
  owner: z.string().optional(),
  /** Entity ref of the component the experiment belongs to. */
  component: z.string().optional(),
  flag: z.string().optional(),
  /** Words looked for in id, name and hypothesis. */
  q: z.string().optional(),
  limit: numberInQuerySchema.max(1000).optional(),
  offset: numberInQuerySchema.optional(),
});
export type ExperimentQuery = z.infer<typeof experimentQuerySchema>;

/**
 * One row of the list. Figures come from the latest snapshot and are null
 * before there is one; `problem` says that the latest refresh failed.
 */
export const experimentListItemSchema = z.object({
  id: z.string(),
  name: z.string(),
  hypothesis: z.string(),
  owner: z.string(),
  componentRef: z.string().nullable(),
  surface: z.string().nullable(),
  flagId: z.string().nullable(),
  state: experimentStateSchema,
  demo: z.boolean(),
  createdAt: z.string(),
  launchedAt: z.string().nullable(),
  plannedEndAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Days from launch until now, or until the end; null for drafts. */
  daysRunning: z.number().nullable(),
  units: z.number().nullable(),
  requiredUnits: z.number().nullable(),
  /** `units / requiredUnits`; may exceed 1. */
  progress: z.number().nullable(),
  /** The worst state of all health checks. */
  health: healthStateSchema.nullable(),
  /** Of the first treatment variant. */
  recommendation: recommendedActionSchema.nullable(),
  computedAt: z.string().nullable(),
  problem: problemSchema.nullable(),
  verdictClass: verdictClassSchema.nullable(),
  verdictReason: verdictReasonSchema.nullable(),
  decision: z.enum(['ship', 'do-not-ship']).nullable(),
});
export type ExperimentListItem = z.infer<typeof experimentListItemSchema>;

/** A page of the list, newest first, and how many there are in all. */
export const experimentListSchema = z.object({
  items: z.array(experimentListItemSchema).readonly(),
  totalItems: z.number(),
});
export type ExperimentList = z.infer<typeof experimentListSchema>;
