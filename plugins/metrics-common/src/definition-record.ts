import { RESOURCE_ID_PATTERN } from '@etude/kernel';
import { z } from 'zod';

/** Id of a metric or fact table: 4–63 lower-case letters, digits, dashes. */
export const definitionIdSchema = z
  .string()
  .regex(
    RESOURCE_ID_PATTERN,
    'An id has 4–63 lower-case letters, digits and dashes, no dash at an end.',
  );

/** Full reference of a catalog entity: `group:default/growth`. */
export const ownerRefSchema = z
  .string()
  .regex(
    /^[a-z0-9-]+:[^:/\s]+\/[^:/\s]+$/i,
    'An owner is a full entity reference such as group:default/growth.',
  );

/**
 * What the portal adds to a stored definition. `etag` changes with every
 * change and comes back with an update; instants are ISO 8601, UTC.
 */
export const definitionRecordSchema = z.object({
  etag: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
});
export type DefinitionRecord = z.infer<typeof definitionRecordSchema>;

/** Since when, by whom and with which etag a definition was what it was. */
export const definitionVersionRecordSchema = z.object({
  etag: z.string(),
  since: z.string(),
  by: z.string(),
});
/** One definition that something had, from `since` on. */
export type DefinitionVersion<T> = z.infer<
  typeof definitionVersionRecordSchema
> & { definition: T };
