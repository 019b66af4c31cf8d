import { mockCredentials } from '@backstage/backend-test-utils';
import { MetricsClient } from '@etude/plugin-metrics-common';
import {
  eventsFactTable,
  revenueMetric,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import { createTestLake } from './__testUtils__/test-lake';
import type { TestLake } from './__testUtils__/test-lake';

describe('MetricsClient', () => {
  let lake: TestLake;
  let client: MetricsClient;

  beforeAll(async () => {
    lake = await createTestLake();
    const { server } = await startMetricsBackend({ lakeDir: lake.directory });
    const base = `http://localhost:${server.port()}/api`;
    client = new MetricsClient({
      discoveryApi: { getBaseUrl: id => Promise.resolve(`${base}/${id}`) },
      fetchApi: {
        fetch: (input, init) => {
          const headers = new Headers(init?.headers);
          headers.set('authorization', mockCredentials.service.header());
          return fetch(input, { ...init, headers });
        },
      },
    });
  });

  afterAll(() => lake.remove());

  it('understands every answer of the API', async () => {
    const factTable = await client.createFactTable(eventsFactTable());
    expect(await client.getFactTable('purchases')).toEqual(factTable);
    expect(await client.listFactTables({ q: 'purch' })).toEqual([factTable]);
    const { id: _factTableId, ...factTableUpdate } = factTable;
    await client.updateFactTable('purchases', factTableUpdate);
    expect(await client.factTableVersions('purchases')).toHaveLength(2);
    expect(await client.describeSource(factTable.source)).toContainEqual({
      name: 'value',
      type: 'DOUBLE',
    });

    const metric = await client.createMetric(revenueMetric());
    expect(await client.getMetric(metric.id)).toEqual(metric);
    const { id: _metricId, state: _state, ...metricUpdate } = metric;
    await client.updateMetric(metric.id, metricUpdate);

    const { runId, result } = await client.compute({
      experimentId: 'exp-1',
      assignment: { kind: 'flag', flagId: 'f', ruleId: 'r' },
      entity: 'user',
      variants: ['on', 'off'],
      from: null,
      until: '2026-03-08T00:00:00Z',
      metricIds: [metric.id],
    });
    expect(result).toMatchObject({ totalUnits: 0, firstExposureAt: null });
    const run = await client.runs.get(runId);
    expect(
      await client.runs.list({
        experimentId: 'exp-1',
        withSql: true,
        limit: 5,
      }),
    ).toEqual([run]);
    expect(await client.runs.list({ metricId: metric.id })).toEqual([
      { ...run, sql: null },
    ]);
    await expect(client.runs.cancel(runId)).rejects.toMatchObject({
      code: 'ETUDE_METRICS_RUN_OVER_CONFLICT',
    });
    expect(await client.runs.budgets()).toEqual([]);
    expect(
      await client.baseline({ metricIds: [metric.id], days: 7 }),
    ).toMatchObject([{ status: 'problem', metricId: metric.id }]);

    expect(await client.warehouses.freshness('purchases')).toMatchObject({
      warehouseId: 'lake',
      latestAt: null,
    });
    const tested = await client.warehouses.test('lake');
    expect(tested.status).toBe('ok');
    expect(await client.warehouses.list()).toMatchObject([
      { id: 'lake', lastTest: tested },
    ]);

    const imported = await client.importTable({
      name: 'Two rows',
      format: 'csv',
      content: 'unit,amount\na,1\nb,2\n',
    });
    expect(imported.rows).toBe(2);
    expect((await client.warehouses.lake()).imports).toHaveLength(1);
    await client.archiveMetric(metric.id);
    expect(await client.listMetrics({ state: 'active' })).toEqual([]);
  });

  it('throws refusals with the code and problems of the API', async () => {
    await expect(client.getMetric('nothing')).rejects.toMatchObject({
      code: 'ETUDE_METRICS_METRIC_NOT_FOUND',
      kind: 'user',
    });
    await expect(
      client.createMetric(revenueMetric({ factTableId: 'no-table' })),
    ).rejects.toMatchObject({
      code: 'ETUDE_METRICS_METRIC_INVALID',
      problems: [expect.objectContaining({ path: 'factTableId' })],
    });
  });
});
