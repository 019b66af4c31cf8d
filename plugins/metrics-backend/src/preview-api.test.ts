import { metricSchema } from '@etude/metrics';
import {
  columnValuesSchema,
  metricLineageSchema,
  metricSqlSchema,
  metricVersionListSchema,
  previewSchema,
  runListSchema,
} from '@etude/plugin-metrics-common';
import type { CreateMetricRequest } from '@etude/plugin-metrics-common';
import {
  answerOf,
  eventsFactTable,
  refusalOf,
  revenueMetric,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import type { TestApi } from './__testUtils__/start-metrics-backend';
import { createTestLake, eventRows } from './__testUtils__/test-lake';
import type { TestLake } from './__testUtils__/test-lake';
import { detectableEffect } from './services/detectable-effect';

const MS_PER_DAY = 86_400_000;

/** Noon, so many days ago, as the lake writes it. */
const daysAgo = (days: number): string => {
  const day = new Date(Date.now() - days * MS_PER_DAY);
  return `${day.toISOString().slice(0, 10)} 12:00:00`;
};

const dateOf = (at: string): string => at.slice(0, 10);

// Ten users: a and b bought for 10 + 20 and 70, c for 0, the others only looked.
const FIRST = daysAgo(5);
const SECOND = daysAgo(4);
const THIRD = daysAgo(3);
const ROWS = [
  [FIRST, 'a', 'purchase', 10],
  [SECOND, 'a', 'purchase', 20],
  [SECOND, 'b', 'purchase', 70],
  [SECOND, 'c', 'purchase', 0],
  ...['d', 'e', 'f', 'g'].map(unit => [FIRST, unit, 'view', null] as const),
  ...['h', 'i', 'j'].map(unit => [THIRD, unit, 'view', null] as const),
] as const;

const draftOf = (changes: Partial<CreateMetricRequest> = {}) => {
  const { id: _id, name: _name, ...metric } = revenueMetric(changes);
  return metric;
};

describe('the preview of a metric', () => {
  let lake: TestLake;
  let api: TestApi;

  beforeAll(async () => {
    lake = await createTestLake();
    for (const at of [FIRST, SECOND, THIRD]) {
      await lake.write({
        table: 'events',
        date: dateOf(at),
        select: eventRows(ROWS.filter(([when]) => when === at)),
      });
    }
    api = await startMetricsBackend({
      lakeDir: lake.directory,
      budgets: { owners: [{ owner: 'group:default/spent', seconds: 0 }] },
    });
    await api.post('/fact-tables', eventsFactTable()).expect(201);
  }, 60_000);

  afterAll(async () => {
    api.server.close();
    await lake.remove();
  });

  const preview = async (
    metric: object,
    population: object = { kind: 'with-facts' },
  ) =>
    answerOf(
      previewSchema,
      await api
        .post('/metrics:preview', { metric, days: 28, population })
        .expect(200),
    );

  it('tells the spread, the figures and the history of sums per unit', async () => {
    const found = await preview(draftOf());
    expect(found.population).toEqual({ units: 10, unitsPerDay: 10 / 28 });
    // Values 30, 70 and eight zeros: the mean is 100 / 10, the variance
    // (20² + 60² + 8 · 10²) / 9 = 4800 / 9.
    expect(found.figures).toMatchObject({
      status: 'known',
      value: { mean: 10, units: 10, uncappedMean: null, cap: null },
    });
    if (found.distribution.status !== 'known') throw new Error('no spread');
    const { value } = found.distribution;
    expect(value.variance).toBeCloseTo(4800 / 9, 9);
    expect(value).toMatchObject({
      of: 'units',
      units: 10,
      withValue: 3,
      zeros: 8,
      n: 10,
      mean: 10,
      least: 0,
      greatest: 70,
    });
    // Type 7 at 0.99 of ten values: 30 + 0.91 · (70 − 30) = 66.4. One value is
    // beyond, which is more than the 0.1 values of 1 %.
    expect(value.quantiles.at(-1)?.value).toBeCloseTo(66.4, 9);
    expect(value.topShare).toBeCloseTo(0.7, 9);
    // Of 30 and 70, 99 % lie up to 69.6: bins of 5 up to 100 hold that.
    expect(value.bins.filter(({ units }) => units > 0)).toEqual([
      { from: 30, to: 35, units: 1 },
      { from: 70, to: 75, units: 1 },
    ]);
    // First seen on day 1: a (30) and four without; on day 2: b (70) and c.
    expect(found.history).toEqual([
      { date: dateOf(FIRST), units: 5, mean: 6 },
      { date: dateOf(SECOND), units: 2, mean: 35 },
      { date: dateOf(THIRD), units: 3, mean: 0 },
    ]);
    expect(found.queries.map(({ of }) => of)).toEqual([
      'figures',
      'distribution',
    ]);
  });

  it('shows what a cap does beside what is without it', async () => {
    const found = await preview(
      draftOf({ cap: { kind: 'absolute', upper: 40 } }),
    );
    expect(found.figures).toMatchObject({
      status: 'known',
      value: { mean: 7, uncappedMean: 10 },
    });
  });

  it('counts for the owner of the draft, and is refused when nothing is left', async () => {
    const body = {
      metric: draftOf(),
      days: 28,
      population: { kind: 'with-facts' },
    };
    const refused = await api
      .post('/metrics:preview', { ...body, owner: 'group:default/spent' })
      .expect(400);
    expect(refusalOf(refused).code).toBe('ETUDE_METRICS_BUDGET_EXCEEDED');
    await api
      .post('/metrics:preview', { ...body, owner: 'Group:default/Rich' })
      .expect(200);
    const { runs } = answerOf(runListSchema, await api.get('/runs'));
    expect(runs.slice(0, 2).map(({ owner, state }) => [owner, state])).toEqual([
      ['group:default/rich', 'succeeded'],
      ['group:default/spent', 'failed'],
    ]);
  });

  it('compares columns only with what every engine reads as their type', async () => {
    const wrong = { column: 'event', operator: 'equals', value: 7 };
    const late = { column: 'event_time', operator: 'greater-or-equal' };
    const pathsOf = async (changes: object) =>
      refusalOf(
        await api
          .post('/metrics:preview', {
            metric: { ...draftOf(), ...changes },
            days: 28,
            population: { kind: 'with-facts' },
          })
          .expect(400),
      ).problems.map(({ path }) => path);
    const denominator = { aggregation: 'count', filters: [wrong] };
    expect(await pathsOf({ type: 'ratio', denominator })).toEqual([
      'denominator.filters[0].value',
    ]);
    const step = (name: string, filters: object[]) => ({ name, filters });
    expect(
      await pathsOf({
        ...{ type: 'funnel', aggregation: 'count', filters: [] },
        measure: undefined,
        steps: [step('All', []), step('Some', [wrong])],
      }),
    ).toEqual(['steps[1].filters[0].value']);
    for (const value of ['1', 'March 3 2026', '2026-03-03T10:00:00+02:00']) {
      expect(await pathsOf({ filters: [{ ...late, value }] })).toEqual([
        'filters[0].value',
      ]);
    }
  });

  it('says what odd numbers of units would detect, too', () => {
    // 101 new units a day: 353.5 per variant after a week.
    const found = detectableEffect({
      metric: metricSchema.parse({
        ...revenueMetric(),
        id: 'revenue',
        state: 'active',
      }),
      mean: 10,
      variance: 100,
      cumulativeUnits: Array.from({ length: 28 }, (_, day) => 101 * (day + 1)),
      enteringShare: 1,
    });
    if (found.status !== 'known') throw new Error(found.problem.message);
    expect(found.value.periods.map(({ days, units }) => [days, units])).toEqual(
      [
        [7, 706],
        [14, 1414],
        [28, 2828],
      ],
    );
    // (1.644854 + 0.841621) · 10 · √(2 / 353) / 10
    expect(found.value.periods[0]?.relative).toBeCloseTo(0.187159, 5);
  });

  it('says which effect this traffic would detect', async () => {
    const { detectable } = await preview(
      draftOf({ type: 'proportion', aggregation: 'count', measure: undefined }),
    );
    if (detectable.status !== 'known') throw new Error(detectable.problem.code);
    const { periods, alpha, power } = detectable.value;
    expect([alpha, power]).toEqual([0.05, 0.8]);
    const effects = periods.map(({ relative }) => relative);
    expect(effects).toEqual([...effects].sort((a, b) => b - a));
    expect(effects.length).toBeGreaterThan(0);
  });

  it('spreads the facts of a quantile of events', async () => {
    const found = await preview(
      draftOf({ type: 'quantile', quantile: { of: 'events', level: 0.5 } }),
    );
    expect(found.figures.status).toBe('problem');
    if (found.distribution.status !== 'known') throw new Error('no spread');
    const { of, n, quantiles } = found.distribution.value;
    // Purchases of 0, 10, 20 and 70: the median is 15.
    expect([of, n]).toEqual(['events', 4]);
    expect(quantiles.find(({ level }) => level === 0.5)?.value).toBe(15);
  });

  it('counts who took the steps of a funnel', async () => {
    const step = (name: string, event: string) => ({
      name,
      filters: [{ column: 'event', operator: 'equals' as const, value: event }],
    });
    const { steps } = await preview(
      draftOf({
        type: 'funnel',
        aggregation: 'count',
        measure: undefined,
        filters: [],
        steps: [step('Buy', 'purchase'), step('Look', 'view')],
      }),
    );
    expect(steps).toEqual([
      { name: 'Buy', units: 3 },
      { name: 'Look', units: 0 },
    ]);
  });

  it('says so when no unit has a value', async () => {
    const found = await preview(
      draftOf({
        nulls: 'exclude',
        filters: [{ column: 'event', operator: 'equals', value: 'nothing' }],
      }),
    );
    expect(found.distribution).toMatchObject({
      status: 'problem',
      problem: { code: 'ETUDE_METRICS_PREVIEW_NO_VALUES' },
    });
    expect(found.figures.status).toBe('problem');
  });

  it('refuses what cannot be computed, with the field of each problem', async () => {
    const response = await api
      .post('/metrics:preview', {
        metric: draftOf({ measure: 'weight', threshold: 2 }),
        days: 28,
        population: { kind: 'with-facts' },
      })
      .expect(400);
    expect(
      refusalOf(response)
        .problems.map(({ path }) => path)
        .sort(),
    ).toEqual(['measure', 'threshold']);
  });

  it('suggests the values of a column, most frequent first', async () => {
    const response = await api
      .get('/fact-tables/purchases/values?column=event')
      .expect(200);
    expect(answerOf(columnValuesSchema, response).values).toEqual([
      'view',
      'purchase',
    ]);
    await api.get('/fact-tables/purchases/values?column=nope').expect(400);
    await api.get('/fact-tables/none/values?column=event').expect(404);
  });

  describe('of a stored metric', () => {
    beforeAll(async () => {
      await api.post('/metrics', revenueMetric()).expect(201);
    });

    it('tells what it reads', async () => {
      const response = await api
        .get('/metrics/revenue-per-user/lineage')
        .expect(200);
      expect(answerOf(metricLineageSchema, response).reads).toEqual([
        {
          factTableId: 'purchases',
          name: 'Purchases',
          warehouseId: 'lake',
          columns: [
            { column: 'unit', as: 'unit', name: 'user' },
            { column: 'event_time', as: 'time', name: null },
            { column: 'value', as: 'measure', name: 'amount' },
            { column: 'event', as: 'filter', name: null },
          ],
        },
      ]);
    });

    it('prints its query for its warehouse', async () => {
      const { sql, dialect, problems } = answerOf(
        metricSqlSchema,
        await api.get('/metrics/revenue-per-user/sql').expect(200),
      );
      expect([dialect, problems]).toEqual(['duckdb', []]);
      expect(sql).toMatch(/"events"/);
    });

    it('keeps the definitions that it had', async () => {
      const { body } = await api.get('/metrics/revenue-per-user').expect(200);
      const { id: _id, ...changed } = revenueMetric({ name: 'Revenue' });
      await api
        .put('/metrics/revenue-per-user', { ...changed, etag: body.etag })
        .expect(200);
      const { versions } = answerOf(
        metricVersionListSchema,
        await api.get('/metrics/revenue-per-user/versions').expect(200),
      );
      expect(versions.map(({ definition }) => definition.name)).toEqual([
        'Revenue',
        'Revenue per user',
      ]);
      expect(versions[1]?.etag).toBe(body.etag);
    });

    it('says so when there is no such metric', async () => {
      await api.get('/metrics/none/lineage').expect(404);
      await api.get('/metrics/none/sql').expect(404);
      await api.get('/metrics/none/versions').expect(404);
    });
  });
});
