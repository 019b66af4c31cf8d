import { z } from 'zod';

/**
 * Limits of a flag schema and its values, those of the Confidence flags
 * reference. `structLevels` counts the flag value itself as the first level.
 */
export const FLAG_SCHEMA_LIMITS = {
  fieldNameLength: 32,
  fieldsPerStruct: 64,
  structLevels: 4,
  stringLength: 250,
} as const;

/** Type of one property of a flag value. */
export type FieldSchema =
  | { type: 'string' }
  | { type: 'int' }
  | { type: 'double' }
  | { type: 'bool' }
  | { type: 'struct'; fields: Record<string, FieldSchema> }
  | { type: 'list'; element: FieldSchema };

const fieldNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9_-]{1,32}$/,
    'A property name has 1 to 32 letters, digits, dashes or underscores.',
  );

const fieldsSchema: z.ZodType<Record<string, FieldSchema>> = z.lazy(() =>
  z
    .record(fieldNameSchema, fieldSchema)
    .refine(
      fields =>
        Object.keys(fields).length <= FLAG_SCHEMA_LIMITS.fieldsPerStruct,
      `A struct has at most ${FLAG_SCHEMA_LIMITS.fieldsPerStruct} properties. Group some of them in a nested struct.`,
    ),
);

/** Parses the type of one property of a flag value. */
export const fieldSchema: z.ZodType<FieldSchema> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('string') }),
    z.strictObject({ type: z.literal('int') }),
    z.strictObject({ type: z.literal('double') }),
    z.strictObject({ type: z.literal('bool') }),
    z.strictObject({ type: z.literal('struct'), fields: fieldsSchema }),
    z.strictObject({ type: z.literal('list'), element: fieldSchema }),
  ]),
);

const structLevels = (field: FieldSchema): number => {
  if (field.type === 'list') return structLevels(field.element);
  if (field.type !== 'struct') return 0;
  return 1 + Math.max(0, ...Object.values(field.fields).map(structLevels));
};

/** Parses the schema of a flag: always a struct, within the limits. */
export const flagSchemaSchema = z
  .strictObject({ type: z.literal('struct'), fields: fieldsSchema })
  .refine(
    schema => structLevels(schema) <= FLAG_SCHEMA_LIMITS.structLevels,
    `Structs nest at most ${FLAG_SCHEMA_LIMITS.structLevels} levels deep. Flatten the innermost one.`,
  );

/** The schema of a flag value: a struct of named, typed properties. */
export type FlagSchema = z.infer<typeof flagSchemaSchema>;
