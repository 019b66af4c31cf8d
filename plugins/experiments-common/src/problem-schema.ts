import type { Problem } from '@etude/kernel';
import { z } from 'zod';

/** One thing that is wrong, as sent: stable code, sentence, field. */
export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  path: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
}) satisfies z.ZodType<Problem>;
