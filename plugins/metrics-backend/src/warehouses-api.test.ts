import {
  warehouseListSchema,
  warehouseTestSchema,
} from '@etude/plugin-metrics-common';
import {
  answerOf,
  refusalOf,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import type { TestApi } from './__testUtils__/start-metrics-backend';
import { createTestLake } from './__testUtils__/test-lake';
import type { TestLake } from './__testUtils__/test-lake';

describe('warehouses', () => {
  let lake: TestLake;
  let api: TestApi;

  beforeAll(async () => {
    lake = await createTestLake();
    api = await startMetricsBackend({
      lakeDir: lake.directory,
      warehouses: [
        {
          id: 'dwh',
          name: 'Data warehouse',
          type: 'postgres',
          // Nothing listens there.
          url: 'postgres://reader:s3cret@127.0.0.1:9/analytics',
          limits: { maxBytes: 1000 },
        },
        {
          id: 'trino',
          name: 'Trino',
          type: 'trino',
          url: 'http://127.0.0.1:9',
          catalog: 'hive',
          schema: 'web',
          user: 'reader',
          password: 's3cret',
        },
      ],
    });
  });

  afterAll(() => lake.remove());

  it('lists them with their limits and without secrets, the lake first', async () => {
    const response = await api.get('/warehouses').expect(200);
    const { warehouses } = answerOf(warehouseListSchema, response);
    expect(warehouses.map(({ id, address }) => [id, address])).toEqual([
      ['lake', null],
      ['dwh', '127.0.0.1:9'],
      ['trino', '127.0.0.1:9'],
    ]);
    expect(warehouses[1]?.limits).toEqual({
      timeoutSeconds: 120,
      maxConcurrentQueries: 2,
      maxBytes: 1000,
    });
    expect(response.text).not.toMatch(/s3cret|reader/);
  });

  it('tests a connection, and remembers how that went', async () => {
    const lakeTest = answerOf(
      warehouseTestSchema,
      await api.post('/warehouses/lake/test').expect(200),
    );
    expect(lakeTest.status).toBe('ok');
    const response = await api.post('/warehouses/dwh/test').expect(200);
    expect(answerOf(warehouseTestSchema, response)).toMatchObject({
      status: 'failed',
      testedBy: 'user:default/mock',
      problem: {
        code: 'ETUDE_WAREHOUSE_UNREACHABLE',
        message: expect.stringMatching(/Check that the warehouse runs/),
      },
    });
    expect(response.text).not.toContain('s3cret');
    const { warehouses } = answerOf(
      warehouseListSchema,
      await api.get('/warehouses').expect(200),
    );
    expect(warehouses.map(({ lastTest }) => lastTest?.status ?? null)).toEqual([
      'ok',
      'failed',
      null,
    ]);
  });

  it('loads the client of each type when it is first asked', async () => {
    const test = answerOf(
      warehouseTestSchema,
      await api.post('/warehouses/trino/test').expect(200),
    );
    expect(test).toMatchObject({
      status: 'failed',
      problem: { code: 'ETUDE_WAREHOUSE_UNREACHABLE' },
    });
  });

  it('knows no other warehouse', async () => {
    const response = await api.post('/warehouses/elsewhere/test').expect(404);
    expect(refusalOf(response).message).toMatch(/lake, dwh, trino/);
  });
});
