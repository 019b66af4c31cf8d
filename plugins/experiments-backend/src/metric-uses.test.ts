import { moveClockTo } from './__testUtils__/move-clock';
import { newExperiment } from './__testUtils__/new-experiment';
import { startExperimentsBackend } from './__testUtils__/start-experiments-backend';
import { startLiveExperiment } from './__testUtils__/start-live-experiment';

afterEach(() => {
  jest.useRealTimers();
});

describe('where a metric is used', () => {
  it('names drafts with the role of the metric, and nobody else', async () => {
    const { ada } = await startExperimentsBackend();
    const { experiment } = await ada.createExperiment(newExperiment());
    const [used] = experiment.plan.metrics;
    const uses = await ada.listMetricUses(used?.metricId ?? '');
    expect(uses).toMatchObject([
      { experimentId: 'green-button', role: used?.role, effects: null },
    ]);
    // Part of a name is not the name, and signs of patterns are only signs.
    expect(await ada.listMetricUses('%')).toEqual([]);
    expect(
      await ada.listMetricUses((used?.metricId ?? '').slice(0, -1)),
    ).toEqual([]);
  });

  it('tells no effect before the experiment has ended', async () => {
    const { ada } = await startLiveExperiment();
    moveClockTo('2026-03-05T21:00:00Z');
    await ada.refreshExperiment('green-button');
    const { experiment } = await ada.getExperiment('green-button');
    const metricId = experiment.plan.metrics[0]?.metricId ?? '';
    expect(await ada.listMetricUses(metricId)).toMatchObject([
      { state: 'live', effects: null },
    ]);
    await ada.endExperiment('green-button');
    const [ended] = await ada.listMetricUses(metricId);
    expect(ended?.endedAt).not.toBeNull();
    expect(ended?.effects?.[0]?.better?.estimate).toEqual(expect.any(Number));
  });
});
