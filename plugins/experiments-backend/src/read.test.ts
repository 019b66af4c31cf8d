import { mockCredentials } from '@backstage/backend-test-utils';
import { z } from 'zod';
import { moveClockTo } from './__testUtils__/move-clock';
import { newExperiment, testPlan } from './__testUtils__/new-experiment';
import { startExperimentsBackend } from './__testUtils__/start-experiments-backend';
import { startLiveExperiment } from './__testUtils__/start-live-experiment';

afterEach(() => {
  jest.useRealTimers();
});

describe('the list', () => {
  it('carries what the screen shows', async () => {
    const { ada } = await startLiveExperiment({
      plan: testPlan({ requiredUnits: 40_000 }),
    });
    moveClockTo('2026-03-05T21:00:00Z');
    await ada.refreshExperiment('green-button');
    const { items } = await ada.listExperiments();
    expect(items).toMatchObject([
      {
        id: 'green-button',
        owner: 'group:default/growth',
        flagId: 'checkout-button',
        state: 'live',
        daysRunning: 3.5,
        units: 20_000,
        health: 'pass',
        recommendation: 'continue',
        verdictClass: null,
        problem: null,
      },
    ]);
  });

  it('narrows by state, owner, component, flag and words, and pages', async () => {
    const { ada, service } = await startExperimentsBackend();
    await ada.createExperiment(newExperiment());
    await ada.createExperiment(
      newExperiment({ id: 'wide-search', name: 'Wide 100% search' }),
    );
    await service.createExperiment(
      newExperiment({
        id: 'payment-order',
        owner: 'group:default/payments',
        componentRef: undefined,
        plan: testPlan({
          assignment: {
            kind: 'table',
            factTableId: 'facts',
            unitColumn: 'unit',
            variantColumn: 'version',
          },
        }),
      }),
    );
    await ada.launchExperiment('green-button');
    const ids = async (query: Parameters<typeof ada.listExperiments>[0]) =>
      (await ada.listExperiments(query)).items.map(({ id }) => id).sort();
    expect(await ids({ state: 'live' })).toEqual(['green-button']);
    expect(await ids({ state: 'live,draft' })).toHaveLength(3);
    expect(await ids({ owner: 'group:default/payments' })).toEqual([
      'payment-order',
    ]);
    expect(
      await ids({ owner: 'group:default/payments,group:default/growth' }),
    ).toHaveLength(3);
    expect(await ids({ component: 'component:default/checkout' })).toEqual([
      'green-button',
      'wide-search',
    ]);
    expect(await ids({ flag: 'checkout-button' })).toHaveLength(2);
    expect(await ids({ q: 'WIDE' })).toEqual(['wide-search']);
    expect(await ids({ q: '0%' })).toEqual(['wide-search']);
    expect(await ids({ q: '_' })).toEqual([]);
    await expect(ada.listExperiments({ state: 'Live' })).rejects.toMatchObject({
      code: 'ETUDE_REQUEST_INVALID',
    });
    const page = await ada.listExperiments({ limit: 1, offset: 1 });
    expect(page.items).toHaveLength(1);
    expect(page.totalItems).toBe(3);
    const past = await ada.listExperiments({ limit: 10, offset: 10 });
    expect(past).toEqual({ items: [], totalItems: 3 });
  });
});

describe('importing an experiment that ran earlier', () => {
  const past = {
    ...newExperiment({ id: 'button-2025', demo: true }),
    ruleId: 'rule-2025',
    launchedAt: '2025-06-02T00:00:00Z',
    endedAt: '2025-06-16T00:00:00Z',
    endReason: 'planned-end' as const,
    decision: {
      action: 'do-not-ship' as const,
      rationale: 'Too late.',
      decidedBy: 'user:default/ada',
      decidedAt: '2025-06-17T00:00:00Z',
    },
  };

  it('computes and judges it, and counts it where it ended', async () => {
    const { service, metrics, sent } = await startExperimentsBackend();
    const { experiment } = await service.importExperiment(past);
    expect(experiment).toMatchObject({
      state: 'decided',
      demo: true,
      endedAt: '2025-06-16T00:00:00.000Z',
      verdict: { class: 'win' },
      decision: { followsRecommendation: false },
    });
    expect(metrics.computations).toMatchObject([
      {
        assignment: { kind: 'flag', ruleId: 'rule-2025' },
        from: '2025-06-02T00:00:00.000Z',
        until: '2025-06-16T00:00:00.000Z',
      },
    ]);
    await service.refreshExperiment('button-2025');
    expect(sent).toEqual([]);
    await service.importExperiment({
      ...past,
      id: 'button-restarted',
      decision: undefined,
      endReason: 'restart',
    });
    const { rates, items } = await service.getLearning({
      from: '2025-06-16',
      to: '2025-06-17',
    });
    expect(items).toHaveLength(2);
    expect(rates).toMatchObject({
      experiments: 1,
      win: { count: 1, of: 1 },
      restart: { count: 1, of: 2, share: 0.5 },
    });
    expect((await service.getLearning({ to: '2025-06-16' })).items).toEqual([]);
    await expect(service.importExperiment(past)).rejects.toMatchObject({
      details: { status: 409 },
    });
  });

  it('stores nothing when it cannot be computed or is told wrongly', async () => {
    const { service, metrics } = await startExperimentsBackend();
    await expect(
      service.importExperiment({ ...past, endReason: 'stopped-early' }),
    ).rejects.toMatchObject({ code: 'ETUDE_EXPERIMENT_PAST_PLANNED_END' });
    await expect(
      service.importExperiment({ ...past, ruleId: undefined }),
    ).rejects.toMatchObject({
      problems: [
        expect.objectContaining({ path: 'ruleId' }),
        expect.objectContaining({ path: 'segmentId' }),
      ],
    });
    metrics.answer.failWith = 'The warehouse is down.';
    await expect(service.importExperiment(past)).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    expect((await service.listExperiments()).totalItems).toBe(0);
  });
});

describe('the assistant', () => {
  it('lists experiments and reads results through read-only actions', async () => {
    const { ada, actions } = await startExperimentsBackend();
    await ada.createExperiment(newExperiment());
    const credentials = mockCredentials.user('user:default/grace');
    const listed = await actions.invoke({
      id: 'test:list-experiments',
      input: { q: 'green' },
      credentials,
    });
    expect(listed.output).toMatchObject({
      totalItems: 1,
      items: [{ id: 'green-button' }],
    });
    const read = await actions.invoke({
      id: 'test:get-experiment-results',
      input: { id: 'green-button' },
      credentials,
    });
    expect(read.output).toMatchObject({ analysis: null, problem: null });
    const { actions: known } = await actions.list();
    expect(known.every(({ attributes }) => attributes.readOnly)).toBe(true);
  });
});

describe('the document of the API', () => {
  it('names every operation', async () => {
    const { server } = await startExperimentsBackend();
    const response = await fetch(
      `http://localhost:${server.port()}/api/experiments/openapi.json`,
    );
    const document = z
      .object({ paths: z.record(z.string(), z.unknown()) })
      .parse(await response.json());
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/experiments',
        '/v1/experiments/{id}',
        '/v1/experiments:import',
        '/v1/experiments/{id}/launch',
        '/v1/experiments/{id}/results',
        '/v1/sample-size',
        '/v1/learning',
      ]),
    );
  });
});
