import { baselineResponseSchema } from '@etude/plugin-metrics-common';
import {
  answerOf,
  computedOf,
  eventsFactTable,
  refusalOf,
  revenueMetric,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import type { TestApi } from './__testUtils__/start-metrics-backend';
import { createTestLake, eventRows } from './__testUtils__/test-lake';
import type { TestLake } from './__testUtils__/test-lake';

const ASSIGNED = `
  SELECT * FROM (VALUES
    ('c1', 'control', TIMESTAMP '2026-03-01 10:00:00', 1.5, 'high', 'se'),
    ('c2', 'control', TIMESTAMP '2026-03-01 10:00:00', 2.5, 'low', 'se'),
    ('t1', 'bold', TIMESTAMP '2026-03-01 10:00:00', 3.5, 'low', 'no'),
    ('t2', 'bold', TIMESTAMP '2026-03-01 10:00:00', 0.5, 'low', 'no')
  ) AS rows(person, version, seen_at, spent_before, level, country)`;

describe('a table of assignments', () => {
  let lake: TestLake;
  let api: TestApi;

  beforeAll(async () => {
    lake = await createTestLake();
    await lake.write({
      table: 'events',
      date: '2026-03-01',
      select: eventRows([['2026-03-01 11:00:00', 'c1', 'purchase', 10]]),
    });
    api = await startMetricsBackend({ lakeDir: lake.directory });
    await api.post('/fact-tables', eventsFactTable()).expect(201);
    await api
      .post(
        '/fact-tables',
        eventsFactTable({
          id: 'assigned',
          source: { kind: 'query', sql: ASSIGNED },
          timestampColumn: null,
          entityColumns: { user: 'person' },
          measures: [],
          dimensions: [],
        }),
      )
      .expect(201);
    await api.post('/metrics', revenueMetric()).expect(201);
  });

  afterAll(() => lake.remove());

  const compute = (assignment: object) =>
    api.postAsService('/computations', {
      experimentId: 'bold-checkout',
      assignment: {
        kind: 'table',
        factTableId: 'assigned',
        unitColumn: 'person',
        variantColumn: 'version',
        ...assignment,
      },
      entity: 'user',
      variants: ['control', 'bold'],
      from: null,
      until: '2026-03-08T00:00:00Z',
      metricIds: ['revenue-per-user'],
    });
  const covariate = (column: string) => ({
    covariates: [{ metricId: 'revenue-per-user', column, missing: 'zero' }],
  });

  it('serves covariates, dimensions and the time of exposure', async () => {
    const response = await compute({
      exposedAtColumn: 'seen_at',
      dimensions: ['country'],
      ...covariate('spent_before'),
    }).expect(200);
    const { result } = computedOf(response);
    expect(result.totalUnits).toBe(4);
  });

  it.each([
    [{ unitColumn: 'nobody' }, 'unitColumn', 'the unit'],
    [{ variantColumn: 'arm' }, 'variantColumn', 'the variant'],
    [{ exposedAtColumn: 'never' }, 'exposedAtColumn', 'the time of exposure'],
    [{ dimensions: ['country', 'city'] }, 'dimensions[1]', 'a dimension'],
    [
      covariate('spent'),
      'covariates[0].column',
      "a covariate of metric 'revenue-per-user'",
    ],
  ])('says that it lacks a column: %j', async (assignment, path, use) => {
    const response = await compute(assignment).expect(400);
    const { code, problems } = refusalOf(response);
    expect(code).toBe('ETUDE_METRICS_COMPUTATION_REFUSED');
    expect(problems).toEqual([
      {
        code: 'ETUDE_METRICS_COLUMN_MISSING',
        path: `assignment.${path}`,
        message: expect.stringMatching(
          new RegExp(
            `^Column '.*', wanted for ${use}, is not in assignment table 'assigned'\\. Choose one of its columns: person, version, `,
          ),
        ),
      },
    ]);
  });

  it.each([
    [covariate('level'), 'covariates[0].column', 'VARCHAR, not a number'],
    [
      { exposedAtColumn: 'spent_before' },
      'exposedAtColumn',
      'DECIMAL(2,1), not a timestamp or a date',
    ],
  ])('says that a column is of no use: %j', async (assignment, path, type) => {
    const { problems } = refusalOf(await compute(assignment).expect(400));
    expect(problems).toMatchObject([
      {
        code: 'ETUDE_METRICS_COLUMN_TYPE',
        path: `assignment.${path}`,
        message: expect.stringContaining(
          `is of type ${type}. Choose another column, or convert it with a query as the source.`,
        ),
      },
    ]);
    expect(problems[0]?.message).toContain("of assignment table 'assigned'");
  });

  it('says for a baseline that it lacks the column of the unit', async () => {
    const response = await api
      .post('/metrics:baseline', {
        metricIds: ['revenue-per-user'],
        days: 28,
        assignment: {
          kind: 'table',
          factTableId: 'assigned',
          unitColumn: 'nobody',
        },
      })
      .expect(200);
    const { baselines } = answerOf(baselineResponseSchema, response);
    expect(baselines).toMatchObject([
      {
        status: 'problem',
        problem: {
          code: 'ETUDE_METRICS_COLUMN_MISSING',
          message: expect.stringContaining(
            "Column 'nobody', wanted for the unit, is not in assignment table 'assigned'.",
          ),
        },
      },
    ]);
  });
});
