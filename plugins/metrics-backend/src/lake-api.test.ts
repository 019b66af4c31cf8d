import {
  baselineResponseSchema,
  importResponseSchema,
  lakeOverviewSchema,
  runListSchema,
} from '@etude/plugin-metrics-common';
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

const PLAYERS = `player,version,rounds,returned
1,gate_30,10,True
2,gate_30,20,False
3,gate_40,0,False
4,gate_40,6,True
`;

const hoursAgo = (hours: number) =>
  new Date(Date.now() - hours * 3_600_000).toISOString().replace('T', ' ');

describe('the lake', () => {
  let lake: TestLake;
  let api: TestApi;

  beforeEach(async () => {
    lake = await createTestLake();
    api = await startMetricsBackend({ lakeDir: lake.directory });
  });

  afterEach(() => lake.remove());

  it('computes an experiment on an imported CSV', async () => {
    const imported = answerOf(
      importResponseSchema,
      await api.upload('/imports?name=Players&format=csv', PLAYERS).expect(201),
    );
    expect(imported).toMatchObject({
      rows: 4,
      columns: [
        { name: 'player', type: 'BIGINT' },
        { name: 'version', type: 'VARCHAR' },
        { name: 'rounds', type: 'BIGINT' },
        { name: 'returned', type: 'BOOLEAN' },
      ],
    });
    await api
      .post(
        '/fact-tables',
        eventsFactTable({
          id: 'players',
          source: { kind: 'import', tableId: imported.tableId },
          timestampColumn: null,
          entityColumns: { player: 'player' },
          measures: [
            { name: 'rounds', column: 'rounds' },
            { name: 'returned', column: 'returned' },
          ],
          dimensions: ['version'],
        }),
      )
      .expect(201);
    const metric = { factTableId: 'players', entity: 'player', filters: [] };
    await api
      .post(
        '/metrics',
        revenueMetric({ ...metric, id: 'rounds', measure: 'rounds' }),
      )
      .expect(201);
    await api
      .post(
        '/metrics',
        revenueMetric({
          ...metric,
          id: 'returned',
          measure: 'returned',
          type: 'proportion',
          threshold: 1,
        }),
      )
      .expect(201);

    const body = computedOf(
      await api
        .postAsService('/computations', {
          experimentId: 'gate-test',
          assignment: {
            kind: 'table',
            factTableId: 'players',
            unitColumn: 'player',
            variantColumn: 'version',
          },
          entity: 'player',
          variants: ['gate_30', 'gate_40'],
          from: null,
          until: '2026-03-08T00:00:00Z',
          metricIds: ['rounds', 'returned'],
        })
        .expect(200),
    );
    // Rounds of gate_30: 10, 20 → mean 15, M2 25 + 25. Of gate_40: 0, 6.
    const row = { exposureDate: null, n: 2 };
    expect(body.result.moments).toHaveLength(4);
    expect(body.result.moments).toEqual(
      expect.arrayContaining([
        { ...row, metricId: 'rounds', variant: 'gate_30', mean: 15, m2: 50 },
        { ...row, metricId: 'rounds', variant: 'gate_40', mean: 3, m2: 18 },
        {
          ...row,
          metricId: 'returned',
          variant: 'gate_30',
          mean: 0.5,
          m2: 0.5,
        },
        {
          ...row,
          metricId: 'returned',
          variant: 'gate_40',
          mean: 0.5,
          m2: 0.5,
        },
      ]),
    );

    const baseline = answerOf(
      baselineResponseSchema,
      await api
        .post('/metrics:baseline', {
          metricIds: ['rounds'],
          days: 14,
          assignment: {
            kind: 'table',
            factTableId: 'players',
            unitColumn: 'player',
          },
        })
        .expect(200),
    );
    // 10, 20, 0, 6 → mean 9; squares about it 1 + 121 + 81 + 9 = 212, over 3.
    expect(baseline.baselines).toEqual([
      expect.objectContaining({
        status: 'known',
        mean: 9,
        variance: 212 / 3,
        units: 4,
        unitsPerDay: null,
        population: 'assignment',
      }),
    ]);
  });

  it('imports the same file once and lists it', async () => {
    const first = answerOf(
      importResponseSchema,
      await api.upload('/imports?name=Players&format=csv', PLAYERS),
    );
    const again = answerOf(
      importResponseSchema,
      await api.upload('/imports?name=Players&format=csv', PLAYERS),
    );
    expect(again).toEqual(first);
    const other = answerOf(
      importResponseSchema,
      await api.upload(
        '/imports?name=Players&format=csv',
        `${PLAYERS}5,gate_40,1,True\n`,
      ),
    );
    expect(other.tableId).not.toBe(first.tableId);
    const body = answerOf(
      lakeOverviewSchema,
      await api.get('/lake').expect(200),
    );
    expect(body.imports.map(table => table.rows).sort()).toEqual([4, 5]);
  });

  it.each([
    ['a row of another length', `${PLAYERS}5,gate_40\n`, 'Row 6'],
    ['no content', '', 'empty'],
    ['a column named twice', 'a,a\n1,2\n', "'a'"],
  ])('refuses a CSV with %s and says where', async (_what, content, where) => {
    const error = refusalOf(
      await api.upload('/imports?name=Players&format=csv', content).expect(400),
    );
    expect(error.message).toContain(where);
    const overview = answerOf(lakeOverviewSchema, await api.get('/lake'));
    expect(overview.imports).toEqual([]);
  });

  it('refuses bytes that are no Parquet and a format it does not know', async () => {
    await api
      .upload('/imports?name=Players&format=parquet', PLAYERS)
      .expect(400);
    await api.upload('/imports?name=Players&format=xlsx', PLAYERS).expect(400);
  });

  it('tells rows and newest times, also of an empty lake', async () => {
    const empty = answerOf(
      lakeOverviewSchema,
      await api.get('/lake').expect(200),
    );
    expect(empty.tables).toEqual([
      expect.objectContaining({ name: 'assignments', rows: 0, latestAt: null }),
      expect.objectContaining({ name: 'events', rows: 0, latestAt: null }),
    ]);
    await lake.write({
      table: 'events',
      date: '2026-03-01',
      select: eventRows([
        ['2026-03-01 11:00:00', 'u1', 'purchase', 1],
        ['2026-03-01 09:00:00', 'u1', 'purchase', 1],
      ]),
    });
    const body = answerOf(
      lakeOverviewSchema,
      await api.get('/lake').expect(200),
    );
    expect(body.tables[1]).toMatchObject({ name: 'events', rows: 2 });
    expect(Date.parse(body.tables[1]?.latestAt ?? '')).toBe(
      Date.parse('2026-03-01T11:00:00Z'),
    );
  });

  it('gives baselines of the units that resolved flags, or says why not', async () => {
    await api.post('/fact-tables', eventsFactTable()).expect(201);
    await api.post('/metrics', revenueMetric()).expect(201);
    const ask = {
      metricIds: ['revenue-per-user', 'no-such-metric'],
      days: 10,
      assignment: { kind: 'flag', flagId: 'new-flag' },
    };
    const before = answerOf(
      baselineResponseSchema,
      await api.post('/metrics:baseline', ask).expect(200),
    );
    expect(before.baselines).toMatchObject([
      {
        status: 'problem',
        problem: { code: 'ETUDE_METRICS_BASELINE_NO_UNITS' },
      },
      { status: 'problem', metricId: 'no-such-metric', runId: null },
    ]);
    const nowhere = { ...ask, timeZone: 'Europe/Atlantis' };
    expect(
      answerOf(
        baselineResponseSchema,
        await api.post('/metrics:baseline', nowhere).expect(200),
      ).baselines[0],
    ).toMatchObject({ problem: { code: 'ETUDE_COMPUTATION_TIME_ZONE' } });

    const date = hoursAgo(30).slice(0, 10);
    await lake.write({
      table: 'assignments',
      date,
      select: assignmentRows(
        ['u1', 'u2', 'u3', 'u4'].map(
          unit => [hoursAgo(30), unit, 'old-flag', 'r', 'on'] as const,
        ),
      ),
    });
    await lake.write({
      table: 'events',
      date: hoursAgo(2).slice(0, 10),
      select: eventRows([
        [hoursAgo(2), 'u1', 'purchase', 10],
        [hoursAgo(1), 'u2', 'purchase', 6],
        [hoursAgo(1), 'stranger', 'purchase', 500],
      ]),
    });
    const body = answerOf(
      baselineResponseSchema,
      await api
        .post('/metrics:baseline', { ...ask, owner: 'Group:default/growth' })
        .expect(200),
    );
    const { runs } = answerOf(
      runListSchema,
      await api.get('/runs?owner=group:default/growth').expect(200),
    );
    expect(runs.map(({ kind, state }) => [kind, state])).toContainEqual([
      'baseline',
      'succeeded',
    ]);
    // 10, 6, 0, 0 → mean 4; squares about it 36 + 4 + 16 + 16 = 72, over 3.
    expect(body.baselines[0]).toMatchObject({
      status: 'known',
      mean: 4,
      variance: 24,
      units: 4,
      unitsPerDay: 0.4,
      population: 'all-assigned',
    });
  });
});
