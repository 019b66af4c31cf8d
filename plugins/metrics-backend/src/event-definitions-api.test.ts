import { eventChecksSchema } from '@etude/events';
import {
  checkEventResponseSchema,
  eventDefinitionListSchema,
  eventDefinitionVersionListSchema,
  storedEventDefinitionSchema,
  freshnessSchema,
  runSchema,
  tryEventResponseSchema,
} from '@etude/plugin-metrics-common';
import type { CreateEventDefinitionRequest } from '@etude/plugin-metrics-common';
import {
  answerOf,
  refusalOf,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import type { TestApi } from './__testUtils__/start-metrics-backend';
import { createTestLake, eventRows } from './__testUtils__/test-lake';
import type { TestLake } from './__testUtils__/test-lake';

const OWNER = 'user:default/mock';

type Fields = CreateEventDefinitionRequest['fields'];

const TOTAL: Fields[number] = {
  path: 'total',
  type: 'number',
  isRequired: true,
  description: 'In euros.',
};
const USER: Fields[number] = {
  path: 'context.user',
  type: 'text',
  isRequired: false,
  description: '',
  entity: 'user',
};

const purchase = (
  changes: Partial<CreateEventDefinitionRequest> = {},
): CreateEventDefinitionRequest => ({
  id: 'purchase',
  name: 'Purchase',
  description: 'Somebody paid.',
  owner: OWNER,
  fields: [TOTAL],
  ...changes,
});

describe('event definitions', () => {
  let lake: TestLake;
  let api: TestApi;

  beforeEach(async () => {
    lake = await createTestLake();
    api = await startMetricsBackend({ lakeDir: lake.directory });
  });
  afterEach(() => lake.remove());

  const create = async () =>
    answerOf(
      storedEventDefinitionSchema,
      await api.post('/event-definitions', purchase()).expect(201),
    );

  const change = (etag: string, changes: object) => {
    const { id: _id, ...whole } = purchase();
    return api.put('/event-definitions/purchase', {
      ...whole,
      etag,
      ...changes,
    });
  };

  it('say what is wrong with an event', async () => {
    await create();
    const answer = await api
      .post('/event-definitions/purchase/check', {
        payload: { total: '12.50' },
      })
      .expect(200);
    const { version, problems } = answerOf(checkEventResponseSchema, answer);
    expect(version).toBe(1);
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['ETUDE_EVENT_FIELD_TYPE', 'total'],
    ]);
  });

  it('get a version with every change of the fields, and none with words', async () => {
    const first = await create();
    const second = answerOf(
      storedEventDefinitionSchema,
      await change(first.etag, { fields: [TOTAL, USER] }).expect(200),
    );
    const third = answerOf(
      storedEventDefinitionSchema,
      await change(second.etag, {
        description: 'Paid in full.',
        fields: [TOTAL, USER],
      }).expect(200),
    );
    expect([first, second, third].map(({ version }) => version)).toEqual([
      1, 2, 2,
    ]);
    const { versions } = answerOf(
      eventDefinitionVersionListSchema,
      await api.get('/event-definitions/purchase/versions').expect(200),
    );
    expect(
      versions.map(({ version, by, definition }) => [
        version,
        by,
        definition.fields.map(({ path }) => path),
      ]),
    ).toEqual([
      [2, OWNER, ['total', 'context.user']],
      [1, OWNER, ['total']],
    ]);
  });

  it('refuse a change that breaks, unless it has a reason', async () => {
    const { etag } = await create();
    const breaks = { fields: [{ ...TOTAL, type: 'text' }] };
    const refused = refusalOf(await change(etag, breaks).expect(400));
    expect(refused.code).toBe('ETUDE_METRICS_EVENT_DEFINITION_BREAKING');
    expect(refused.problems).toMatchObject([{ path: 'total' }]);
    const reason = 'Nobody sends it yet.';
    await change(etag, { ...breaks, reason }).expect(200);
    const { versions } = answerOf(
      eventDefinitionVersionListSchema,
      await api.get('/event-definitions/purchase/versions').expect(200),
    );
    expect(versions.map(each => each.reason)).toEqual([reason, null]);
  });

  it('lose no change to somebody who did not see it', async () => {
    const { etag } = await create();
    await change(etag, { fields: [TOTAL, USER] }).expect(200);
    await change(etag, { fields: [TOTAL] }).expect(409);
    await api.post('/event-definitions', purchase()).expect(409);
    const { eventDefinitions } = answerOf(
      eventDefinitionListSchema,
      await api.get('/event-definitions').expect(200),
    );
    expect(eventDefinitions.map(({ id, version }) => [id, version])).toEqual([
      ['purchase', 2],
    ]);
  });

  it('say when their event last came, and on which days it did not', async () => {
    await create();
    const now = Date.now();
    const dayOf = (daysAgo: number) =>
      new Date(now - daysAgo * 86_400_000).toISOString().slice(0, 10);
    const daysAgo = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10].flatMap(ago =>
      Array.from({ length: 12 }, (_, hour) => ({ ago, hour })),
    );
    await lake.write({
      table: 'events',
      date: dayOf(1),
      select: eventRows([
        ...daysAgo.map(
          ({ ago, hour }) =>
            [`${dayOf(ago)} ${10 + hour}:00`, 'ada', 'purchase', 1] as const,
        ),
        [`${dayOf(0)} 00:00`, 'ada', 'search', null],
      ]),
    });
    const { latestAt, days, completeness } = answerOf(
      freshnessSchema,
      await api.get('/event-definitions/purchase/freshness').expect(200),
    );
    expect(latestAt).toBe(`${dayOf(0)}T21:00:00.000Z`);
    expect(days).toHaveLength(15);
    expect(completeness).toMatchObject({
      state: 'gaps',
      usualPerDay: 12,
      gaps: [{ date: dayOf(4), rows: 0 }],
    });
  });

  it('are tried on what arrived lately, field by field', async () => {
    const at = (daysAgo: number) =>
      new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 19);
    const event = (daysAgo: number, name: string, payload: object) =>
      `SELECT * REPLACE ('${JSON.stringify(payload)}' AS payload) FROM (${eventRows([[at(daysAgo), `unit-${daysAgo}`, name, null]])})`;
    await lake.write({
      table: 'events',
      date: at(1).slice(0, 10),
      select: [
        event(1, 'purchase', { total: 12 }),
        event(2, 'purchase', { total: '12' }),
        event(3, 'purchase', { context: { user: 7 } }),
        event(30, 'purchase', {}),
        event(1, 'search', {}),
      ].join(' UNION ALL '),
    });
    const tried = answerOf(
      tryEventResponseSchema,
      await api
        .post('/event-definitions:try', {
          id: 'purchase',
          fields: [TOTAL, USER],
          owner: OWNER,
        })
        .expect(200),
    );
    expect(
      answerOf(runSchema, await api.get(`/runs/${tried.runId}`).expect(200)),
    ).toMatchObject({
      kind: 'trial',
      state: 'succeeded',
      owner: OWNER,
      requestedBy: OWNER,
      warehouseId: 'lake',
      rows: 3,
      elapsedMs: expect.any(Number),
      sql: expect.stringContaining(`'purchase'`),
    });
    expect(tried).toMatchObject({ checked: 3, refused: 2 });
    expect(
      tried.problems.map(({ path, code, events }) => [path, code, events]),
    ).toEqual(
      expect.arrayContaining([
        ['total', 'ETUDE_EVENT_FIELD_TYPE', 1],
        ['total', 'ETUDE_EVENT_FIELD_MISSING', 1],
        ['context.user', 'ETUDE_EVENT_FIELD_TYPE', 1],
      ]),
    );
  });

  it('reach edges by ETag, without what only people read', async () => {
    await create();
    const first = await api.get('/event-checks').expect(200);
    expect(answerOf(eventChecksSchema, first)).toEqual({
      checks: [
        {
          event: 'purchase',
          version: 1,
          fields: [{ path: 'total', type: 'number', isRequired: true }],
        },
      ],
    });
    const { etag = '' } = first.headers as Record<string, string>;
    await api.get('/event-checks').set('if-none-match', etag).expect(304);
    // Names are those that applications send already.
    await api
      .post('/event-definitions', purchase({ id: 'add_to_cart' }))
      .expect(201);
    await api.get('/event-checks').set('if-none-match', etag).expect(200);
  });

  it('belong to people or groups that one belongs to', async () => {
    const owner = 'group:default/others';
    await api.post('/event-definitions', purchase({ owner })).expect(403);
  });
});
