import { runListSchema, runSchema } from '@etude/plugin-metrics-common';
import {
  answerOf,
  computedOf,
  eventsFactTable,
  refusalOf,
  revenueMetric,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import type { TestApi } from './__testUtils__/start-metrics-backend';
import {
  assignmentRows,
  createTestLake,
  eventRows,
} from './__testUtils__/test-lake';
import type { TestLake } from './__testUtils__/test-lake';

const FLAG = 'checkout-button';
const RULE = 'experiment-rule';

const EXPERIMENT = {
  experimentId: 'checkout-test',
  assignment: { kind: 'flag', flagId: FLAG, ruleId: RULE },
  entity: 'user',
  variants: ['control', 'bold'],
  from: '2026-03-01T00:00:00Z',
  until: '2026-03-08T00:00:00Z',
};

const METRIC_IDS = [
  'revenue-per-user',
  'purchase-conversion',
  'purchases-per-user',
];

const writeExperiment = async (lake: TestLake) => {
  const assigned = (unit: string, variant: string) =>
    ['2026-03-01 10:00:00', unit, FLAG, RULE, variant] as const;
  await lake.write({
    table: 'assignments',
    date: '2026-03-01',
    select: assignmentRows([
      assigned('c1', 'control'),
      assigned('c2', 'control'),
      assigned('c3', 'control'),
      assigned('t1', 'bold'),
      assigned('t2', 'bold'),
      assigned('t3', 'bold'),
      assigned('both', 'control'),
      assigned('both', 'bold'),
      ['2026-03-01 10:00:00', 'elsewhere', 'other-flag', 'r', 'control'],
    ]),
  });
  await lake.write({
    table: 'events',
    date: '2026-03-01',
    select: eventRows([
      ['2026-03-01 09:00:00', 'c1', 'purchase', 99],
      ['2026-03-01 11:00:00', 'c1', 'purchase', 10],
      ['2026-03-01 12:00:00', 'c1', 'purchase', 5],
      ['2026-03-01 12:00:00', 'c3', 'page-view', 7],
      ['2026-03-01 13:00:00', 't1', 'purchase', 30],
      ['2026-03-01 14:00:00', 'both', 'purchase', 1000],
    ]),
  });
  await lake.write({
    table: 'events',
    date: '2026-03-02',
    select: eventRows([
      ['2026-03-02 08:00:00', 'c2', 'purchase', 20],
      ['2026-03-02 08:00:00', 't3', 'purchase', 12],
      ['2026-03-02 09:00:00', 't3', 'purchase', 0],
    ]),
  });
};

describe('computing metrics', () => {
  let lake: TestLake;
  let api: TestApi;

  beforeAll(async () => {
    lake = await createTestLake();
    await writeExperiment(lake);
    api = await startMetricsBackend({
      lakeDir: lake.directory,
      // However little there is.
      config: { incrementalFromMb: 0 },
    });
    await api.post('/fact-tables', eventsFactTable()).expect(201);
    await api.post('/metrics', revenueMetric()).expect(201);
    await api
      .post(
        '/metrics',
        revenueMetric({
          id: 'purchase-conversion',
          type: 'proportion',
          aggregation: 'count',
          measure: undefined,
        }),
      )
      .expect(201);
    await api
      .post(
        '/metrics',
        revenueMetric({
          id: 'purchases-per-user',
          type: 'count',
          aggregation: 'count',
          measure: undefined,
        }),
      )
      .expect(201);
  });

  afterAll(() => lake.remove());

  it('lets nobody peek past a design by asking for moments', async () => {
    const response = await api
      .post('/computations', { ...EXPERIMENT, metricIds: METRIC_IDS })
      .expect(403);
    expect(refusalOf(response).code).toBe(
      'ETUDE_METRICS_COMPUTATION_FORBIDDEN',
    );
  });

  it('opens only the days of the lake that an experiment needs', async () => {
    const response = await api
      .postAsService('/computations', { ...EXPERIMENT, metricIds: METRIC_IDS })
      .expect(200);
    const { runId } = computedOf(response);
    const { sql } = answerOf(runSchema, await api.get(`/runs/${runId}`));
    expect(sql?.match(/"source"\."date" >= DATE '2026-03-01'/g)).toHaveLength(
      2,
    );
  });

  it('gives the moments that a hand calculation gives', async () => {
    const response = await api
      .postAsService('/computations', { ...EXPERIMENT, metricIds: METRIC_IDS })
      .expect(200);
    const { result } = computedOf(response);

    // Revenue of control: 15, 20, 0 (99 came before exposure) → mean 35/3,
    // M2 = 225 + 400 − 35²/3 = 650/3. Of bold: 30, 0, 12 → 14, 456.
    // Purchases of control: 2, 1, 0; of bold: 1, 0, 2.
    const expected = [
      ['revenue-per-user', 'control', 35 / 3, 650 / 3],
      ['revenue-per-user', 'bold', 14, 456],
      ['purchase-conversion', 'control', 2 / 3, 2 / 3],
      ['purchase-conversion', 'bold', 2 / 3, 2 / 3],
      ['purchases-per-user', 'control', 1, 2],
      ['purchases-per-user', 'bold', 1, 2],
    ] as const;
    expect(result.moments).toHaveLength(expected.length);
    for (const [metricId, variant, mean, m2] of expected) {
      const row = result.moments.find(
        candidate =>
          candidate.metricId === metricId && candidate.variant === variant,
      );
      expect(row).toMatchObject({ n: 3, exposureDate: '2026-03-01' });
      expect(Math.abs((row?.mean ?? NaN) / mean - 1)).toBeLessThan(1e-12);
      expect(Math.abs((row?.m2 ?? NaN) / m2 - 1)).toBeLessThan(1e-12);
    }
    expect(result).toMatchObject({ crossoverUnits: 1, totalUnits: 7 });
    expect(Date.parse(result.firstExposureAt ?? '')).toBe(
      Date.parse('2026-03-01T10:00:00Z'),
    );
    const units = result.traffic.map(row => [row.variant, row.units]);
    expect(units.sort()).toEqual([
      ['bold', 3],
      ['control', 3],
    ]);
  });

  it('keeps each run with its SQL, time and rows', async () => {
    const computed = await api
      .postAsService('/computations', {
        ...EXPERIMENT,
        experimentId: 'kept-run',
        metricIds: ['revenue-per-user'],
      })
      .expect(200);
    const { runId, result } = computedOf(computed);
    const list = await api.get('/runs?experimentId=kept-run').expect(200);
    expect(answerOf(runListSchema, list).runs).toHaveLength(1);

    const run = answerOf(runSchema, await api.get(`/runs/${runId}`));
    expect(run).toMatchObject({
      kind: 'computation',
      experimentId: 'kept-run',
      state: 'succeeded',
      sql: result.sql,
      problem: null,
    });
    expect(run.rows).toBeGreaterThan(0);
    expect(run.elapsedMs).toBeGreaterThanOrEqual(0);
  });

  it('reads only what changed since the computation before, and says so', async () => {
    const ask = {
      ...EXPERIMENT,
      experimentId: 'asked-twice',
      // It goes on: what has ended is read whole.
      until: new Date().toISOString(),
      metricIds: METRIC_IDS,
    };
    const compute = async () =>
      computedOf(await api.postAsService('/computations', ask).expect(200));
    const first = await compute();
    const second = await compute();
    expect(second.result.moments).toEqual(first.result.moments);
    const incrementOf = async (id: string) =>
      answerOf(runSchema, await api.get(`/runs/${id}`)).increment;
    expect(await incrementOf(second.runId)).toMatchObject({
      mode: 'incremental',
      reason: expect.stringContaining('Only what had changed was read'),
      computedParts: 0,
    });
    expect((await incrementOf(second.runId))?.reusedParts).toBeGreaterThan(0);
  });

  it('refuses unknown metrics, each by name, and keeps the failed run', async () => {
    const response = await api
      .postAsService('/computations', {
        ...EXPERIMENT,
        experimentId: 'refused-run',
        metricIds: ['revenue-per-user', 'no-such-metric', 'nor-this-one'],
      })
      .expect(400);
    const { code, message, problems } = refusalOf(response);
    expect(code).toBe('ETUDE_METRICS_COMPUTATION_REFUSED');
    expect(problems.map(({ path }) => path)).toEqual([
      'metricIds[1]',
      'metricIds[2]',
    ]);
    expect(message).toContain("'nor-this-one'");

    const list = await api.get('/runs?experimentId=refused-run').expect(200);
    expect(answerOf(runListSchema, list).runs).toMatchObject([
      {
        state: 'failed',
        rows: null,
        problem: { code: 'ETUDE_METRICS_COMPUTATION_REFUSED', kind: 'user' },
      },
    ]);
  });
});

describe('a computation that takes too long', () => {
  it('fails with the reason instead of an empty result', async () => {
    const lake = await createTestLake();
    const api = await startMetricsBackend({
      lakeDir: lake.directory,
      config: { queryTimeoutSeconds: 0.5 },
    });
    const slow =
      "SELECT 'c' || (i % 7) AS unit, TIMESTAMP '2026-03-02' AS event_time, CAST(i AS DOUBLE) AS value, 'purchase' AS event FROM range(40000000000) AS r(i)";
    await lake.write({
      table: 'assignments',
      date: '2026-03-01',
      select: assignmentRows([
        ['2026-03-01 10:00:00', 'c1', FLAG, RULE, 'control'],
      ]),
    });
    await api
      .post(
        '/fact-tables',
        eventsFactTable({ source: { kind: 'query', sql: slow } }),
      )
      .expect(201);
    await api.post('/metrics', revenueMetric()).expect(201);
    const response = await api
      .postAsService('/computations', {
        ...EXPERIMENT,
        metricIds: ['revenue-per-user'],
      })
      .expect(503);
    expect(refusalOf(response).code).toBe('ETUDE_METRICS_QUERY_TIMEOUT');
    const list = await api
      .get('/runs?experimentId=checkout-test&withSql=true')
      .expect(200);
    const [run] = answerOf(runListSchema, list).runs;
    expect(run).toMatchObject({
      state: 'failed',
      problem: { code: 'ETUDE_METRICS_QUERY_TIMEOUT', kind: 'operational' },
    });
    expect(run?.sql).toContain('SELECT');
    await lake.remove();
  });
});
