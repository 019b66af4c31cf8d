import { recordLine } from '@etude/events';
import type { EventChecks } from '../event-checks/event-checks';
import { eventRecord, receiptOf } from './event-record';
import type { Receipt } from './event-record';
import { refuse, whenDurable } from './wire-result';
import type { WireResult } from './wire-result';
import { openSession } from './wire-session';
import type { WireDeps } from './wire-session';

/** Events in one request; the published SDKs send up to 1,024. */
const MAX_EVENTS_PER_REQUEST = 10_000;

/** An event that was not taken; the others of its request were. */
export type EventError = {
  /** Place in the request, from 0. */
  readonly index: number;
  readonly reason: 'EVENT_SCHEMA_VALIDATION_FAILED';
  readonly message: string;
};

/** A publish, whatever it came over. */
export type PublishInput = {
  readonly secret: string | null;
  readonly events: unknown;
};

const readEvents = (
  events: readonly unknown[],
  receipt: Receipt,
  checks: EventChecks,
): { lines: string[]; errors: EventError[] } => {
  const lines: string[] = [];
  const errors: EventError[] = [];
  events.forEach((event, index) => {
    const record = eventRecord(event, receipt, checks);
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

/**
 * Logs the valid events, on the disk before it answers, and names the others
 * by index.
 */
export const publishEvents = async (
  deps: WireDeps,
  { secret, events }: PublishInput,
): Promise<WireResult<readonly EventError[]>> => {
  const session = openSession(deps, secret);
  if (!session.ok) return session;
  if (!Array.isArray(events) || events.length > MAX_EVENTS_PER_REQUEST) {
    return refuse(
      'invalidArgument',
      `events must be a list of at most ${MAX_EVENTS_PER_REQUEST} events.`,
    );
  }
  const { client } = session.value.credential;
  const receipt = receiptOf(client, deps.clock.now(), deps.newId());
  const { lines, errors } = readEvents(events, receipt, deps.eventChecks);
  const appended = await whenDurable(
    lines.length === 0 ? null : deps.append(lines),
  );
  return appended.ok ? { ok: true, value: errors } : appended;
};
