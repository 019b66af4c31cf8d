import { wellFormedJson } from '@etude/events';
import type { EventRecord } from '@etude/events';
import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import { z } from 'zod';
import { isJsonBody } from '../parse-json-body';
import type { JsonBody } from '../parse-json-body';
import { field } from './request-fields';

const EARLIEST_EVENT = Date.UTC(2000, 0, 1);
const MAX_CLOCK_SKEW_MS = 24 * 3_600_000;

const eventIdSchema = z.string().min(1).max(128);

const eventSchema = z.object({
  eventDefinition: z
    .string('eventDefinition must be a string')
    .regex(
      /^(eventDefinitions\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
      'eventDefinition must be "eventDefinitions/<id>"',
    ),
  eventTime: z.iso
    .datetime({
      offset: true,
      local: true,
      message: 'eventTime must be ISO 8601',
    })
    .optional(),
  eventId: eventIdSchema.optional(),
  payload: z.custom<JsonBody>(isJsonBody, 'payload must be an object'),
});

const unitOf = (payload: JsonBody): string | null => {
  const context = isJsonBody(payload['context']) ? payload['context'] : {};
  const candidates = [
    context['targeting_key'],
    payload['targeting_key'],
    context['visitor_id'],
  ];
  for (const candidate of candidates) {
    if (typeof candidate === 'string' && candidate !== '') return candidate;
    if (Number.isSafeInteger(candidate)) return String(candidate);
  }
  return null;
};

/** A time without a zone is taken as UTC, never as the edge's own zone. */
const utcTime = (text: string): Date =>
  new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);

// `YYYY-MM-DDTHH:MM:SS.sssZ` is the only valid time of this length ending in Z.
const CANONICAL_LENGTH = 24;

/** `time` as ISO 8601 in UTC; written anew only when `text` is not that. */
const canonicalText = (time: Date, text: string | undefined): string =>
  text?.length === CANONICAL_LENGTH && text.endsWith('Z')
    ? text
    : time.toISOString();

const valueOf = ({ value }: JsonBody): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Who published, and when it came in. */
export type Receipt = {
  readonly client: string;
  readonly receivedAt: Date;
  /** ISO 8601 text of `receivedAt`. */
  readonly receivedAtText: string;
  readonly newId: () => string;
};

const invalidEvent = (message: string) =>
  refused({ code: 'ETUDE_EVENT_INVALID', message });

/** The log record of one event as it came over the wire. */
export const eventRecord = (
  event: unknown,
  { client, receivedAt, receivedAtText, newId }: Receipt,
): Result<EventRecord> => {
  if (!isJsonBody(event)) return invalidEvent('An event must be an object.');
  const parsed = eventSchema.safeParse({
    eventDefinition: field(event, 'eventDefinition', 'event_definition'),
    eventTime: field(event, 'eventTime', 'event_time'),
    eventId: field(event, 'eventId', 'event_id'),
    payload: event['payload'] ?? {},
  });
  if (!parsed.success) {
    return invalidEvent(
      parsed.error.issues.map(({ message }) => message).join('; '),
    );
  }
  const { eventDefinition, eventTime, eventId, payload } = parsed.data;
  const time = eventTime === undefined ? receivedAt : utcTime(eventTime);
  if (
    !(time.getTime() >= EARLIEST_EVENT) ||
    time.getTime() > receivedAt.getTime() + MAX_CLOCK_SKEW_MS
  ) {
    return invalidEvent(
      `eventTime '${String(eventTime)}' is before 2000 or more than a day ahead of the edge's clock. Check the clock of the sender.`,
    );
  }
  return ok({
    type: 'event',
    event_id: eventId ?? newId(),
    id_origin: eventId === undefined ? 'edge' : 'client',
    event: eventDefinition.replace('eventDefinitions/', ''),
    event_time: canonicalText(time, eventTime),
    received_at: receivedAtText,
    unit: unitOf(payload),
    value: valueOf(payload),
    client,
    payload: wellFormedJson(payload),
  });
};
