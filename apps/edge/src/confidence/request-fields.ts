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

const LAST_DAY_OF_EVERY_MONTH = 28;

/** False for days such as 30 February, which JavaScript reads as 2 March. */
const isCalendarDay = (text: string): boolean => {
  const day = Number(text.slice(8, 10));
  if (day <= LAST_DAY_OF_EVERY_MONTH) return true;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

/** A time of the wire; without a zone it is UTC. null when it is none. */
export const readTime = (text: string): Date | null => {
  if (!RFC_3339.test(text) || !isCalendarDay(text)) return null;
  const time = new Date(ZONE.test(text) ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
};

const CANONICAL =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}Z$/;

/**
 * A time of the wire as ISO 8601 in UTC with milliseconds, whose order as text
 * is that in time (from year 0 to 9999). null when it is none.
 */
export const canonicalTime = (text: string): string | null =>
  CANONICAL.test(text) && isCalendarDay(text)
    ? text
    : (readTime(text)?.toISOString() ?? null);
