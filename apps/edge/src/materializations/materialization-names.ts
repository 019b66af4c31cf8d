import { z } from 'zod';

/** Characters of a unit and of a name, in every store. */
export const MAX_NAME_LENGTH = 200;

/** Parses a unit of a materialization. */
export const materializationKeySchema = z.object({
  materialization: z.string().min(1).max(MAX_NAME_LENGTH),
  unit: z.string().max(MAX_NAME_LENGTH),
});

/** Parses a sticky assignment. */
export const materializationWriteSchema = materializationKeySchema.extend({
  rule: z.string().min(1).max(MAX_NAME_LENGTH),
  variant: z.string().max(MAX_NAME_LENGTH),
});
