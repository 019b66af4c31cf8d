import type { EventField, EventFieldType } from './event-definition-draft';

const EXAMPLES: Readonly<Record<EventFieldType, unknown>> = {
  text: 'text',
  number: 12.5,
  integer: 3,
  boolean: true,
  time: '2026-03-01T12:00:00Z',
  object: {},
  list: [],
};

type Payload = { [name: string]: unknown };

const isPayload = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withValue = (
  payload: Payload,
  [name = '', ...rest]: readonly string[],
  value: unknown,
): Payload => {
  const inner = payload[name];
  const below = isPayload(inner) ? inner : {};
  return {
    ...payload,
    [name]: rest.length === 0 ? value : withValue(below, rest, value),
  };
};

/** A payload with a value in every field, as JSON to change. */
export const examplePayload = (fields: readonly EventField[]): string =>
  JSON.stringify(
    fields.reduce<Payload>(
      (payload, { path, type }) =>
        withValue(payload, path.split('.'), EXAMPLES[type]),
      {},
    ),
    null,
    2,
  );

/** What somebody typed as a payload, or why it is none. */
export const readPayload = (
  text: string,
):
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly message: string } => {
  try {
    return { ok: true, payload: JSON.parse(text) as unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      message: `The payload is not JSON: ${reason}. Write names and texts in double quotes.`,
    };
  }
};
