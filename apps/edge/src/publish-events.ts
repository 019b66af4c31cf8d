import { recordLine, wellFormedJson } from '@etude/events';
import type { EventRecord } from '@etude/events';
import { ok, refused } from '@etude/kernel';
import type { Clock, Result } from '@etude/kernel';
import { z } from 'zod';
import { authenticate } from './authenticate';
import { afterAppend } from './durable-answer';
import type { AppendLines } from './durable-answer';
import { jsonResponse } from './http-message';
import type { EdgeRequest, EdgeResponse } from './http-message';
import { isJsonBody, parseJsonBody } from './parse-json-body';
import type { JsonBody } from './parse-json-body';
import type { StateSource } from './state-poller';

/** What publishing needs. */
export type PublishDeps = {
  readonly state: StateSource;
  readonly append: AppendLines;
  readonly clock: Clock;
  /** A new identifier. */
  readonly newId: () => string;
};

/** Events in one request; the published SDKs send up to 1,024. */
export const MAX_EVENTS_PER_REQUEST = 10_000;

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

/** Clients write camelCase or snake_case, some both in one message. */
const field = (body: JsonBody, camel: string, snake: string): unknown =>
  body[camel] ?? body[snake] ?? undefined;

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

type Receipt = {
  readonly client: string;
  readonly receivedAt: Date;
  /** ISO 8601 text of `receivedAt`. */
  readonly receivedAtText: string;
  readonly newId: () => string;
};

const invalidEvent = (message: string) =>
  refused({ code: 'ETUDE_EVENT_INVALID', message });

const eventRecord = (
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

type EventError = {
  readonly index: number;
  readonly reason: 'EVENT_SCHEMA_VALIDATION_FAILED';
  readonly message: string;
};

const readEvents = (
  events: readonly unknown[],
  receipt: Receipt,
): { lines: string[]; errors: EventError[] } => {
  const lines: string[] = [];
  const errors: EventError[] = [];
  events.forEach((event, index) => {
    const record = eventRecord(event, receipt);
    if (record.ok) {
      lines.push(recordLine(record.value));
    } else {
      const message = record.problems.map(problem => problem.message).join(' ');
      const reason = 'EVENT_SCHEMA_VALIDATION_FAILED';
      errors.push({ index, reason, message });
    }
  });
  return { lines, errors };
};

// Codes of google.rpc.Code, which the published SDKs read.
const INVALID_ARGUMENT = 3;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

const rejection = (
  status: number,
  code: number,
  message: string,
): EdgeResponse => jsonResponse(status, { code, message });

/**
 * `POST /v1/events:publish`: answers 200 once the valid events are on the
 * disk; `errors` is always present and names the others by index.
 */
export const publishEvents = async (
  request: EdgeRequest,
  deps: PublishDeps,
): Promise<EdgeResponse> => {
  const state = deps.state.current();
  if (!state) {
    const message = 'The edge has no state yet. Send again in a second.';
    const response = rejection(503, UNAVAILABLE, message);
    return {
      ...response,
      headers: { ...response.headers, 'retry-after': '1' },
    };
  }
  const body = parseJsonBody(request.body);
  if (!body.ok) {
    const message = body.problems.map(problem => problem.message).join(' ');
    return rejection(400, INVALID_ARGUMENT, message);
  }
  const secret = field(body.value, 'clientSecret', 'client_secret');
  const credential = authenticate(
    state.resolver,
    typeof secret === 'string' ? secret : null,
  );
  if (!credential) {
    const message = 'clientSecret is not that of a known client.';
    return rejection(401, UNAUTHENTICATED, message);
  }
  const events = body.value['events'] ?? [];
  if (!Array.isArray(events) || events.length > MAX_EVENTS_PER_REQUEST) {
    const message = `events must be a list of at most ${MAX_EVENTS_PER_REQUEST} events.`;
    return rejection(400, INVALID_ARGUMENT, message);
  }
  const receivedAt = deps.clock.now();
  const { lines, errors } = readEvents(events, {
    client: credential.client,
    receivedAt,
    receivedAtText: receivedAt.toISOString(),
    newId: deps.newId,
  });
  return afterAppend(deps.append, lines, jsonResponse(200, { errors }));
};
