import { eventDefinitionSchema } from '@etude/metrics';
import { z } from 'zod';
import {
  definitionIdSchema,
  definitionRecordSchema,
  ownerRefSchema,
} from './definition-record';

/** An event definition as stored and sent. */
export const storedEventDefinitionSchema = eventDefinitionSchema.extend(
  definitionRecordSchema.shape,
);
export type StoredEventDefinition = z.infer<typeof storedEventDefinitionSchema>;

/** A new event definition; without `id` the portal makes one from the name. */
export const createEventDefinitionRequestSchema = eventDefinitionSchema
  .omit({ version: true })
  .extend({ id: definitionIdSchema.optional(), owner: ownerRefSchema });
export type CreateEventDefinitionRequest = z.infer<
  typeof createEventDefinitionRequestSchema
>;

/**
 * The whole new definition, with the etag of the one it replaces, and a reason
 * where the change breaks senders or readers.
 */
export const updateEventDefinitionRequestSchema = eventDefinitionSchema
  .omit({ id: true, version: true })
  .extend({
    owner: ownerRefSchema,
    etag: z.string(),
    reason: z.string().trim().min(1).optional(),
  });
export type UpdateEventDefinitionRequest = z.infer<
  typeof updateEventDefinitionRequestSchema
>;

export const eventDefinitionListSchema = z.object({
  eventDefinitions: z.array(storedEventDefinitionSchema),
});

/** A version of the fields, and why it broke with the one before if it did. */
export const eventDefinitionVersionSchema = z.object({
  version: z.int(),
  since: z.string(),
  by: z.string(),
  reason: z.string().nullable(),
  definition: eventDefinitionSchema,
});
export type EventDefinitionVersion = z.infer<
  typeof eventDefinitionVersionSchema
>;

export const eventDefinitionVersionListSchema = z.object({
  versions: z.array(eventDefinitionVersionSchema),
});

/** The payload of an event that somebody wants to know about. */
export const checkEventRequestSchema = z.object({ payload: z.unknown() });

/** What is wrong with a payload; empty when nothing is. */
export const checkEventResponseSchema = z.object({
  version: z.int(),
  problems: z.array(
    z.object({
      code: z.string(),
      path: z.string().optional(),
      message: z.string(),
    }),
  ),
});
export type CheckEventResponse = z.infer<typeof checkEventResponseSchema>;
