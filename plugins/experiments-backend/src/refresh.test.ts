import { computation } from './__testUtils__/fake-metrics-plugin';
import { moveClockTo } from './__testUtils__/move-clock';
import { newExperiment, testPlan } from './__testUtils__/new-experiment';
import { startLiveExperiment } from './__testUtils__/start-live-experiment';

afterEach(() => {
  jest.useRealTimers();
});

describe('refreshing', () => {
  it('keeps the last result beside the problem of a failed refresh', async () => {
    const { ada, metrics } = await startLiveExperiment();
    const before = await ada.refreshExperiment('green-button');
    metrics.answer.failWith = 'The warehouse did not answer in time.';
    await expect(ada.refreshExperiment('green-button')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
      kind: 'operational',
    });
    const after = await ada.getResults('green-button');
    expect(after.snapshot).toEqual(before.snapshot);
    expect(after.refresh.problem).toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
      message: 'The warehouse did not answer in time.',
    });
    const { items } = await ada.listExperiments();
    expect(items[0]?.problem?.code).toBe('ETUDE_WAREHOUSE_TIMEOUT');

    metrics.answer.failWith = undefined;
    const mended = await ada.refreshExperiment('green-button');
    expect(mended.refresh.problem).toBeNull();
  });

  it('counts the days of the zone of the plan, which is frozen', async () => {
    const { design } = testPlan();
    const { ada, metrics } = await startLiveExperiment({
      plan: testPlan({
        timeZone: 'europe/stockholm',
        design: { ...design, plannedDays: 30 },
      }),
    });
    const detail = await ada.getExperiment('green-button');
    const { plan, plannedEndAt, etag } = detail.experiment;
    expect(plan.timeZone).toBe('Europe/Stockholm');
    // Launched at 10:00 of winter time, which ends on 29 March.
    expect(plannedEndAt).toBe('2026-04-01T08:00:00.000Z');
    await expect(
      ada.editExperiment('green-button', {
        etag,
        plan: { ...plan, timeZone: 'UTC' },
      }),
    ).rejects.toMatchObject({ code: 'ETUDE_EXPERIMENT_PLAN_FROZEN' });
    await ada.refreshExperiment('green-button');
    expect(metrics.computations.at(-1)?.timeZone).toBe('Europe/Stockholm');
    moveClockTo('2026-04-01T08:00:00Z');
    const { items } = await ada.listExperiments();
    expect(items[0]?.daysRunning).toBe(30);
  });

  it('runs one computation for calls at the same time', async () => {
    const { ada, metrics } = await startLiveExperiment();
    let finish = () => {};
    const held = new Promise<void>(resolve => {
      finish = resolve;
    });
    metrics.answer.before = () => held;
    const calls = [1, 2, 3].map(() => ada.refreshExperiment('green-button'));
    while (metrics.computations.length === 0) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect((await ada.getResults('green-button')).refresh.running).toBe(true);
    finish();
    const results = await Promise.all(calls);
    expect(metrics.computations).toHaveLength(1);
    expect(results.map(({ snapshot }) => snapshot?.runId)).toEqual([
      'run-1',
      'run-1',
      'run-1',
    ]);
  });

  it('tells what it is at, and which run it is', async () => {
    const { ada, metrics } = await startLiveExperiment();
    let finish = () => {};
    const held = new Promise<void>(resolve => {
      finish = resolve;
    });
    metrics.answer.before = () => held;
    const call = ada.refreshExperiment('green-button');
    while (metrics.computations.length === 0) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    const status = await ada.getRefresh('green-button');
    expect(status).toMatchObject({ running: true, step: 'computing' });
    expect(metrics.computations[0]).toMatchObject({
      runId: status.runId,
      owner: 'group:default/growth',
    });
    finish();
    await call;
    expect(await ada.getRefresh('green-button')).toMatchObject({
      running: false,
      step: null,
      attempts: 0,
      retryAt: null,
    });
  });

  it('is tried again on schedule, ever more rarely while it fails', async () => {
    moveClockTo('2026-03-02T09:00:00Z');
    const { ada, metrics, runSchedule } = await startLiveExperiment();
    metrics.answer.failWith = 'The warehouse is down.';
    const begun: string[] = [];
    const from = Date.parse('2026-03-02T10:00:00Z');
    const before = metrics.computations.length;
    for (let minute = 0; minute < 40; minute += 1) {
      const now = new Date(from + minute * 60_000).toISOString();
      moveClockTo(now);
      const seen = metrics.computations.length;
      await runSchedule();
      if (metrics.computations.length > seen) begun.push(now.slice(11, 16));
    }
    expect(begun).toEqual([
      '10:00',
      '10:01',
      '10:03',
      '10:07',
      '10:15',
      '10:31',
    ]);
    expect(metrics.computations.length - before).toBe(begun.length);
    expect(await ada.getRefresh('green-button')).toMatchObject({
      attempts: 6,
      retryAt: '2026-03-02T11:01:00.000Z',
      problem: { message: 'The warehouse is down.' },
    });
    metrics.answer.failWith = undefined;
    await ada.refreshExperiment('green-button');
    expect(await ada.getRefresh('green-button')).toMatchObject({
      attempts: 0,
      retryAt: null,
      problem: null,
    });
  });

  it('has nothing to refresh before launch', async () => {
    const { ada, metrics } = await startLiveExperiment();
    await ada.createExperiment(newExperiment({ id: 'only-a-draft' }));
    await expect(ada.refreshExperiment('only-a-draft')).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_NOT_LAUNCHED',
    });
    const results = await ada.getResults('only-a-draft');
    expect(results).toMatchObject({
      snapshot: null,
      refresh: { lastAttemptAt: null, problem: null },
    });
    expect(metrics.computations).toEqual([]);
  });

  it('ends although the final analysis fails, and mends it on schedule', async () => {
    const { ada, metrics, runSchedule, sent } = await startLiveExperiment();
    metrics.answer.failWith = 'The warehouse is down.';
    const ended = await ada.endExperiment('green-button');
    expect(ended.experiment.state).toBe('ended');
    expect(ended.experiment.verdict).toBeUndefined();
    expect(ended.refresh.problem?.message).toBe('The warehouse is down.');
    const lost = await ada.getLearning();
    expect(lost).toMatchObject({
      withoutVerdict: 1,
      rates: { experiments: 0 },
    });

    metrics.answer.failWith = undefined;
    moveClockTo('2026-03-02T09:20:00Z');
    await runSchedule();
    const { experiment } = await ada.getExperiment('green-button');
    expect(experiment.verdict?.class).toBe('win');
    expect(experiment.endedAt).toBe('2026-03-02T09:00:00.000Z');
    expect(sent.map(({ payload }) => payload.title)).toEqual([
      "'Green button' has ended",
    ]);
    const computations = metrics.computations.length;
    await runSchedule();
    expect(metrics.computations).toHaveLength(computations);
  });

  it('rings when a metric gets worse while effects are closed, and shows no effect', async () => {
    const { ada, metrics, sent } = await startLiveExperiment();
    metrics.answer.result = computation({ revenue: 9, visits: 10 });
    await ada.refreshExperiment('green-button');
    moveClockTo('2026-03-02T09:01:00Z');
    await ada.refreshExperiment('green-button');
    expect(sent.map(({ payload }) => payload.title)).toEqual([
      "'Green button' makes a metric worse",
    ]);
    const { snapshot } = await ada.getResults('green-button');
    expect(snapshot?.moments).toBeNull();
    expect(snapshot?.analysis.metrics.map(({ status }) => status)).toEqual([
      'hidden',
      'hidden',
    ]);
    expect(snapshot?.analysis.recommendations[0]?.action).toBe('abort');
    expect(JSON.stringify(snapshot?.analysis)).not.toContain('statistic');
    // The second refresh saw nothing new: it is no second look.
    const items = await ada.looks('green-button');
    expect(items.map(({ units }) => units)).toEqual([
      { control: 10_000, green: 10_000 },
    ]);
  });

  it('looks once at the end of an experiment, however often it is refreshed', async () => {
    const { ada, metrics } = await startLiveExperiment({
      plan: testPlan({
        requiredUnits: 40_000,
        design: {
          kind: 'group-sequential',
          alpha: 0.05,
          power: 0.8,
          plannedDays: 14,
          plannedLooks: 5,
          spending: { kind: 'obrien-fleming' },
          overRun: 'rescale',
        },
      }),
    });
    const half = metrics.answer.result;
    metrics.answer.result = {
      ...half,
      moments: half.moments.map(row => ({ ...row, n: row.n / 2 })),
    };
    await ada.refreshExperiment('green-button');
    metrics.answer.result = half;
    moveClockTo('2026-03-16T10:00:00Z');
    const ended = await ada.endExperiment('green-button');
    expect(ended.refresh.problem).toBeNull();
    const first = await ada.getResults('green-button');
    moveClockTo('2026-03-16T11:00:00Z');
    await ada.refreshExperiment('green-button');
    const again = await ada.refreshExperiment('green-button');
    expect(again.snapshot?.analysis).toEqual(first.snapshot?.analysis);
    expect(
      first.snapshot?.analysis.metrics.map(({ sequence }) => sequence?.look),
    ).toContain(2);
    const at = (await ada.looks('green-button')).map(look => look.at);
    expect(at).toEqual([
      '2026-03-02T09:00:00.000Z',
      '2026-03-16T10:00:00.000Z',
    ]);

    // Facts that came late are one look at the end, too.
    metrics.answer.result = computation({ revenue: 10.2, visits: 10 });
    await ada.refreshExperiment('green-button');
    expect(await ada.looks('green-button')).toHaveLength(2);
  });

  it('tells the owner once that a health check fails, and again when it fails anew', async () => {
    const { ada, metrics, sent } = await startLiveExperiment();
    const sound = metrics.answer.result;
    const crossed = { ...sound, crossoverUnits: sound.totalUnits / 10 };
    const titles = () => sent.map(({ payload }) => payload.title);
    for (const result of [crossed, crossed, sound, crossed]) {
      metrics.answer.result = result;
      await ada.refreshExperiment('green-button');
    }
    expect(titles()).toEqual([
      "'Green button' fails a health check",
      "'Green button' fails a health check",
    ]);
    expect(sent[0]?.recipients).toEqual({
      type: 'entity',
      entityRef: 'group:default/growth',
    });
    const { items } = await ada.listExperiments();
    expect(items[0]).toMatchObject({ health: 'fail', recommendation: 'abort' });
  });
});
