import { analyzeExperiment } from '@etude/analysis';
import type { AnalysisInput } from '@etude/analysis';
import type { Experiment } from '@etude/lifecycle';
import { moveClockTo } from './__testUtils__/move-clock';
import { newExperiment, testPlan } from './__testUtils__/new-experiment';
import { startExperimentsBackend } from './__testUtils__/start-experiments-backend';
import { describeOnDatabases } from './__testUtils__/test-databases';
import { createResultsExplainer } from './services/explain-results';
import { createExperimentStore } from './stores/experiment-store';
import { createSnapshotStore } from './stores/snapshot-store';

const startLive = async () => {
  moveClockTo('2026-03-02T09:00:00Z');
  const backend = await startExperimentsBackend();
  await backend.ada.createExperiment(newExperiment());
  await backend.ada.launchExperiment('green-button');
  return backend;
};

afterEach(() => {
  jest.useRealTimers();
});

describe('explaining results', () => {
  it('tells no effect while effects are closed, and every figure once they are open', async () => {
    const { ada, grace, server } = await startLive();
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
      idsOf(closed).filter(id => /difference|lift|superiority/.test(id)),
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
    const { ada } = await startLive();
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
  traffic: [],
  crossoverUnits: 0,
  totalUnits: 0,
};

describeOnDatabases('results of an older version', open => {
  it('cannot be explained before they are refreshed', async () => {
    const db = await open();
    await createExperimentStore(db).insert(EXPERIMENT);
    const { look: _look, ...analysis } = analyzeExperiment(INPUT);
    const { moments, traffic, ...basis } = INPUT;
    const put = (kept: typeof basis | null) =>
      createSnapshotStore(db).put(
        EXPERIMENT.id,
        {
          analysis,
          computedAt: INPUT.now,
          runId: 'run-1',
          moments,
          traffic,
          basis: kept,
        },
        { health: 'pass', recommendation: null },
      );
    const explain = createResultsExplainer({ db });

    await put(null);
    await expect(explain(EXPERIMENT.id)).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_EXPLANATION_CONFLICT',
      message: expect.stringContaining('Refresh the results.'),
    });
    await put(basis);
    const { figures } = await explain(EXPERIMENT.id);
    expect(figures.map(({ id }) => id)).toContain('progress');
  });
});
