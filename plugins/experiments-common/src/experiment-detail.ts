import { experimentSchema } from '@etude/lifecycle';
import { z } from 'zod';
import { refreshStatusSchema } from './experiment-results';
import { problemSchema } from './problem-schema';

/**
 * An experiment with what keeps it from launching (`problems`, for drafts
 * only) and how its latest refresh went.
 */
export const experimentDetailSchema = z.object({
  experiment: experimentSchema,
  problems: z.array(problemSchema).readonly(),
  refresh: refreshStatusSchema,
});
export type ExperimentDetail = z.infer<typeof experimentDetailSchema>;
