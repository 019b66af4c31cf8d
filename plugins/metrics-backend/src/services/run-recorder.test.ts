import { setTimeout as wait } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { warehouseError } from '@etude/warehouse';
import type { QueryResult, WarehouseDriver } from '@etude/warehouse';
import { onEachDatabase } from '../__testUtils__/test-databases';
import { NO_BUDGETS } from '../budgets-config';
import type { BudgetsConfig } from '../budgets-config';
import type { Stores } from './create-services';
import { Budgets } from './budgets';
import { LiveRuns } from './live-runs';
import { QueryRunner } from './query-runner';
import { RunRecorder } from './run-recorder';
import type { Warehouse } from './warehouses';

const ANSWER: QueryResult = {
  rows: [{ n: 1 }, { n: 2 }],
  columns: [{ name: 'n', type: 'BIGINT' }],
  elapsedMs: 7,
  bytesRead: 400,
};

/** More than a busy machine makes a case wait. */
const PATIENT_MS = 30_000;

/** A warehouse that behaves as the list says, one query after the other. */
const warehouseOf = (
  behaviour: readonly ('answers' | 'drops' | 'hangs' | 'refuses')[],
  timeoutMs = PATIENT_MS,
) => {
  const left = [...behaviour];
  const sent: string[] = [];
  let stopped = 0;
  const driver: WarehouseDriver = {
    dialect: 'postgres',
    close: () => Promise.resolve(),
    describe: () => Promise.reject(new Error('not asked here')),
    estimate: () => Promise.resolve({ bytes: 500, rows: 20 }),
    query: (sql, { signal } = {}) => {
      sent.push(sql);
      const next = left.shift();
      if (next === 'answers') return Promise.resolve(ANSWER);
      if (next === 'drops') {
        return Promise.reject(warehouseError('unreachable', 'Gone.'));
      }
      if (next === 'refuses') {
        return Promise.reject(warehouseError('sql', 'No such column.'));
      }
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          stopped += 1;
          reject(warehouseError('cancelled', 'Stopped.'));
        });
      });
    },
  };
  const warehouse: Warehouse = {
    info: {
      id: 'dwh',
      name: 'DWH',
      type: 'postgres',
      address: null,
      limits: { timeoutSeconds: 1, maxConcurrentQueries: 1, maxBytes: null },
    },
    assignments: undefined,
    driver,
    runner: new QueryRunner({
      driver,
      maxConcurrent: 1,
      maxWaiting: 5,
      timeoutMs,
      limitKeys: { timeout: 't', concurrency: 'c', bytes: 'b' },
    }),
  };
  return { warehouse, sent, stopped: () => stopped };
};

/** One backend over stores that it may share with others. */
const backend = ({ runs }: Stores, config: BudgetsConfig = NO_BUDGETS) => {
  const clock = { now: () => new Date() };
  const logger = mockServices.logger.mock();
  const live = new LiveRuns({ runs, clock, logger, beatMs: 20 });
  const budgets = new Budgets({ config, runs, clock });
  const recorder = new RunRecorder({
    runs,
    live,
    budgets,
    clock,
    retryWaitMs: 1,
  });
  return { runs, live, budgets, recorder };
};

const subject = (
  id: string,
  owner: string | null = 'group:default/growth',
) => ({
  id,
  kind: 'computation' as const,
  experimentId: 'exp',
  metricIds: ['revenue'],
  owner,
  requestedBy: 'service:experiments',
});

const stateOf = async ({ runs }: Stores, id: string) =>
  (await runs.find(id))?.state;

const until = async (is: () => Promise<boolean>) => {
  while (!(await is())) await wait(5);
};

