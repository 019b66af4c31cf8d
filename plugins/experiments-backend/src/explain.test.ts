import { analyzeExperiment } from '@etude/analysis';
import type { AnalysisInput } from '@etude/analysis';
import type { Experiment } from '@etude/lifecycle';
import { moveClockTo } from './__testUtils__/move-clock';
import { testPlan } from './__testUtils__/new-experiment';
import { startLiveExperiment } from './__testUtils__/start-live-experiment';
import { describeOnDatabases } from './__testUtils__/test-databases';
import { createResultsExplainer } from './services/explain-results';
import { createExperimentStore } from './stores/experiment-store';
import { createLookStore } from './stores/look-store';
import { createSnapshotStore } from './stores/snapshot-store';

afterEach(() => {
  jest.useRealTimers();
});

describe('explaining results', () => {
  it('tells no effect while effects are closed, and every figure once they are open', async () => {
    const { ada, grace, server } = await startLiveExperiment();
    await expect(ada.explanation('green-button')).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_RESULTS_NOT_FOUND',
    });

    moveClockTo('2026-03-04T09:00:00Z');
    await ada.refreshExperiment('green-button');
    const closed = await ada.explanation('green-button');
    const idsOf = ({ figures }: typeof closed) => figures.map(({ id }) => id);
    expect(idsOf(closed)).toEqual(
      expect.arrayContaining([
        'metric/revenue/green/required-units',
        'metric/revenue/green/current-power',
        'monitor/visits/green',
        'health/srm',
        'design/levels',
        'progress',
      ]),
    );
    expect(
      idsOf(closed).filter(id => /difference|lift|superiority|mean/.test(id)),
    ).toEqual([]);
    // The means are 10.3 and 10, their difference is 0.3.
    const numbers = JSON.stringify(closed).match(/-?\d+(\.\d+)?(e-?\d+)?/g);
    const near = (number: string) =>
      [10.3, 10, 0.3].some(one => Math.abs(Number(number) - one) < 1e-9);
    expect((numbers ?? []).filter(near)).toEqual([]);

    moveClockTo('2026-03-16T10:00:00Z');
    const ended = await ada.endExperiment('green-button');
    expect(ended.experiment.state).toBe('ended');
    // Reading needs no ownership.
    const open = await grace.explanation('green-button');
    const difference = open.figures.find(
      ({ id }) => id === 'metric/revenue/green/difference',
    );
    const means = open.figures.filter(({ id }) =>
      /^metric\/revenue\/green\/(control|treatment)-mean$/.test(id),
    );
    expect(means.map(({ value }) => value)).toEqual([10, 10.3]);
    const { snapshot } = await ada.getResults('green-button');
    const revenue = snapshot?.analysis.metrics.find(
      ({ metricId }) => metricId === 'revenue',
    );
    expect(difference?.value).toBe(revenue?.difference?.estimate);
    expect(difference?.inputs).toContainEqual({
      name: 'm_T',
      value: 10.3,
      meaning: 'Mean of a unit of green',
    });

    const api = await fetch(
      `http://localhost:${server.port()}/api/experiments/openapi.json`,
    );
    expect(await api.text()).toContain('/experiments/{id}/results/explanation');
  });

  it('knows no experiment of another id', async () => {
    const { ada } = await startLiveExperiment();
    await expect(ada.explanation('blue-button')).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_NOT_FOUND',
    });
  });
});

const EXPERIMENT: Experiment = {
  id: 'green-button',
  name: 'Green button',
  owner: 'group:default/growth',
  plan: testPlan(),
  state: 'live',
  createdAt: '2026-03-01T00:00:00.000Z',
  createdBy: 'user:default/ada',
  launchedAt: '2026-03-02T00:00:00.000Z',
  etag: '1',
};

const INPUT: AnalysisInput = {
  plan: testPlan(),
  metricInfo: ['revenue', 'visits'].map(id => ({
    id,
    name: id,
    type: 'average',
  })),
  state: 'live',
  launchedAt: '2026-03-02T00:00:00.000Z',
  plannedEndAt: null,
  now: '2026-03-03T00:00:00.000Z',
  moments: [],
  traffic: ['control', 'green'].map(variant => ({
    variant,
    exposureDate: '2026-03-02',
    units: 500,
  })),
  crossoverUnits: 0,
  totalUnits: 0,
};

describeOnDatabases('explaining stored results', open => {
  const basis = {
    plan: INPUT.plan,
    metricInfo: ['revenue', 'visits'].map(id => ({
      id,
      name: id,
      type: 'average' as const,
      covariates: 0,
    })),
    state: INPUT.state,
    launchedAt: INPUT.launchedAt,
    plannedEndAt: INPUT.plannedEndAt,
    now: INPUT.now,
    crossoverUnits: 0,
    totalUnits: 0,
  };
  const openWithResults = async () => {
    const db = await open();
    await createExperimentStore(db).insert(EXPERIMENT);
    const { look, ...analysis } = analyzeExperiment(INPUT);
    const { moments, traffic, now } = INPUT;
    await createSnapshotStore(db).put(
      EXPERIMENT.id,
      { analysis, computedAt: now, runId: 'run-1', moments, traffic, basis },
      { health: 'pass', recommendation: null },
    );
    const explain = createResultsExplainer({ db });
    return { db, look, explain: () => explain(EXPERIMENT.id) };
  };

  it('tells by the looks before them, not by their own or later ones', async () => {
    const { db, look, explain } = await openWithResults();
    const looks = createLookStore(db);
    for (const [at, srmP] of [
      ['2026-03-02T12:00:00.000Z', 0.875],
      [INPUT.now, 0.75],
      ['2026-03-03T12:00:00.000Z', 0.625],
    ] as const) {
      await looks.put(EXPERIMENT.id, {
        record: { ...look, at, srmP },
        health: [],
      });
    }
    const { figures } = await explain();
    const srm = figures.find(({ id }) => id === 'health/srm');
    expect(srm?.inputs.find(({ name }) => name === 'p_before')?.value).toBe(
      0.875,
    );
    expect(srm?.value).toBe(0.875);
  });

  it.each([
    ['kept no basis', null],
    ['kept another', '{"plan":{"metrics":[]},"now":3}'],
  ])('asks for a refresh of results of a version that %s', async (_, kept) => {
    const { db, explain } = await openWithResults();
    expect((await explain()).figures.map(({ id }) => id)).toContain('progress');
    await db('snapshots').update({ basis: kept });
    await expect(explain()).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_EXPLANATION_CONFLICT',
      kind: 'user',
      message: expect.stringContaining('Refresh the results.'),
    });
  });
});
