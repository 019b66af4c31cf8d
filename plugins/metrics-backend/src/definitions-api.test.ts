import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  appliedDefinitionsSchema,
  definitionsFileSchema,
  describeSourceResponseSchema,
  factTableVersionListSchema,
  metricListSchema,
  storedFactTableSchema,
} from '@etude/plugin-metrics-common';
import type { AppliedDefinitions } from '@etude/plugin-metrics-common';
import {
  answerOf,
  eventsFactTable,
  refusalOf,
  revenueMetric,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import type { TestApi } from './__testUtils__/start-metrics-backend';
import { createTestLake } from './__testUtils__/test-lake';
import type { TestLake } from './__testUtils__/test-lake';
import { z } from 'zod';

const ownersMayChange = mockServices.permissions.mock({
  authorize: requests =>
    Promise.resolve(requests.map(() => ({ result: AuthorizeResult.ALLOW }))),
  authorizeConditional: requests =>
    Promise.resolve(
      requests.map(({ permission }) => ({
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'metrics',
        resourceType: permission.resourceType,
        conditions: {
          rule: 'IS_OWNER',
          resourceType: permission.resourceType,
          params: { claims: ['user:default/mock'] },
        },
      })),
    ),
});

const openApiSchema = z.object({ paths: z.record(z.string(), z.unknown()) });

const asUpdate = ({ id: _id, ...definition }: { id?: string }) => definition;

describe('fact tables and metrics', () => {
  let lake: TestLake;
  let api: TestApi;

  beforeEach(async () => {
    lake = await createTestLake();
    api = await startMetricsBackend({
      lakeDir: lake.directory,
      features: [ownersMayChange.factory],
    });
  });

  afterEach(() => lake.remove());

  it('refuses columns that the source lacks, naming those it has', async () => {
    const error = refusalOf(
      await api
        .post(
          '/fact-tables',
          eventsFactTable({
            timestampColumn: 'happened_at',
            measures: [
              { name: 'amount', column: 'amount' },
              { name: 'text', column: 'payload' },
            ],
          }),
        )
        .expect(400),
    );
    expect(error.code).toBe('ETUDE_METRICS_FACT_TABLE_INVALID');
    const [time, amount, text] = error.problems;
    expect(error.problems).toHaveLength(3);
    expect(time).toMatchObject({
      code: 'ETUDE_METRICS_COLUMN_MISSING',
      path: 'timestampColumn',
    });
    expect(time?.message).toContain('event_time, received_at, unit');
    expect(amount).toMatchObject({
      code: 'ETUDE_METRICS_COLUMN_MISSING',
      path: 'measures[0].column',
    });
    expect(text).toMatchObject({
      code: 'ETUDE_METRICS_COLUMN_TYPE',
      path: 'measures[1].column',
    });
    expect(text?.message).toContain('VARCHAR');
  });

  it('describes a query and refuses one that is not SQL', async () => {
    const described = answerOf(
      describeSourceResponseSchema,
      await api
        .post('/fact-tables:describe', {
          source: {
            kind: 'query',
            sql: 'SELECT unit, value * 2 AS twice FROM events -- per event',
          },
        })
        .expect(200),
    );
    expect(described.columns).toEqual([
      { name: 'unit', type: 'VARCHAR' },
      { name: 'twice', type: 'DOUBLE' },
    ]);
    const refused = refusalOf(
      await api
        .post(
          '/fact-tables',
          eventsFactTable({
            source: {
              kind: 'query',
              sql: 'SELECT unit,\n  nothing\nFROM events',
            },
          }),
        )
        .expect(400),
    );
    expect(refused.problems).toEqual([
      expect.objectContaining({
        code: 'ETUDE_WAREHOUSE_SQL',
        path: 'source.sql',
        message: expect.stringMatching(/^Line 2, column 3: /),
      }),
    ]);
  });

  it.each([
    ['a file of the machine', `SELECT * FROM read_text('/etc/hostname')`],
    ['a second statement', 'SELECT 1) AS x; CREATE TABLE t AS (SELECT 1'],
  ])('keeps SQL of people away from %s', async (_what, sql) => {
    await api
      .post('/fact-tables:describe', { source: { kind: 'query', sql } })
      .expect(400);
  });

  it('refuses an unknown import and a table that is not there', async () => {
    const unknownImport = refusalOf(
      await api
        .post('/fact-tables:describe', {
          source: { kind: 'import', tableId: 'nothing-here' },
        })
        .expect(400),
    );
    expect(unknownImport.message).toContain("'nothing-here'");
    await api
      .post('/fact-tables:describe', {
        source: { kind: 'table', table: 'no_such_table' },
      })
      .expect(400);
  });

  it('makes the id from the name and refuses a second one of the same id', async () => {
    const { id: _id, ...named } = eventsFactTable({ name: 'Purchases (web)' });
    const body = answerOf(
      storedFactTableSchema,
      await api.post('/fact-tables', named).expect(201),
    );
    expect(body.id).toBe('purchases-web');
    const second = refusalOf(await api.post('/fact-tables', named).expect(409));
    expect(second.code).toBe('ETUDE_METRICS_ID_CONFLICT');
  });

  it('replaces a definition only from its latest state, and keeps what it was', async () => {
    const first = answerOf(
      storedFactTableSchema,
      await api.post('/fact-tables', eventsFactTable()).expect(201),
    );
    const update = {
      ...asUpdate(eventsFactTable({ description: 'Changed.' })),
      etag: first.etag,
    };
    const changed = answerOf(
      storedFactTableSchema,
      await api.put('/fact-tables/purchases', update).expect(200),
    );
    expect(changed.description).toBe('Changed.');
    const stale = refusalOf(
      await api.put('/fact-tables/purchases', update).expect(409),
    );
    expect(stale.code).toBe('ETUDE_METRICS_ETAG_CONFLICT');
    const { versions } = answerOf(
      factTableVersionListSchema,
      await api.get('/fact-tables/purchases/versions').expect(200),
    );
    expect(
      versions.map(({ etag, since, by, definition }) => [
        etag,
        since,
        by,
        definition.description,
      ]),
    ).toEqual([
      [changed.etag, changed.updatedAt, 'user:default/mock', 'Changed.'],
      [first.etag, first.createdAt, 'user:default/mock', first.description],
    ]);
    await api.get('/fact-tables/nothing/versions').expect(404);
  });

  it('refuses a change to a fact table that breaks one of its metrics', async () => {
    const body = answerOf(
      storedFactTableSchema,
      await api.post('/fact-tables', eventsFactTable()).expect(201),
    );
    await api.post('/metrics', revenueMetric()).expect(201);
    const refused = refusalOf(
      await api
        .put('/fact-tables/purchases', {
          ...asUpdate(eventsFactTable({ measures: [] })),
          etag: body.etag,
        })
        .expect(400),
    );
    expect(refused.problems).toEqual([
      expect.objectContaining({
        path: 'measures',
        message: expect.stringContaining("Metric 'Revenue per user' reads"),
      }),
    ]);
  });

  it('refuses a change to the table of a step of a funnel', async () => {
    const visits = { id: 'visits', name: 'Visits' };
    await api.post('/fact-tables', eventsFactTable()).expect(201);
    const { etag } = answerOf(
      storedFactTableSchema,
      await api.post('/fact-tables', eventsFactTable(visits)).expect(201),
    );
    const step = (name: string, table: string) => ({
      name,
      factTableId: table,
      filters: [{ column: 'event', operator: 'equals', value: name }],
    });
    await api
      .post('/metrics', {
        ...asUpdate(revenueMetric({ id: 'from-visit-to-purchase' })),
        name: 'From visit to purchase',
        type: 'funnel',
        aggregation: 'count',
        measure: undefined,
        filters: [],
        window: { offsetHours: 0, lengthHours: 24 },
        steps: [step('view', 'visits'), step('purchase', 'purchases')],
      })
      .expect(201);
    const { problems } = refusalOf(
      await api
        .put('/fact-tables/visits', {
          ...asUpdate(
            eventsFactTable({ ...visits, entityColumns: { device: 'unit' } }),
          ),
          etag,
        })
        .expect(400),
    );
    expect(problems[0]?.message).toContain("Metric 'From visit to purchase'");
  });

  it('refuses a metric that cannot be planned, with every reason', async () => {
    await api.post('/fact-tables', eventsFactTable()).expect(201);
    const refused = refusalOf(
      await api
        .post(
          '/metrics',
          revenueMetric({
            measure: 'price',
            filters: [{ column: 'colour', operator: 'equals', value: 'red' }],
          }),
        )
        .expect(400),
    );
    expect(refused.problems.map(({ path }) => path)).toEqual([
      'measure',
      'filters[0].column',
    ]);
    const orphan = refusalOf(
      await api
        .post('/metrics', revenueMetric({ factTableId: 'no-table' }))
        .expect(400),
    );
    expect(orphan.problems[0]).toMatchObject({
      code: 'ETUDE_METRICS_FACT_TABLE_NOT_FOUND',
      path: 'factTableId',
    });
  });

  it('refuses a metric whose filter the warehouse cannot compare', async () => {
    await api.post('/fact-tables', eventsFactTable()).expect(201);
    await api
      .post(
        '/metrics',
        revenueMetric({
          filters: [
            { column: 'value', operator: 'greater-or-equal', value: 'many' },
          ],
        }),
      )
      .expect(400);
  });

  it('archives a metric and finds it by state, owner and name', async () => {
    await api.post('/fact-tables', eventsFactTable()).expect(201);
    await api.post('/metrics', revenueMetric()).expect(201);
    await api.post('/metrics/revenue-per-user/archive').expect(200);
    const active = answerOf(
      metricListSchema,
      await api.get('/metrics?state=active').expect(200),
    );
    expect(active.metrics).toEqual([]);
    const found = answerOf(
      metricListSchema,
      await api.get('/metrics?q=REVENUE&owner=user:default/mock').expect(200),
    );
    expect(found.metrics).toEqual([
      expect.objectContaining({ id: 'revenue-per-user', state: 'archived' }),
    ]);
    const missing = refusalOf(await api.get('/metrics/nothing').expect(404));
    expect(missing.code).toBe('ETUDE_METRICS_METRIC_NOT_FOUND');
  });

  it('lets people own and change only what is theirs', async () => {
    const theirs = eventsFactTable({ owner: 'group:default/growth' });
    const refused = refusalOf(
      await api.post('/fact-tables', theirs).expect(403),
    );
    expect(refused.message).toContain('group:default/growth');
    const body = answerOf(
      storedFactTableSchema,
      await api.postAsService('/fact-tables', theirs).expect(201),
    );
    const change = refusalOf(
      await api
        .put('/fact-tables/purchases', {
          ...asUpdate(theirs),
          etag: body.etag,
        })
        .expect(403),
    );
    expect(change.code).toBe('ETUDE_METRICS_FORBIDDEN');
  });

  describe('as code', () => {
    const fileOf = (metrics: string, owner = 'user:default/mock') => `
owner: ${owner}
entities: { user: {} }
factTables:
  purchases:
    table: events
    timestamp: event_time
    entities: { user: unit }
    measures: { amount: value }
    dimensions: [event]
metrics:
${metrics}`;
    const metric = (id: string, more = '') =>
      `  ${id}: { factTable: purchases, type: average, aggregation: sum, measure: amount, direction: increase ${more}}\n`;
    const apply = async (text: string, isTrial = false) =>
      answerOf(
        appliedDefinitionsSchema,
        await api.post('/definitions:apply', { text, isTrial }).expect(200),
      );
    const changesOf = ({ changes }: AppliedDefinitions) =>
      changes.map(({ id, change }) => [id, change]);
    const metricIds = async () => {
      const { metrics } = answerOf(
        metricListSchema,
        await api.get('/metrics').expect(200),
      );
      return metrics.map(({ id, state }) => [id, state]);
    };

    it('says what a file changes, does it, and then finds it done', async () => {
      const text = fileOf(metric('spent') + metric('spent-week'));
      const created = ['purchases', 'spent', 'spent-week'].map(id => [
        id,
        'create',
      ]);
      const trial = await apply(text, true);
      expect(trial.isApplied).toBe(false);
      expect(changesOf(trial)).toEqual(created);
      expect(await metricIds()).toEqual([]);
      expect(changesOf(await apply(text))).toEqual(created);
      const again = await apply(text);
      expect(again.changes.map(({ change }) => change)).toEqual([
        'none',
        'none',
        'none',
      ]);
      const { text: written } = answerOf(
        definitionsFileSchema,
        await api.get('/definitions').expect(200),
      );
      expect(changesOf(await apply(written))).toEqual(changesOf(again));

      // What the file no longer names stays; what it says goes.
      const next = await apply(fileOf(metric('spent', ', state: archived')));
      expect(next.changes[1]).toMatchObject({
        change: 'update',
        after: expect.stringContaining('state: archived'),
        problems: [],
      });
      expect(await metricIds()).toEqual([
        ['spent', 'archived'],
        ['spent-week', 'active'],
      ]);
    });

    it('begins nothing when a part of it is not allowed', async () => {
      await api.postAsService('/fact-tables', eventsFactTable()).expect(201);
      await api
        .postAsService(
          '/metrics',
          revenueMetric({ id: 'theirs', owner: 'group:default/other' }),
        )
        .expect(201);
      const text = fileOf(metric('mine') + metric('theirs', ', mde: 2%'));
      const refused = await apply(text);
      expect(refused.isApplied).toBe(false);
      expect(
        refused.changes.map(({ id, problems }) => [
          id,
          problems.map(({ code }) => code),
        ]),
      ).toEqual([
        ['purchases', []],
        ['mine', []],
        ['theirs', ['ETUDE_METRICS_FORBIDDEN']],
      ]);
      expect(await metricIds()).toEqual([['theirs', 'active']]);
    });

    it('tells what its warehouse refuses, and does the rest', async () => {
      const { isApplied, changes } = await apply(
        fileOf(
          metric('spent') +
            metric('late', ', where: [{ column: event, equals: 7 }] '),
        ),
      );
      expect(isApplied).toBe(true);
      expect(changes.map(({ problems }) => problems.length)).toEqual([0, 0, 1]);
      expect(await metricIds()).toEqual([['spent', 'active']]);
    });

    it('refuses a file that cannot be read, by its lines', async () => {
      const text = fileOf('  spent: { factTable: purchase, type: sum }');
      const error = refusalOf(
        await api
          .post('/definitions:apply', { text, isTrial: true })
          .expect(400),
      );
      expect(error.code).toBe('ETUDE_METRICS_DEFINITIONS_INVALID');
      expect(error.problems.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/^Line 12: /),
      );
    });
  });

  it('documents every route', async () => {
    const body = answerOf(
      openApiSchema,
      await api.get('/../openapi.json').expect(200),
    );
    expect(Object.keys(body.paths).sort()).toEqual([
      '/v1/budgets',
      '/v1/computations',
      '/v1/computations/{id}',
      '/v1/computations:check',
      '/v1/definitions',
      '/v1/definitions:apply',
      '/v1/event-checks',
      '/v1/event-definitions',
      '/v1/event-definitions/{id}',
      '/v1/event-definitions/{id}/check',
      '/v1/event-definitions/{id}/freshness',
      '/v1/event-definitions/{id}/versions',
      '/v1/event-definitions:try',
      '/v1/fact-tables',
      '/v1/fact-tables/{id}',
      '/v1/fact-tables/{id}/freshness',
      '/v1/fact-tables/{id}/values',
      '/v1/fact-tables/{id}/versions',
      '/v1/fact-tables:describe',
      '/v1/imports',
      '/v1/lake',
      '/v1/metrics',
      '/v1/metrics/{id}',
      '/v1/metrics/{id}/archive',
      '/v1/metrics/{id}/lineage',
      '/v1/metrics/{id}/sql',
      '/v1/metrics/{id}/versions',
      '/v1/metrics:baseline',
      '/v1/metrics:preview',
      '/v1/relations',
      '/v1/relations/{id}',
      '/v1/relations/{id}/coverage',
      '/v1/runs',
      '/v1/runs/{id}',
      '/v1/runs/{id}/cancel',
      '/v1/warehouses',
      '/v1/warehouses/{id}/test',
    ]);
  });
});
