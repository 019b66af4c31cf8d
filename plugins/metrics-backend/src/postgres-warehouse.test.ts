import {
  baselineResponseSchema,
  describeSourceResponseSchema,
  factTableFreshnessSchema,
  warehouseTestSchema,
} from '@etude/plugin-metrics-common';
import { Client } from 'pg';
import {
  answerOf,
  computedOf,
  eventsFactTable,
  refusalOf,
  revenueMetric,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import type { TestApi } from './__testUtils__/start-metrics-backend';
import { createTestLake } from './__testUtils__/test-lake';
import type { TestLake } from './__testUtils__/test-lake';

const POSTGRES_URL = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';
const SCHEMA = 'Etude shop';

const TABLES = `
  DROP SCHEMA IF EXISTS "${SCHEMA}" CASCADE;
  CREATE SCHEMA "${SCHEMA}";
  CREATE TABLE "${SCHEMA}".units (
    person text, version text, seen_at timestamptz);
  INSERT INTO "${SCHEMA}".units VALUES
    ('c1', 'control', '2026-03-01 10:00Z'), ('c2', 'control', '2026-03-01 10:00Z'),
    ('t1', 'bold', '2026-03-01 10:00Z'), ('t2', 'bold', '2026-03-01 10:00Z'),
    ('t3', 'bold', '2026-03-01 10:00Z'),
    ('both', 'control', '2026-03-01 10:00Z'), ('both', 'bold', '2026-03-01 11:00Z');
  CREATE TABLE "${SCHEMA}".purchases (
    buyer character varying(20), amount numeric(10, 2), bought_at timestamptz);
  INSERT INTO "${SCHEMA}".purchases VALUES
    ('c1', 10, '2026-03-01 11:00Z'), ('c1', 20, '2026-03-02 11:00Z'),
    ('t1', 5, '2026-03-01 12:00Z'),
    ('t2', 6, '2026-03-01 12:00Z'), ('t2', 7, '2026-03-03 12:00Z'),
    ('t3', 100, '2026-03-01 09:59Z'), ('both', 50, '2026-03-02 12:00Z');
  CREATE TABLE "${SCHEMA}".assignments (
    unit text, flag text, rule text, variant text, assigned_at timestamp);
  INSERT INTO "${SCHEMA}".assignments VALUES
    ('c1', 'checkout', 'rule-1', 'control', '2026-03-01 10:00'),
    ('t1', 'checkout', 'rule-1', 'bold', '2026-03-01 10:00'),
    ('t2', 'checkout', 'rule-1', 'bold', '2026-03-02 10:00'),
    ('t3', 'checkout', 'another', 'bold', '2026-03-01 09:00');
  CREATE TABLE "${SCHEMA}".recent (
    buyer text, amount double precision, bought_at timestamp);
  INSERT INTO "${SCHEMA}".recent VALUES
    ('a', 4, now() AT TIME ZONE 'UTC' - interval '1 day'),
    ('b', 8, now() AT TIME ZONE 'UTC' - interval '1 day');`;

const COMPUTATION = {
  experimentId: 'bold-checkout',
  assignment: {
    kind: 'table',
    factTableId: 'dwh-units',
    unitColumn: 'person',
    variantColumn: 'version',
    exposedAtColumn: 'seen_at',
  },
  entity: 'user',
  variants: ['control', 'bold'],
  from: null,
  until: '2026-03-08T00:00:00Z',
};

const purchasesIn = (table: string) =>
  eventsFactTable({
    id: `dwh-${table}`,
    name: table,
    warehouseId: 'dwh',
    source: { kind: 'table', schema: [SCHEMA], table },
    timestampColumn: 'bought_at',
    entityColumns: { user: 'buyer' },
    measures: [{ name: 'amount', column: 'amount' }],
    dimensions: [],
  });

const url = process.env[POSTGRES_URL];

describe('a PostgreSQL of the company', () => {
  if (!url) {
    it.skip(`skipped: ${POSTGRES_URL} is not set`, () => undefined);
    return;
  }
  let lake: TestLake;
  let api: TestApi;
  const administrator = new Client({ connectionString: url });

  beforeAll(async () => {
    await administrator.connect();
    await administrator.query(TABLES);
    lake = await createTestLake();
    const warehouse = { name: 'Warehouse', type: 'postgres', url };
    api = await startMetricsBackend({
      lakeDir: lake.directory,
      warehouses: [
        { id: 'dwh', ...warehouse },
        { id: 'small', ...warehouse, limits: { maxBytes: 1 } },
        {
          id: 'copied',
          ...warehouse,
          assignments: { table: [SCHEMA, 'assignments'] },
        },
      ],
    });
    await api
      .post(
        '/fact-tables',
        eventsFactTable({
          id: 'dwh-units',
          warehouseId: 'dwh',
          source: {
            kind: 'query',
            sql: `SELECT * FROM "${SCHEMA}".units -- all of them`,
          },
          timestampColumn: null,
          entityColumns: { user: 'person' },
          measures: [],
          dimensions: [],
        }),
      )
      .expect(201);
    const inDwh = { entity: 'user', filters: [] };
    for (const table of ['purchases', 'recent']) {
      await api.post('/fact-tables', purchasesIn(table)).expect(201);
      await api
        .post(
          '/metrics',
          revenueMetric({
            ...inDwh,
            id: `spend-in-${table}`,
            factTableId: `dwh-${table}`,
          }),
        )
        .expect(201);
    }
    await api.post('/fact-tables', eventsFactTable()).expect(201);
    await api.post('/metrics', revenueMetric()).expect(201);
  });

  afterAll(async () => {
    await administrator.query(`DROP SCHEMA "${SCHEMA}" CASCADE`);
    await administrator.end();
    await lake.remove();
  });

  const compute = (changes: object = {}) =>
    api.postAsService('/computations', {
      ...COMPUTATION,
      metricIds: ['spend-in-purchases'],
      ...changes,
    });

  it('answers, and tells its columns', async () => {
    const test = await api.post('/warehouses/dwh/test').expect(200);
    expect(answerOf(warehouseTestSchema, test).status).toBe('ok');
    const described = await api
      .post('/fact-tables:describe', {
        warehouseId: 'dwh',
        source: { kind: 'table', schema: [SCHEMA], table: 'recent' },
      })
      .expect(200);
    expect(answerOf(describeSourceResponseSchema, described).columns).toEqual([
      { name: 'buyer', type: 'text' },
      { name: 'amount', type: 'double precision' },
      { name: 'bought_at', type: 'timestamp without time zone' },
    ]);
  });

  it('gives the moments that a hand calculation gives', async () => {
    const response = await compute().expect(200);
    const { result } = computedOf(response);
    // Control: c1 spent 10 + 20, c2 nothing → mean 15, M2 = 15² + 15² = 450.
    // Bold: 5, 6 + 7, and t3 bought before exposure, so 0 → mean 6,
    // M2 = 1² + 7² + 6² = 86. The unit in both variants counts in neither.
    expect(
      result.moments.map(({ variant, n, mean, m2 }) => ({
        variant,
        n,
        mean,
        m2,
      })),
    ).toEqual(
      expect.arrayContaining([
        { variant: 'control', n: 2, mean: 15, m2: 450 },
        { variant: 'bold', n: 3, mean: 6, m2: 86 },
      ]),
    );
    expect(result.moments).toHaveLength(2);
    expect(result).toMatchObject({ crossoverUnits: 1, totalUnits: 6 });
  });

  it('knows what a metric was lately, and how fresh its facts are', async () => {
    const baseline = await api
      .post('/metrics:baseline', { metricIds: ['spend-in-recent'], days: 7 })
      .expect(200);
    // 4 and 8: mean 6, variance (2² + 2²) / 1 = 8.
    expect(answerOf(baselineResponseSchema, baseline).baselines).toEqual([
      expect.objectContaining({
        status: 'known',
        population: 'with-facts',
        mean: 6,
        variance: 8,
        units: 2,
      }),
    ]);
    const freshness = answerOf(
      factTableFreshnessSchema,
      await api.get('/fact-tables/dwh-recent/freshness').expect(200),
    );
    const age = Date.now() - Date.parse(freshness.latestAt ?? '');
    expect(Math.abs(age - 86_400_000)).toBeLessThan(600_000);
    // Two weeks and today; yesterday, the last but one, has the two rows.
    expect(freshness.days.map(({ rows }) => rows)).toEqual([
      ...Array<number>(13).fill(0),
      2,
      0,
    ]);
    expect(freshness.estimate.bytes).toBeGreaterThan(0);
  });

  it('tells the newest time of a table that nothing was added to lately', async () => {
    const freshness = answerOf(
      factTableFreshnessSchema,
      await api.get('/fact-tables/dwh-purchases/freshness').expect(200),
    );
    expect(Date.parse(freshness.latestAt ?? '')).toBe(
      Date.parse('2026-03-03T12:00:00Z'),
    );
  });

  it('refuses to compute in two warehouses, or with a flag of the lake', async () => {
    const mixed = refusalOf(
      await compute({
        metricIds: ['spend-in-purchases', 'revenue-per-user'],
      }).expect(400),
    );
    expect(mixed.problems.map(({ code }) => code)).toEqual([
      'ETUDE_METRICS_WAREHOUSES_MIXED',
    ]);
    expect(mixed.message).toMatch(
      /'spend-in-purchases' in warehouse 'dwh'.*'revenue-per-user' in the lake/,
    );
    const flag = refusalOf(
      await compute({
        assignment: { kind: 'flag', flagId: 'checkout', ruleId: 'rule-1' },
      }).expect(400),
    );
    expect(flag.problems.map(({ code }) => code)).toEqual([
      'ETUDE_METRICS_ASSIGNMENTS_ELSEWHERE',
    ]);
  });

  it('reads the assignments of a flag from a copy in the warehouse', async () => {
    const copied = { warehouseId: 'copied', id: 'copied-purchases' };
    await api
      .post('/fact-tables', { ...purchasesIn('purchases'), ...copied })
      .expect(201);
    await api
      .post(
        '/metrics',
        revenueMetric({
          id: 'spend-of-copied',
          factTableId: 'copied-purchases',
          filters: [],
        }),
      )
      .expect(201);
    const response = await compute({
      assignment: { kind: 'flag', flagId: 'checkout', ruleId: 'rule-1' },
      from: '2026-03-01T00:00:00Z',
      metricIds: ['spend-of-copied'],
    }).expect(200);
    const { result } = computedOf(response);
    // c1: 10 + 20. t1: 5. t2 was assigned after its first purchase: 7.
    const means = result.moments.map(
      ({ variant, exposureDate, n, mean }) =>
        `${variant} ${exposureDate} ${n} ${mean}`,
    );
    expect(means.sort()).toEqual([
      'bold 2026-03-01 1 5',
      'bold 2026-03-02 1 7',
      'control 2026-03-01 1 30',
    ]);
  });

  it('refuses, before it runs, what would read more than is allowed', async () => {
    const definition = { ...purchasesIn('recent'), id: 'small-recent' };
    await api
      .post('/fact-tables', { ...definition, warehouseId: 'small' })
      .expect(201);
    const refused = refusalOf(
      await api.get('/fact-tables/small-recent/freshness').expect(400),
    );
    expect(refused.code).toBe('ETUDE_METRICS_QUERY_TOO_LARGE');
    expect(refused.message).toMatch(
      /expects it to read [\d.]+ k?B, and 1 B are allowed.*etude\.warehouses\[1\]\.limits\.maxBytes/,
    );
  });

  it('says where a fact table of another warehouse is wrong', async () => {
    const wrong = {
      ...purchasesIn('recent'),
      id: 'wrong-table',
      source: {
        kind: 'query',
        sql: `SELECT buyer,\n  price\nFROM "${SCHEMA}".recent`,
      },
    };
    const refused = refusalOf(
      await api.post('/fact-tables', wrong).expect(400),
    );
    expect(refused.problems).toEqual([
      expect.objectContaining({
        code: 'ETUDE_WAREHOUSE_SQL',
        path: 'source.sql',
        message: expect.stringMatching(/^Line 2, column 3: /),
      }),
    ]);
    const elsewhere = { ...purchasesIn('recent'), id: 'elsewhere-table' };
    const unknown = refusalOf(
      await api
        .post('/fact-tables', { ...elsewhere, warehouseId: 'gone' })
        .expect(400),
    );
    expect(unknown.problems).toEqual([
      expect.objectContaining({
        code: 'ETUDE_METRICS_WAREHOUSE_NOT_FOUND',
        path: 'warehouseId',
      }),
    ]);
  });
});