onEachDatabase(open => {
  it('keeps what a run was expected to read, read, and gave', async () => {
    const { recorder, runs } = backend(await open());
    const { warehouse } = warehouseOf(['answers', 'answers']);
    const { value } = await recorder.record(subject('1'), async run => {
      await run.query(warehouse, 'SELECT 1', { query: 1, queries: 2 });
      return run.query(warehouse, 'SELECT 2', { query: 2, queries: 2 });
    });
    expect(value).toBe(ANSWER);
    expect(await runs.find('1')).toMatchObject({
      state: 'succeeded',
      warehouseId: 'dwh',
      sql: 'SELECT 1\n;\n\nSELECT 2',
      estimate: { bytes: 1000, rows: 40 },
      bytesRead: 800,
      rows: 4,
      elapsedMs: 14,
      attempts: 1,
      problem: null,
      progress: null,
    });
  });

  it('asks a warehouse again that drops or hangs, and succeeds when it recovers', async () => {
    const { recorder, runs } = backend(await open());
    for (const [id, first] of [
      ['dropped', 'drops'],
      ['hung', 'hangs'],
    ] as const) {
      const { warehouse, sent } = warehouseOf([first, 'answers'], 300);
      await recorder.record(subject(id), run => run.query(warehouse, 'SELECT'));
      expect(sent).toHaveLength(2);
      expect(await runs.find(id)).toMatchObject({
        state: 'succeeded',
        attempts: 2,
        sql: 'SELECT',
        rows: 2,
      });
    }
  });

  it('counts work that begins again in another way as an attempt', async () => {
    const { recorder, runs } = backend(await open());
    const { warehouse } = warehouseOf(['refuses', 'answers']);
    await recorder.record(subject('1'), async run => {
      await run.query(warehouse, 'SELECT 1').catch(() => run.beginAgain());
      return run.query(warehouse, 'SELECT 2');
    });
    expect(await runs.find('1')).toMatchObject({
      state: 'succeeded',
      attempts: 2,
      sql: 'SELECT 1\n;\n\nSELECT 2',
    });
  });

  it('stops asking after a few times, and never asks twice what people have to mend', async () => {
    const { recorder, runs } = backend(await open());
    const cases = [
      ['down', 'drops', 3, 'unreachable', 'operational'],
      ['stuck', 'hangs', 2, 'timeout', 'operational'],
      ['wrong', 'refuses', 1, 'definition', 'user'],
    ] as const;
    for (const [id, behaviour, times, cause, kind] of cases) {
      const { warehouse, sent } = warehouseOf(Array(9).fill(behaviour), 300);
      await expect(
        recorder.record(subject(id), run => run.query(warehouse, 'SELECT')),
      ).rejects.toMatchObject({ kind });
      expect(sent).toHaveLength(times);
      expect(await runs.find(id)).toMatchObject({
        state: 'failed',
        attempts: times,
        rows: null,
        problem: { cause, kind, fix: expect.any(String) },
      });
    }
    expect((await runs.find('stuck'))?.elapsedMs).toBeGreaterThanOrEqual(500);
  });

  it('stops a run that another backend was told to cancel, on the engine too', async () => {
    const stores = await open();
    const working = backend(stores);
    const { warehouse, stopped } = warehouseOf(['hangs']);
    const done = working.recorder.record(subject('1'), run =>
      run.query(warehouse, 'SELECT'),
    );
    const cancelled = expect(done).rejects.toMatchObject({
      code: 'ETUDE_METRICS_RUN_CANCELLED',
    });
    await until(async () => (await stateOf(stores, '1')) === 'running');
    const other = backend(stores);
    await other.runs.requestCancel('1', 'user:default/ada');
    other.live.cancel('1', 'user:default/ada');
    await cancelled;
    expect(stopped()).toBe(1);
    expect(await working.runs.find('1')).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'user:default/ada',
      problem: {
        cause: 'cancelled',
        message: expect.stringContaining('user:default/ada'),
      },
    });
  });

  it('cancels a run whose asker goes away', async () => {
    const stores = await open();
    const { recorder } = backend(stores);
    const { warehouse, stopped } = warehouseOf(['hangs']);
    const asker = new AbortController();
    const done = recorder.record(
      subject('1'),
      run => run.query(warehouse, 'SELECT'),
      asker.signal,
    );
    const failed = expect(done).rejects.toMatchObject({
      code: 'ETUDE_METRICS_QUERY_CANCELLED',
    });
    await until(async () => (await stateOf(stores, '1')) === 'running');
    asker.abort();
    await failed;
    expect(stopped()).toBe(1);
    expect(await stateOf(stores, '1')).toBe('cancelled');
  });

  it('tells what a run is at while others wait', async () => {
    const stores = await open();
    const { recorder, runs } = backend(stores);
    const { warehouse } = warehouseOf(['hangs', 'answers']);
    const asker = new AbortController();
    const first = recorder.record(
      subject('1'),
      run => run.query(warehouse, 'SELECT'),
      asker.signal,
    );
    first.catch(() => undefined);
    await until(async () => (await stateOf(stores, '1')) === 'running');
    const second = recorder.record(subject('2'), run =>
      run.query(warehouse, 'SELECT', { query: 3, queries: 4 }),
    );
    await until(async () => (await runs.find('2'))?.sql === 'SELECT');
    expect(await runs.find('1')).toMatchObject({
      progress: { phase: 'querying', query: 1, queries: 1, attempt: 1 },
    });
    expect(await runs.find('2')).toMatchObject({
      state: 'queued',
      progress: { phase: 'waiting', ahead: 0, query: 3, queries: 4 },
    });
    asker.abort();
    await second;
    expect(await stateOf(stores, '2')).toBe('succeeded');
  });

  it('interrupts its runs when the backend stops, for others to take up', async () => {
    const stores = await open();
    const { recorder, live } = backend(stores);
    const { warehouse } = warehouseOf(['hangs']);
    const done = recorder.record(subject('1'), run =>
      run.query(warehouse, 'SELECT'),
    );
    const failed = expect(done).rejects.toMatchObject({
      code: 'ETUDE_METRICS_RUN_INTERRUPTED',
    });
    await until(async () => (await stateOf(stores, '1')) === 'running');
    live.interruptAll();
    await failed;
    expect(await stateOf(stores, '1')).toBe('interrupted');
  });

  it('refuses, before it runs, what a team can no longer afford', async () => {
    const stores = await open();
    const { recorder, runs, budgets } = backend(stores, {
      default: null,
      contact: 'group:default/data',
      owners: new Map([
        ['group:default/growth', { per: 'day', bytes: 850, seconds: null }],
        ['group:default/slow', { per: 'month', bytes: null, seconds: 0.01 }],
      ]),
    });
    const { warehouse, sent } = warehouseOf(Array(9).fill('answers'));
    const record = (id: string, owner: string) =>
      recorder.record(subject(id, owner), run =>
        run.query(warehouse, 'SELECT'),
      );
    await record('first', 'group:default/growth');
    // 400 of 850 bytes are used, and the engine expects 500 more.
    await expect(
      record('second', 'group:default/growth'),
    ).rejects.toMatchObject({
      code: 'ETUDE_METRICS_BUDGET_EXCEEDED',
      kind: 'user',
      message: expect.stringMatching(
        /growth has used 400 B of the 850 B .* in a day, so 450 B are left.* 500 B\. .*group:default\/data/,
      ),
    });
    expect(sent).toHaveLength(1);
    expect(await runs.find('second')).toMatchObject({
      state: 'failed',
      estimate: { bytes: 500 },
      queriedAt: null,
      problem: { cause: 'budget' },
    });
    // The query before took 7 ms of 10.
    await record('third', 'group:default/slow');
    await expect(record('fourth', 'group:default/slow')).rejects.toMatchObject({
      code: 'ETUDE_METRICS_BUDGET_EXCEEDED',
    });
    await record('fifth', 'group:default/others');
    expect(await budgets.list()).toMatchObject([
      {
        owner: 'group:default/growth',
        bytes: { used: 400, limit: 850 },
        seconds: null,
      },
      {
        owner: 'group:default/slow',
        per: 'month',
        seconds: { used: 0.007, limit: 0.01 },
      },
    ]);
  });
});
