import { eventDefinitionSchema } from '@etude/metrics';
import { z } from 'zod';
import {
  definitionRecordSchema,
  definitionVersionRecordSchema,
  ownerRefSchema,
} from './definition-record';

/**
 * Id of an event definition: the name that applications send already, so it is
 * freer than other ids.
 */
const eventIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'The name of an event has up to 63 letters, digits, dots, dashes and underscores, and begins with a letter or digit.',
  );

/** An event definition as stored and sent. */
export const storedEventDefinitionSchema = eventDefinitionSchema.extend(
  definitionRecordSchema.shape,
);
export type StoredEventDefinition = z.infer<typeof storedEventDefinitionSchema>;

/** A new event definition; without `id` the portal makes one from the name. */
export const createEventDefinitionRequestSchema = eventDefinitionSchema
  .omit({ version: true })
  .extend({ id: eventIdSchema.optional(), owner: ownerRefSchema });
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
export const eventDefinitionVersionSchema = definitionVersionRecordSchema
  .omit({ etag: true })
  .extend({
    version: z.int(),
    reason: z.string().nullable(),
    definition: eventDefinitionSchema,
  });
export type EventDefinitionVersion = z.infer<
  typeof eventDefinitionVersionSchema
>;

export const eventDefinitionVersionListSchema = z.object({
  versions: z.array(eventDefinitionVersionSchema),
});

/** Fields to hold against what has arrived of an event lately. */
export const tryEventRequestSchema = z.object({
  id: eventIdSchema,
  fields: eventDefinitionSchema.shape.fields,
  /** Whose budget it counts for while nothing is stored under the id. */
  owner: z.string().min(1).optional(),
});
export type TryEventRequest = z.infer<typeof tryEventRequestSchema>;

/** How many of the latest events would have been refused, and for what. */
export const tryEventResponseSchema = z.object({
  runId: z.string(),
  /** Events from before are not looked at; ISO 8601, UTC. */
  since: z.string(),
  checked: z.int(),
  refused: z.int(),
  /** By field; an event counts at each that is wrong. */
  problems: z.array(
    z.object({ path: z.string(), code: z.string(), events: z.int() }),
  ),
});
export type TryEventResponse = z.infer<typeof tryEventResponseSchema>;

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
