import { describe, expect, it } from 'vitest';
import { SHOP_SECRET } from '../testing/example-state';
import { WIRE_NOW, wireUnderTest } from './testing/wire-under-test';

const someText: unknown = expect.any(String);
const PATH = '/v1/events:publish';
const event = {
  eventDefinition: 'eventDefinitions/purchase',
  eventTime: '2026-03-01T11:59:00+01:00',
  payload: { value: 12.5, context: { targeting_key: 'user-1' } },
};

describe('POST /v1/events:publish', () => {
  it('logs one record per event, in UTC', async () => {
    const wire = wireUnderTest();
    const { status, json } = await wire.post(PATH, {
      clientSecret: SHOP_SECRET,
      sendTime: WIRE_NOW,
      events: [event],
    });
    expect(status).toBe(200);
    expect(json).toEqual({ errors: [] });
    expect(wire.lines).toEqual([
      {
        type: 'event',
        event_id: someText,
        id_origin: 'edge',
        event: 'purchase',
        event_time: '2026-03-01T10:59:00.000Z',
        received_at: WIRE_NOW,
        unit: 'user-1',
        value: 12.5,
        client: 'shop',
        payload: event.payload,
      },
    ]);
  });

  it('takes snake_case as the Go, .NET and Rust SDKs send it', async () => {
    const wire = wireUnderTest();
    await wire.post(PATH, {
      client_secret: SHOP_SECRET,
      events: [
        {
          event_definition: 'purchase',
          event_time: '2026-03-01T10:00:00Z',
          event_id: 'mine',
          payload: { targeting_key: 'user-2' },
        },
      ],
    });
    expect(wire.lines).toMatchObject([
      {
        event: 'purchase',
        event_id: 'mine',
        id_origin: 'client',
        unit: 'user-2',
      },
    ]);
  });

  it.each([
    [{ context: { targeting_key: 'a', visitor_id: 'v' } }, 'a'],
    [{ targeting_key: 'b', context: { visitor_id: 'v' } }, 'b'],
    [{ context: { visitor_id: 'v' } }, 'v'],
    [{ targeting_key: 7 }, '7'],
    [{}, null],
  ])('reads the unit of %j as %j', async (payload, unit) => {
    const wire = wireUnderTest();
    await wire.post(PATH, {
      clientSecret: SHOP_SECRET,
      events: [{ ...event, payload }],
    });
    expect(wire.lines).toMatchObject([{ unit }]);
  });

  it.each([
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00.123456789+05:30', '2026-03-01T04:30:00.123Z'],
    ['2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'],
  ])('takes the time %s as %s', async (eventTime, expected) => {
    const wire = wireUnderTest();
    await wire.post(PATH, {
      clientSecret: SHOP_SECRET,
      events: [{ ...event, eventTime }],
    });
    expect(wire.lines).toMatchObject([{ event_time: expected }]);
  });

  it('keeps the valid events and names the others by index', async () => {
    const wire = wireUnderTest();
    const { status, json } = await wire.post(PATH, {
      clientSecret: SHOP_SECRET,
      events: [
        { ...event, eventDefinition: 'no spaces please' },
        event,
        'not an object',
        { ...event, eventTime: 'yesterday' },
        { ...event, eventTime: '2031-01-01T00:00:00Z' },
        { ...event, payload: [] },
        { ...event, eventTime: '2026-02-29T10:00:00.000Z' },
        { ...event, eventTime: '1999-12-31T23:59:59.999Z' },
        { ...event, eventId: '' },
      ],
    });
    expect(status).toBe(200);
    expect(wire.lines).toHaveLength(1);
    expect(json).toMatchObject({
      errors: [0, 2, 3, 4, 5, 6, 7, 8].map(index => ({
        index,
        reason: 'EVENT_SCHEMA_VALIDATION_FAILED',
        message: someText,
      })),
    });
  });

  it('refuses unknown secrets without echoing them', async () => {
    const wire = wireUnderTest();
    const { status, json, text } = await wire.post(PATH, {
      clientSecret: 'wr0ng',
      events: [event],
    });
    expect(status).toBe(401);
    expect(json).toEqual({ code: 16, message: someText });
    expect(text).not.toContain('wr0ng');
    expect(wire.lines).toEqual([]);
  });

  it('asks to send again while it has no state', async () => {
    const wire = wireUnderTest({ state: null });
    const { status } = await wire.post(PATH, { clientSecret: SHOP_SECRET });
    // Clients keep and retry on 5xx; on a 4xx they would drop the batch.
    expect(status).toBe(503);
  });
});
