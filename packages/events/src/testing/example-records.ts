import type { AssignmentRecord, EventRecord } from '../lake-schema';

/** An event record with defaults, for tests. */
export const eventRecord = (
  change: Partial<EventRecord> = {},
): EventRecord => ({
  type: 'event',
  event_id: 'event-1',
  id_origin: 'edge',
  event: 'purchase',
  event_time: '2026-03-01T10:00:00.000Z',
  received_at: '2026-03-01T10:00:01.000Z',
  unit: 'user-1',
  value: 12.5,
  client: 'shop',
  payload: '{"value":12.5}',
  ...change,
});

/** An assignment record with defaults, for tests. */
export const assignmentRecord = (
  change: Partial<AssignmentRecord> = {},
): AssignmentRecord => ({
  type: 'assignment',
  assigned_at: '2026-03-01T10:00:00.000Z',
  unit: 'user-1',
  selector: 'targeting_key',
  flag: 'checkout-button',
  rule: 'ab-test',
  segment: 'everyone',
  variant: 'green',
  assignment_id: 'to-green',
  reason: 'MATCH',
  client: 'shop',
  environment: null,
  resolve_id: 'r1',
  log_id: 'r1-0',
  ...change,
});
