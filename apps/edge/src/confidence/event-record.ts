import { wellFormedJson } from '@etude/events';
import type { EventRecord } from '@etude/events';
import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import type { EventChecks } from '../event-checks/event-checks';
import { isJsonBody } from '../parse-json-body';
import type { JsonBody } from '../parse-json-body';
import { canonicalTime, field } from './request-fields';

const EARLIEST_EVENT = '2000-01-01T00:00:00.000Z';
const MAX_CLOCK_SKEW_MS = 24 * 3_600_000;

const MAX_ID_LENGTH = 128;
const DEFINITION =
  /^(?:eventDefinitions\/)?([A-Za-z0-9][A-Za-z0-9._-]{0,127})$/;

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

const valueOf = ({ value }: JsonBody): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Who published, and when it came in; times are ISO 8601 in UTC. */
export type Receipt = {
  readonly client: string;
  readonly receivedAt: string;
  /** Later events are refused. */
  readonly latestEvent: string;
  /** Ids for events without one: a new one each time. */
  readonly newEventId: () => string;
};

/** The receipt of events that come in now, under an id of their own. */
export const receiptOf = (
  client: string,
  now: Date,
  receiptId: string,
): Receipt => {
  let events = 0;
  return {
    client,
    receivedAt: now.toISOString(),
    latestEvent: new Date(now.getTime() + MAX_CLOCK_SKEW_MS).toISOString(),
    newEventId: () => `${receiptId}-${events++}`,
  };
};

const invalidEvent = (message: string): Result<never> =>
  refused({ code: 'ETUDE_EVENT_INVALID', message });

type EventTime = { readonly text: string; readonly problem: string | null };

const eventTimeOf = (value: unknown, receipt: Receipt): EventTime => {
  if (value === undefined) return { text: receipt.receivedAt, problem: null };
  const text = typeof value === 'string' ? canonicalTime(value) : null;
  if (typeof value !== 'string' || text === null) {
    return { text: '', problem: 'eventTime must be ISO 8601' };
  }
  const isNear = text >= EARLIEST_EVENT && text <= receipt.latestEvent;
  return {
    text,
    problem: isNear
      ? null
      : `eventTime '${value}' is before 2000 or more than a day ahead of the edge's clock. Check the clock of the sender.`,
  };
};

const isEventId = (value: unknown): value is string | undefined =>
  value === undefined ||
  (typeof value === 'string' &&
    value.length >= 1 &&
    value.length <= MAX_ID_LENGTH);

const definitionOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? DEFINITION.exec(value)?.[1] : undefined;

// Checked by hand: a schema library costs more than all else an event does.
/**
 * The log record of one event as it came over the wire, or what is wrong with
 * it: at itself, or against its definition.
 */
export const eventRecord = (
  event: unknown,
  receipt: Receipt,
  checks: EventChecks,
): Result<EventRecord> => {
  if (!isJsonBody(event)) return invalidEvent('An event must be an object.');
  const definition = definitionOf(
    field(event, 'eventDefinition', 'event_definition'),
  );
  const eventId = field(event, 'eventId', 'event_id');
  const time = eventTimeOf(field(event, 'eventTime', 'event_time'), receipt);
  const payload = event['payload'] ?? {};
  if (
    definition === undefined ||
    !isEventId(eventId) ||
    time.problem !== null ||
    !isJsonBody(payload)
  ) {
    return invalidEvent(
      [
        ...(definition === undefined
          ? ['eventDefinition must be "eventDefinitions/<id>"']
          : []),
        ...(isEventId(eventId)
          ? []
          : [`eventId must be a string of 1 to ${MAX_ID_LENGTH} characters`]),
        ...(time.problem === null ? [] : [time.problem]),
        ...(isJsonBody(payload) ? [] : ['payload must be an object']),
      ].join('; '),
    );
  }
  const problems = checks.problemsOf(definition, payload);
  if (problems.length > 0) return { ok: false, problems };
  return ok({
    type: 'event',
    event_id: eventId ?? receipt.newEventId(),
    id_origin: eventId === undefined ? 'edge' : 'client',
    event: definition,
    event_time: time.text,
    received_at: receipt.receivedAt,
    unit: unitOf(payload),
    value: valueOf(payload),
    client: receipt.client,
    payload: wellFormedJson(payload),
  });
};
