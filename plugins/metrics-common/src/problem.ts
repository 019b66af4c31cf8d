import { z } from 'zod';

/** Why something cannot be given, for people. */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  path: z.string().optional(),
});
export type SentProblem = z.infer<typeof problemSchema>;
