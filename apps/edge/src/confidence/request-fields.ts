import type { JsonBody } from '../parse-json-body';

/**
 * A field that some SDKs write in camelCase and others in snake_case, some
 * both in one message. null counts as left out, as in protobuf's JSON.
 */
export const field = (body: JsonBody, camel: string, snake: string): unknown =>
  body[camel] ?? body[snake] ?? undefined;

/** A field if it is text, else null. */
export const textField = (
  body: JsonBody,
  camel: string,
  snake: string,
): string | null => {
  const value = field(body, camel, snake);
  return typeof value === 'string' ? value : null;
};

const ZONE = /(?:Z|[+-]\d\d:\d\d)$/i;
const RFC_3339 =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?$/i;

/** A time of the wire; without a zone it is UTC. null when it is none. */
export const readTime = (text: string): Date | null => {
  if (!RFC_3339.test(text)) return null;
  const time = new Date(ZONE.test(text) ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
};
