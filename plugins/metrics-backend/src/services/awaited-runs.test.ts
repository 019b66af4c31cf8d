import { setTimeout as wait } from 'node:timers/promises';
import { EtudeError } from '@etude/kernel';
import type { ComputationResult } from '@etude/metrics';
import { onEachDatabase } from '../__testUtils__/test-databases';
import type { Stores } from './create-services';
import { AwaitedRuns } from './awaited-runs';
import { problemOfError } from './run-failure';

const RESULT: ComputationResult = {
  moments: [],
  uncapped: [],
  caps: {},
  quantiles: [],
  funnelSteps: [],
  traffic: [],
  crossoverUnits: 1,
  totalUnits: 2,
  firstExposureAt: null,
  lastExposureAt: null,
  sql: 'SELECT 1',
};

const NEVER = new AbortController().signal;

const awaiting = ({ runs, runResults }: Stores) =>
  new AwaitedRuns({
    runs,
    results: runResults,
    clock: { now: () => new Date() },
    answerMs: 60,
  });

const startRun = ({ runs }: Stores) =>
  runs.start({
    id: 'run',
    kind: 'computation',
    experimentId: 'exp',
    metricIds: [],
    owner: null,
    requestedBy: 'service:experiments',
    startedAt: new Date().toISOString(),
    lease: { holder: 'me', until: '2999-01-01T00:00:00.000Z' },
  });

const finish = (
  { runs }: Stores,
  state: 'succeeded' | 'failed',
  error?: EtudeError,
) =>
  runs.finish('run', {
    state,
    finishedAt: new Date().toISOString(),
    elapsedMs: 1,
    bytesRead: null,
    rows: null,
    problem: error ? problemOfError(error) : null,
  });

onEachDatabase(open => {
  it('answers at once what is done at once', async () => {
    const stores = await open();
    await startRun(stores);
    const answer = await awaiting(stores).begin('run', async keep => {
      await keep(RESULT);
      return { runId: 'run', value: RESULT };
    });
    expect(answer).toEqual({ runId: 'run', result: RESULT });
    expect(await stores.runResults.find('run')).toBeUndefined();
  });

  it('gives a long computation to whoever asks again, at any backend', async () => {
    const stores = await open();
    await startRun(stores);
    const first = await awaiting(stores).begin('run', async keep => {
      await wait(200);
      await keep(RESULT);
      await finish(stores, 'succeeded');
      return { runId: 'run', value: RESULT };
    });
    expect(first).toEqual({ runId: 'run', result: null });
    const other = awaiting(stores);
    expect(await other.has('run')).toBe(true);
    let answer = first;
    let asked = 0;
    while (answer.result === null) {
      answer = await other.wait('run', NEVER);
      asked += 1;
    }
    expect(answer.result).toEqual(RESULT);
    expect(asked).toBeLessThan(100);
  });

  it('tells whoever asks again why there is none, with every problem', async () => {
    const stores = await open();
    await startRun(stores);
    const failure = new EtudeError('Two things are wrong.', {
      code: 'ETUDE_METRICS_COMPUTATION_REFUSED',
      kind: 'user',
      problems: [
        { code: 'A', message: 'First.', path: 'metricIds[0]' },
        { code: 'B', message: 'Second.' },
      ],
    });
    const first = await awaiting(stores).begin('run', async () => {
      await wait(100);
      await finish(stores, 'failed', failure);
      throw failure;
    });
    expect(first.result).toBeNull();
    while ((await stores.runs.find('run'))?.state !== 'failed') await wait(5);
    await expect(awaiting(stores).wait('run', NEVER)).rejects.toMatchObject({
      message: failure.message,
      code: failure.code,
      kind: 'user',
      problems: failure.problems,
    });
  });

  it('says that a result is gone, or that there never was a run', async () => {
    const stores = await open();
    await startRun(stores);
    await finish(stores, 'succeeded');
    await expect(awaiting(stores).wait('run', NEVER)).rejects.toMatchObject({
      code: 'ETUDE_METRICS_RESULT_NOT_FOUND',
    });
    await expect(awaiting(stores).wait('no', NEVER)).rejects.toMatchObject({
      code: 'ETUDE_METRICS_RUN_NOT_FOUND',
    });
  });
});
