import type { Problem } from '@etude/kernel';
import { z } from 'zod';

/**
 * What the value of a field of a payload is: the types of an event definition,
 * which the edge does not depend on. The portal hands its own over as these,
 * so that one that is missing here does not compile there.
 */
const payloadFieldTypeSchema = z.enum([
  'text',
  'number',
  'integer',
  'boolean',
  'time',
  'object',
  'list',
]);
type PayloadFieldType = z.infer<typeof payloadFieldTypeSchema>;

const payloadFieldSchema = z.object({
  /** Names from the payload down, joined by dots. */
  path: z.string().min(1),
  type: payloadFieldTypeSchema,
  isRequired: z.boolean(),
});

/** A field that events of a type have to have, or to have right. */
export type PayloadField = z.infer<typeof payloadFieldSchema>;

/** What the portal tells edges about the events that they are to check. */
export const eventChecksSchema = z.object({
  checks: z.array(
    z.object({
      /** Id without `eventDefinitions/`. */
      event: z.string().min(1),
      version: z.int(),
      fields: z.array(payloadFieldSchema),
    }),
  ),
});
export type EventChecksDocument = z.infer<typeof eventChecksSchema>;

/**
 * What is wrong with the payload of an event, by field; empty when nothing is.
 * Messages have names and types, never values, which may be personal.
 */
export type PayloadCheck = (payload: unknown) => readonly Problem[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

const FITS: Readonly<Record<PayloadFieldType, (value: unknown) => boolean>> = {
  text: value => typeof value === 'string',
  number: value => typeof value === 'number',
  integer: value => Number.isSafeInteger(value),
  boolean: value => typeof value === 'boolean',
  time: value =>
    typeof value === 'string' &&
    TIME.test(value) &&
    !Number.isNaN(Date.parse(value)),
  object: isObject,
  list: Array.isArray,
};

const valueAt = (payload: unknown, names: readonly string[]): unknown => {
  let value = payload;
  for (const name of names) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
};

/** What JSON values are, in the words of field types. */
const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
};

const typeWords = (type: PayloadFieldType): string =>
  type === 'time'
    ? 'time (ISO 8601 with its offset, such as 2026-03-01T12:00:00Z)'
    : type;

const missing = ({ path, type }: PayloadField): Problem => ({
  code: 'ETUDE_EVENT_FIELD_MISSING',
  path,
  message: `The event has no '${path}', which is required (${type}). Send it with every event.`,
});

const misfit = ({ path, type }: PayloadField, value: unknown): Problem => ({
  code: 'ETUDE_EVENT_FIELD_TYPE',
  path,
  message: `The event's '${path}' is ${kindOf(value)} and should be of type ${typeWords(type)}. Send that, or define another field.`,
});

type FieldCheck = (payload: unknown) => Problem | null;

const compileField = (field: PayloadField): FieldCheck => {
  const names = field.path.split('.');
  const fits = FITS[field.type];
  return payload => {
    const value = valueAt(payload, names);
    if (value === undefined || value === null) {
      return field.isRequired ? missing(field) : null;
    }
    return fits(value) ? null : misfit(field, value);
  };
};

const NONE: readonly Problem[] = [];

/**
 * Compiles the fields of an event definition, for whoever checks many events.
 * Null counts as left out, and fields that are not defined are of no concern.
 */
export const compileEventCheck = (
  fields: readonly PayloadField[],
): PayloadCheck => {
  const checks = fields.map(compileField);
  return payload => {
    let problems: Problem[] | null = null;
    for (const check of checks) {
      const problem = check(payload);
      if (problem !== null) (problems ??= []).push(problem);
    }
    return problems ?? NONE;
  };
};
