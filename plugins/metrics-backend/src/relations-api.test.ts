import {
  importResponseSchema,
  relationListSchema,
  storedFactTableSchema,
  storedRelationSchema,
} from '@etude/plugin-metrics-common';
import type { CreateRelationRequest } from '@etude/plugin-metrics-common';
import {
  answerOf,
  computedOf,
  eventsFactTable,
  refusalOf,
  revenueMetric,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import type { TestApi } from './__testUtils__/start-metrics-backend';
import { assignmentRows, createTestLake } from './__testUtils__/test-lake';
import type { TestLake } from './__testUtils__/test-lake';

const OWNER = 'user:default/mock';

// Phone: Ann from 10 to 12, Bob from 12 on. Tablet: Bob and Cid at once.
const LOGINS = `device,member,since
phone,ann,2026-03-01T10:00:00Z
phone,bob,2026-03-01T12:00:00Z
tablet,bob,2026-03-01T09:00:00Z
tablet,cid,2026-03-01T09:00:00Z
`;

const VISITS = `device,at,seconds
phone,2026-03-01T09:30:00Z,1000
phone,2026-03-01T10:30:00Z,3
phone,2026-03-01T11:30:00Z,4
phone,2026-03-01T12:00:00Z,50
tablet,2026-03-01T13:00:00Z,7000
`;

const signedIn = (
  changes: Partial<CreateRelationRequest> = {},
): CreateRelationRequest => ({
  id: 'signed-in',
  name: 'Signed in',
  description: 'Who used a device.',
  owner: OWNER,
  factTableId: 'logins',
  from: 'device',
  to: 'user',
  validFromColumn: 'since',
  ...changes,
});

describe('relations between entities', () => {
  let lake: TestLake;
  let api: TestApi;

  const importTable = async (name: string, csv: string) => {
    const response = await api.upload(`/imports?name=${name}&format=csv`, csv);
    const { tableId } = answerOf(importResponseSchema, response);
    return { kind: 'import' as const, tableId };
  };

  beforeEach(async () => {
    lake = await createTestLake();
    await lake.write({
      table: 'assignments',
      date: '2026-03-01',
      select: assignmentRows(
        ['ann', 'bob', 'cid'].map(
          unit =>
            [
              '2026-03-01 08:00:00',
              unit,
              'bigger-book',
              'rule',
              unit === 'bob' ? 'large' : 'control',
            ] as const,
        ),
      ),
    });
    api = await startMetricsBackend({ lakeDir: lake.directory });
    await api
      .post(
        '/fact-tables',
        eventsFactTable({
          id: 'logins',
          name: 'Logins',
          source: await importTable('Logins', LOGINS),
          timestampColumn: 'since',
          entityColumns: { device: 'device', user: 'member' },
          measures: [],
          dimensions: [],
        }),
      )
      .expect(201);
    await api
      .post(
        '/fact-tables',
        eventsFactTable({
          id: 'visits',
          name: 'Visits',
          source: await importTable('Visits', VISITS),
          timestampColumn: 'at',
          entityColumns: { device: 'device' },
          measures: [{ name: 'seconds', column: 'seconds' }],
          dimensions: [],
        }),
      )
      .expect(201);
  });

  afterEach(() => lake.remove());

  const reading = revenueMetric({
    id: 'reading-time',
    factTableId: 'visits',
    measure: 'seconds',
    filters: [],
  });

  it('give facts of devices to whoever used them', async () => {
    const refused = refusalOf(await api.post('/metrics', reading).expect(400));
    expect(refused.problems.map(({ code }) => code)).toContain(
      'ETUDE_FACT_TABLE_ENTITY',
    );
    await api.post('/relations', signedIn()).expect(201);
    await api.post('/metrics', reading).expect(201);
    const { result } = computedOf(
      await api.postAsService('/computations', {
        experimentId: 'bigger-book',
        assignment: { kind: 'flag', flagId: 'bigger-book', ruleId: 'rule' },
        entity: 'user',
        variants: ['control', 'large'],
        from: '2026-03-01T00:00:00Z',
        until: '2026-03-02T00:00:00Z',
        metricIds: ['reading-time'],
      }),
    );
    const sums = result.moments.map(({ variant, n, mean }) => [
      variant,
      n * mean,
    ]);
    // Ann has 3 + 4; Bob's start at noon; before ten, and on the tablet, nobody.
    expect(Object.fromEntries(sums)).toEqual({ control: 7, large: 50 });
  });

  it('say how much of them can be used', async () => {
    await api.post('/relations', signedIn()).expect(201);
    const timed = await api.get('/relations/signed-in/coverage').expect(200);
    expect(timed.body).toEqual({ known: 3, owned: 2 });
    const stored = answerOf(
      relationListSchema,
      await api.get('/relations').expect(200),
    ).relations[0];
    const { id: _id, validFromColumn: _column, ...timeless } = signedIn();
    await api
      .put('/relations/signed-in', { ...timeless, etag: stored?.etag })
      .expect(200);
    const ever = await api.get('/relations/signed-in/coverage').expect(200);
    expect(ever.body).toEqual({ known: 2, owned: 0 });
  });

  it('are refused with every reason', async () => {
    const { problems } = refusalOf(
      await api
        .post(
          '/relations',
          signedIn({ from: 'household', validFromColumn: 'member' }),
        )
        .expect(400),
    );
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['ETUDE_METRICS_RELATION_ENTITY', 'from'],
      ['ETUDE_METRICS_COLUMN_TYPE', 'validFromColumn'],
    ]);
    await api.post('/relations', signedIn()).expect(201);
    const twice = refusalOf(
      await api.post('/relations', signedIn({ id: 'again' })).expect(400),
    );
    expect(twice.problems[0]?.code).toBe('ETUDE_METRICS_RELATION_TWICE');
    const nowhere = signedIn({ id: 'nowhere', factTableId: 'nothing' });
    await api.post('/relations', nowhere).expect(400);
  });

  it('keep the columns that they follow', async () => {
    await api.post('/relations', signedIn()).expect(201);
    const { id, ...logins } = answerOf(
      storedFactTableSchema,
      await api.get('/fact-tables/logins').expect(200),
    );
    const { problems } = refusalOf(
      await api
        .put(`/fact-tables/${id}`, {
          ...logins,
          entityColumns: { device: 'device' },
        })
        .expect(400),
    );
    expect(problems).toEqual([
      expect.objectContaining({
        path: 'entityColumns',
        message: expect.stringContaining("Relation 'Signed in' follows"),
      }),
    ]);
  });

  it('are changed and removed only as they were seen', async () => {
    const { etag } = answerOf(
      storedRelationSchema,
      await api.post('/relations', signedIn()).expect(201),
    );
    const { id: _id, ...changed } = signedIn({ description: 'By login.' });
    await api
      .put('/relations/signed-in', { ...changed, etag: 'other' })
      .expect(409);
    await api.put('/relations/signed-in', { ...changed, etag }).expect(200);
    await api.delete('/relations/signed-in', { etag }).expect(409);
    const [stored] = answerOf(
      relationListSchema,
      await api.get('/relations'),
    ).relations;
    await api
      .delete('/relations/signed-in', { etag: stored?.etag })
      .expect(200);
    expect((await api.get('/relations')).body).toEqual({ relations: [] });
  });
});
