import type { Problem } from '@etude/kernel';
import type {
  EventDefinition,
  EventField,
  EventFieldType,
} from './event-definition';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

const FITS: Readonly<Record<EventFieldType, (value: unknown) => boolean>> = {
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

/** The value at a path; undefined where there is none, or null. */
const valueAt = (payload: unknown, path: string): unknown => {
  let value = payload;
  for (const name of path.split('.')) {
    value =
      isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value ?? undefined;
};

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : `of type ${typeof value}`;

const fieldProblem = (
  { path, type, isRequired }: EventField,
  payload: unknown,
): Problem | null => {
  const value = valueAt(payload, path);
  if (value === undefined) {
    return isRequired
      ? {
          code: 'ETUDE_EVENT_FIELD_MISSING',
          path,
          message: `The event has no '${path}', which is required (${type}). Send it with every event.`,
        }
      : null;
  }
  if (FITS[type](value)) return null;
  return {
    code: 'ETUDE_EVENT_FIELD_TYPE',
    path,
    // The value may be personal; what it is says enough.
    message: `The event's '${path}' is ${kindOf(value)} and should be of type ${type}. Send a ${type}, or define another field.`,
  };
};

/**
 * What is wrong with the payload of an event, by field; empty when nothing is.
 * Null counts as left out, and fields that are not defined are of no concern.
 */
export const eventProblems = (
  { fields }: Pick<EventDefinition, 'fields'>,
  payload: unknown,
): readonly Problem[] =>
  fields.flatMap(field => fieldProblem(field, payload) ?? []);
