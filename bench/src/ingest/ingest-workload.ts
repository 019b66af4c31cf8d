import { recordLine } from '@etude/events';
import { CLIENT_SECRET } from '../resolve/resolve-workload';

const SENT_AT = '2026-03-01T12:00:00.000Z';

const payloadOf = (unit: string) => ({
  context: { targeting_key: unit, country: 'SE', appVersion: '8.6.1' },
  value: 12.5,
  currency: 'EUR',
  page: '/checkout/payment',
});

/** The body of a publish request; about 260 bytes per event. */
export const publishBody = (units: readonly string[]): string =>
  JSON.stringify({
    clientSecret: CLIENT_SECRET,
    sendTime: SENT_AT,
    events: units.map(unit => ({
      eventDefinition: 'eventDefinitions/purchase',
      eventTime: SENT_AT,
      payload: payloadOf(unit),
    })),
  });

/** What the log writes for one event. */
export const lineOf = (unit: string): string =>
  recordLine({
    type: 'event',
    event_id: unit.replaceAll('-', ''),
    id_origin: 'edge',
    event: 'purchase',
    event_time: SENT_AT,
    received_at: SENT_AT,
    unit,
    value: 12.5,
    client: 'bench',
    payload: JSON.stringify(payloadOf(unit)),
  });
