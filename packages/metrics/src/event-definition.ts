import { z } from 'zod';

/**
 * What the value of a field is. `time` is text in ISO 8601 with an offset;
 * `object` and `list` say nothing about what is inside.
 */
export const eventFieldTypeSchema = z.enum([
  'text',
  'number',
  'integer',
  'boolean',
  'time',
  'object',
  'list',
]);
export type EventFieldType = z.infer<typeof eventFieldTypeSchema>;

const NAME = '[A-Za-z_][A-Za-z0-9_-]{0,63}';

/** One field of the payload of an event. */
export const eventFieldSchema = z.object({
  /** Names from the payload down, joined by dots: `page.url`. */
  path: z
    .string()
    .regex(
      new RegExp(`^${NAME}(\\.${NAME}){0,4}$`),
      'A path has up to five names joined by dots; a name has letters, digits, dashes and underscores and begins with none of the digits and dashes.',
    ),
  type: eventFieldTypeSchema,
  isRequired: z.boolean(),
  description: z.string(),
  /** The entity whose id the field holds, such as `user`. */
  entity: z.string().min(1).optional(),
});
export type EventField = z.infer<typeof eventFieldSchema>;

const MAX_FIELDS = 200;

const fieldsSchema = z
  .array(eventFieldSchema)
  .max(MAX_FIELDS)
  .superRefine((fields, context) => {
    const seen = new Set<string>();
    fields.forEach(({ path, type, entity }, index) => {
      const complain = (message: string) =>
        context.addIssue({ code: 'custom', path: [index], message });
      if (seen.has(path)) {
        complain(`The field '${path}' is there twice. Remove one of them.`);
      }
      seen.add(path);
      if (entity !== undefined && type !== 'text' && type !== 'integer') {
        complain(
          `The field '${path}' refers to the entity '${entity}' and is of type ${type}. An id is a text or an integer.`,
        );
      }
    });
  });

/**
 * What an event means and carries. Its id is the name that clients send as
 * `eventDefinitions/<id>`. Payloads may have fields besides.
 */
export const eventDefinitionSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  description: z.string(),
  owner: z.string().min(1),
  /** From 1 on; the next one with every change of the fields. */
  version: z.int().min(1),
  fields: fieldsSchema,
});
export type EventDefinition = z.infer<typeof eventDefinitionSchema>;
