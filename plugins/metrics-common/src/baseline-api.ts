import { z } from 'zod';

/** Which units a baseline is about: those of a flag, or those of a table. */
export const baselineAssignmentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flag'), flagId: z.string().min(1) }),
  z.object({
    kind: z.literal('table'),
    factTableId: z.string().min(1),
    unitColumn: z.string().min(1),
    variantColumn: z.string().min(1).optional(),
  }),
]);
export type BaselineAssignment = z.infer<typeof baselineAssignmentSchema>;

/**
 * Asks what metrics were over the last `days`, before an experiment.
 *
 * Without `assignment`, or when its flag has no units yet, the units are all
 * that resolved any flag in that time, else all with a fact.
 */
export const baselineRequestSchema = z.object({
  metricIds: z.array(z.string().min(1)).min(1).max(50),
  days: z.number().int().min(1).max(365),
  /** Whose days they are: a name of the IANA database; UTC when left out. */
  timeZone: z.string().min(1).optional(),
  assignment: baselineAssignmentSchema.optional(),
  /** Whose budget it counts for; without it, nobody's. */
  owner: z.string().min(1).optional(),
});
export type BaselineRequest = z.infer<typeof baselineRequestSchema>;

/**
 * What a metric was, or why that is not known.
 *
 * `variance` is that of one unit; `units` is how many had a value;
 * `unitsPerDay` is how many came by on average, null when the units come from
 * a table without time. `cumulativeUnits` counts the distinct units first seen
 * up to each whole day, null where there are too few. `population` says which units these were: those of
 * the assignment asked for, all that resolved any flag, or those with a fact.
 */
export const metricBaselineSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('known'),
    metricId: z.string(),
    mean: z.number(),
    variance: z.number(),
    units: z.number(),
    unitsPerDay: z.number().nullable(),
    cumulativeUnits: z.array(z.number()).readonly().nullable(),
    population: z.enum(['assignment', 'all-assigned', 'with-facts']),
    runId: z.string(),
  }),
  z.object({
    status: z.literal('problem'),
    metricId: z.string(),
    problem: z.object({ code: z.string(), message: z.string() }),
    runId: z.string().nullable(),
  }),
]);
export type MetricBaseline = z.infer<typeof metricBaselineSchema>;

export const baselineResponseSchema = z.object({
  baselines: z.array(metricBaselineSchema),
});
