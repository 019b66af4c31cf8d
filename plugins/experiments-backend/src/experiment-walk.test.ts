import { newExperiment, testPlan } from './__testUtils__/new-experiment';
import { moveClockTo } from './__testUtils__/move-clock';
import { startExperimentsBackend } from './__testUtils__/start-experiments-backend';
import { startLiveExperiment } from './__testUtils__/start-live-experiment';

afterEach(() => {
  jest.useRealTimers();
});

describe('the walk from a draft to a learning', () => {
  it('creates, sizes, launches, refreshes, ends, decides and counts', async () => {
    moveClockTo('2026-03-02T09:00:00Z');
    const backend = await startExperimentsBackend();
    const { ada, flags, metrics, sent } = backend;

    const draft = await ada.createExperiment(newExperiment());
    expect(draft.experiment).toMatchObject({
      state: 'draft',
      createdBy: 'user:default/ada',
    });
    expect(draft.problems).toEqual([]);

    const { size, baselines } = await ada.sampleSize({ plan: testPlan() });
    expect(baselines.map(({ source }) => source)).toEqual([
      'history',
      'history',
    ]);
    // Two one-sided z tests at 5 % with power 90 % (0.2 shared by a success
    // and a guardrail): 2·(1.6449+1.2816)²·4/0.2² = 1713 units a variant.
    expect(size?.requiredUnits).toBeGreaterThanOrEqual(2 * 1712);
    expect(size?.requiredUnits).toBeLessThanOrEqual(2 * 1714);
    expect(size?.days).toBe(Math.ceil((size?.requiredUnits ?? 0) / 500));

    const live = await ada.launchExperiment('green-button');
    expect(live.experiment).toMatchObject({
      state: 'live',
      ruleId: 'rule-green-button',
      plannedEndAt: '2026-03-16T09:00:00.000Z',
    });
    expect(flags.flag.rules).toMatchObject([{ enabled: true }]);
    expect(flags.writes).toEqual(['PUT as user']);

    const early = await ada.refreshExperiment('green-button');
    expect(early.snapshot?.analysis.visibility.effects).toBe('closed');
    expect(early.snapshot?.moments).toBeNull();
    expect(JSON.stringify(early)).not.toContain('10.3');
    expect(early.snapshot?.traffic).toHaveLength(2);

    moveClockTo('2026-03-16T10:00:00Z');
    await backend.runSchedule();
    const open = await ada.getResults('green-button');
    expect(open.snapshot?.analysis.visibility.effects).toBe('open');
    expect(open.snapshot?.moments).toHaveLength(4);
    expect(open.snapshot?.analysis.recommendations).toMatchObject([
      { variant: 'green', action: 'ship' },
    ]);

    const ended = await ada.endExperiment('green-button');
    expect(ended.experiment).toMatchObject({
      state: 'ended',
      endReason: 'planned-end',
      verdict: { class: 'win', variant: 'green' },
    });
    expect(flags.flag.rules).toMatchObject([{ enabled: false }]);
    expect(metrics.computations.at(-1)).toMatchObject({
      from: '2026-03-02T09:00:00.000Z',
      until: '2026-03-16T10:00:00.000Z',
    });

    const decided = await ada.decideExperiment('green-button', {
      action: 'ship',
      variant: 'green',
      rationale: 'It sells more.',
    });
    expect(decided.experiment.decision).toMatchObject({
      decidedBy: 'user:default/ada',
      followsRecommendation: true,
    });

    const learning = await ada.getLearning({ owner: 'group:default/growth' });
    expect(learning.rates).toMatchObject({
      experiments: 1,
      learning: { count: 1, of: 1, share: 1 },
      win: { count: 1 },
    });
    expect(learning.byQuarter).toMatchObject([{ key: '2026-Q1' }]);
    expect(learning.items).toMatchObject([{ id: 'green-button' }]);

    expect(sent.map(({ payload }) => payload.title)).toEqual([
      "'Green button' has reached its planned end",
      "'Green button' has ended",
    ]);
    const { items } = await ada.getActivity('green-button');
    expect(items.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
      'decided user:default/ada',
      'verdict-recorded service:experiments',
      'ended user:default/ada',
      'launched user:default/ada',
      'created user:default/ada',
    ]);
    expect(backend.audit.success).toHaveBeenCalled();
  });

  it('ends a live experiment first when deciding says so', async () => {
    const { ada, metrics } = await startLiveExperiment();
    metrics.answer.result = {
      ...metrics.answer.result,
      moments: metrics.answer.result.moments.map(row =>
        row.variant === 'green' ? { ...row, mean: 9.5 } : row,
      ),
    };
    await expect(
      ada.decideExperiment('green-button', {
        action: 'ship',
        variant: 'green',
        rationale: 'Boldly.',
      }),
    ).rejects.toMatchObject({ code: 'ETUDE_EXPERIMENT_WRONG_STATE' });
    // Refused as a whole: an unknown variant does not end the experiment.
    await expect(
      ada.decideExperiment('green-button', {
        action: 'ship',
        variant: 'red',
        rationale: 'Boldly.',
        end: true,
      }),
    ).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_UNKNOWN_SHIPPED_VARIANT',
    });
    expect((await ada.getExperiment('green-button')).experiment.state).toBe(
      'live',
    );

    const decided = await ada.decideExperiment('green-button', {
      action: 'ship',
      variant: 'green',
      rationale: 'Boldly.',
      end: true,
    });
    expect(decided.experiment).toMatchObject({
      state: 'decided',
      endReason: 'stopped-early',
      verdict: { class: 'regression' },
      decision: { followsRecommendation: false },
    });
  });
});
