import { z } from 'zod';

/** One thing that happened to an experiment: who, when, what, in a sentence. */
export const activityEntrySchema = z.object({
  id: z.string(),
  experimentId: z.string(),
  at: z.string(),
  /** Entity ref of a person, or `service:<name>`. */
  actor: z.string(),
  kind: z.string(),
  sentence: z.string(),
});
export type ActivityEntry = z.infer<typeof activityEntrySchema>;

/** What happened to one experiment, latest first. */
export const activityListSchema = z.object({
  items: z.array(activityEntrySchema).readonly(),
});
export type ActivityList = z.infer<typeof activityListSchema>;
