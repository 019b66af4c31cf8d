import { z } from 'zod';

/** Path parameters of one thing. */
export const idParamsSchema = z.object({ id: z.string().min(1) });
