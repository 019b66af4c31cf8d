import { z } from 'zod';

const dayRowsSchema = z.object({ date: z.string(), rows: z.number() });
/** Rows of a UTC day, `YYYY-MM-DD`. */
export type DayRows = z.infer<typeof dayRowsSchema>;

const dayCompletenessSchema = z.object({
  state: z.enum(['complete', 'gaps', 'unknown']),
  sentence: z.string(),
  /** Median of the days with rows; null while too few are known. */
  usualPerDay: z.number().nullable(),
  /** Whole days that are missing or far below the usual. */
  gaps: z.array(dayRowsSchema),
});
/** Whether days have about as many rows as is usual. */
export type DayCompleteness = z.infer<typeof dayCompletenessSchema>;

/**
 * How fresh and complete rows are: their newest time, null when there are none,
 * and those of each UTC day since `since`, the day of `checkedAt` included.
 * `estimate` is what the engine expected the question to read, null where it
 * does not estimate that.
 */
export const freshnessSchema = z.object({
  checkedAt: z.string(),
  since: z.string(),
  latestAt: z.string().nullable(),
  days: z.array(dayRowsSchema),
  completeness: dayCompletenessSchema,
  estimate: z.object({
    bytes: z.number().nullable(),
    rows: z.number().nullable(),
  }),
});
export type Freshness = z.infer<typeof freshnessSchema>;

/** Freshness of the rows of a fact table. */
export const factTableFreshnessSchema = freshnessSchema.extend({
  factTableId: z.string(),
  warehouseId: z.string(),
});
export type FactTableFreshness = z.infer<typeof factTableFreshnessSchema>;
