import { setTimeout as wait } from 'node:timers/promises';
import {
  budgetListSchema,
  runListSchema,
  runSchema,
} from '@etude/plugin-metrics-common';
import type { Run } from '@etude/plugin-metrics-common';
import {
  answerOf,
  eventsFactTable,
  refusalOf,
  revenueMetric,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import { assignmentRows, createTestLake } from './__testUtils__/test-lake';
import { isRunOwner } from './permission-rules';

const ENDLESS =
  "SELECT 'c' || (i % 7) AS unit, TIMESTAMP '2026-03-02' AS event_time, CAST(i AS DOUBLE) AS value, 'purchase' AS event FROM range(40000000000) AS r(i)";

const COMPUTATION = {
  experimentId: 'endless',
  owner: 'group:default/growth',
  assignment: { kind: 'flag', flagId: 'flag', ruleId: 'rule' },
  entity: 'user',
  variants: ['control', 'bold'],
  from: '2026-03-01T00:00:00Z',
  until: '2026-03-08T00:00:00Z',
  metricIds: ['revenue-per-user'],
};

const startEndless = async () => {
  const lake = await createTestLake();
  await lake.write({
    table: 'assignments',
    date: '2026-03-01',
    select: assignmentRows([
      ['2026-03-01 10:00:00', 'c1', 'flag', 'rule', 'control'],
    ]),
  });
  const api = await startMetricsBackend({
    lakeDir: lake.directory,
    config: { queryTimeoutSeconds: 60 },
    budgets: { default: { per: 'month', seconds: 1000 } },
  });
  const source = { kind: 'query' as const, sql: ENDLESS };
  await api.post('/fact-tables', eventsFactTable({ source })).expect(201);
  await api.post('/metrics', revenueMetric()).expect(201);
  return { lake, api };
};

describe('a run that is cancelled', () => {
  it('stops, says by whom, and counts for its team', async () => {
    const { lake, api } = await startEndless();
    const runId = '11111111-1111-4111-8111-111111111111';
    const computation = api.postAsService('/computations', {
      ...COMPUTATION,
      runId,
    });
    const ended = computation.expect(400).then(response => response);
    const find = async () => {
      const response = await api.get(`/runs/${runId}`);
      return response.status === 200
        ? answerOf(runSchema, response)
        : undefined;
    };
    let run: Run | undefined;
    while (run?.state !== 'running') {
      await wait(20);
      run = await find();
    }
    expect(run).toMatchObject({
      owner: 'group:default/growth',
      warehouseId: 'lake',
      progress: { phase: 'querying' },
      estimate: { bytes: null, rows: expect.any(Number) },
    });

    await api.post(`/runs/${runId}/cancel`).expect(200);
    expect(refusalOf(await ended).code).toBe('ETUDE_METRICS_RUN_CANCELLED');
    expect(await find()).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'user:default/mock',
      problem: { cause: 'cancelled' },
    });
    const cancelled = await api.get('/runs?state=cancelled').expect(200);
    expect(answerOf(runListSchema, cancelled).runs).toHaveLength(1);

    const { budgets } = answerOf(budgetListSchema, await api.get('/budgets'));
    expect(budgets).toMatchObject([
      { owner: 'group:default/growth', per: 'month', bytes: null },
    ]);
    expect(budgets[0]?.seconds?.used).toBeGreaterThan(0);

    const again = await api.post(`/runs/${runId}/cancel`).expect(200);
    expect(answerOf(runSchema, again).state).toBe('cancelled');
    await api.post('/runs/no-such-run/cancel').expect(404);
    await lake.remove();
  });
});

describe('who may cancel a run', () => {
  const isAllowed = (
    { owner, requestedBy }: { owner: string | null; requestedBy: string },
    claims: string[],
  ) => isRunOwner.apply({ owner, requestedBy } as Run, { claims });

  it('is its owner, and whoever asked for it', () => {
    const owned = {
      owner: 'group:default/growth',
      requestedBy: 'service:experiments',
    };
    expect(isAllowed(owned, ['group:default/growth'])).toBe(true);
    expect(isAllowed(owned, ['group:default/payments'])).toBe(false);
    const own = { owner: null, requestedBy: 'user:default/ada' };
    expect(isAllowed(own, ['user:default/ada'])).toBe(true);
    expect(isAllowed(own, ['user:default/grace'])).toBe(false);
  });
});
