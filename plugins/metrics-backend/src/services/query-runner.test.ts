import { warehouseError } from '@etude/warehouse';
import type { QueryResult, WarehouseDriver } from '@etude/warehouse';
import { QueryRunner } from './query-runner';

const EMPTY: QueryResult = {
  rows: [],
  columns: [],
  elapsedMs: 0,
  bytesRead: null,
};

const KEYS = {
  timeout: 'dwh.timeoutSeconds',
  concurrency: 'dwh.maxConcurrentQueries',
  bytes: 'dwh.maxBytes',
};

const NOT_ASKED = {
  describe: () => Promise.reject(new Error('not asked here')),
  estimate: () => Promise.reject(new Error('not asked here')),
};

/** A warehouse whose queries end when told to, or when they are aborted. */
const manualDriver = () => {
  const running: { sql: string; end: () => void }[] = [];
  const driver: WarehouseDriver = {
    ...NOT_ASKED,
    dialect: 'duckdb',
    close: () => Promise.resolve(),
    query: (sql, options) =>
      new Promise((resolve, reject) => {
        running.push({ sql, end: () => resolve(EMPTY) });
        options?.signal?.addEventListener('abort', () =>
          reject(warehouseError('cancelled', 'Interrupted.')),
        );
      }),
  };
  const end = async (sql: string) => {
    const index = running.findIndex(query => query.sql === sql);
    running.splice(index, 1)[0]?.end();
    await new Promise(setImmediate);
  };
  return { driver, end, running: () => running.map(({ sql }) => sql) };
};

const settled = () => new Promise(setImmediate);

describe('QueryRunner', () => {
  it('runs no more queries at a time than allowed, in the order asked', async () => {
    const { driver, end, running } = manualDriver();
    const runner = new QueryRunner({
      driver,
      maxConcurrent: 2,
      maxWaiting: 10,
      timeoutMs: 60_000,
      limitKeys: KEYS,
    });
    const answers = ['a', 'b', 'c', 'd'].map(sql => runner.query(sql));
    await settled();
    expect(running()).toEqual(['a', 'b']);
    await end('b');
    expect(running()).toEqual(['a', 'c']);
    await end('a');
    expect(running()).toEqual(['c', 'd']);
    await end('c');
    await end('d');
    await expect(Promise.all(answers)).resolves.toHaveLength(4);
  });

  it('refuses more waiting queries than allowed', async () => {
    const { driver, end } = manualDriver();
    const runner = new QueryRunner({
      driver,
      maxConcurrent: 1,
      maxWaiting: 1,
      timeoutMs: 60_000,
      limitKeys: KEYS,
    });
    const first = runner.query('first');
    const second = runner.query('second');
    await expect(runner.query('third')).rejects.toMatchObject({
      code: 'ETUDE_METRICS_QUEUE_FULL',
      kind: 'operational',
    });
    await settled();
    await end('first');
    await end('second');
    await Promise.all([first, second]);
  });

  it('stops a query after its time and lets the next one run', async () => {
    const { driver, end } = manualDriver();
    const runner = new QueryRunner({
      driver,
      maxConcurrent: 1,
      maxWaiting: 1,
      // Enough for the next one to begin and end on a busy machine.
      timeoutMs: 1_000,
      limitKeys: KEYS,
    });
    await expect(runner.query('slow')).rejects.toMatchObject({
      code: 'ETUDE_METRICS_QUERY_TIMEOUT',
      kind: 'operational',
    });
    const next = runner.query('next');
    await settled();
    await end('next');
    await expect(next).resolves.toEqual(EMPTY);
  });

  it('stops a query when its caller goes away', async () => {
    const { driver } = manualDriver();
    const runner = new QueryRunner({
      driver,
      maxConcurrent: 1,
      maxWaiting: 1,
      timeoutMs: 60_000,
      limitKeys: KEYS,
    });
    const caller = new AbortController();
    const answer = runner.query('slow', { signal: caller.signal });
    await settled();
    caller.abort();
    await expect(answer).rejects.toMatchObject({
      code: 'ETUDE_METRICS_QUERY_CANCELLED',
    });
  });

  it('passes the failures of the warehouse on', async () => {
    const failure = warehouseError('sql', 'No such column.');
    const driver: WarehouseDriver = {
      ...NOT_ASKED,
      dialect: 'duckdb',
      close: () => Promise.resolve(),
      query: () => Promise.reject(failure),
    };
    const runner = new QueryRunner({
      driver,
      maxConcurrent: 1,
      maxWaiting: 1,
      timeoutMs: 60_000,
      limitKeys: KEYS,
    });
    await expect(runner.query('SELECT x')).rejects.toBe(failure);
  });

  it('refuses, with figures, a query that would read too much', async () => {
    const sent: string[] = [];
    const runner = new QueryRunner({
      driver: {
        ...NOT_ASKED,
        dialect: 'postgres',
        close: () => Promise.resolve(),
        estimate: sql =>
          Promise.resolve({
            bytes: sql === 'large' ? 2_340_000_000 : null,
            rows: null,
          }),
        query: sql => {
          sent.push(sql);
          return Promise.resolve(EMPTY);
        },
      },
      maxConcurrent: 1,
      maxWaiting: 1,
      timeoutMs: 60_000,
      maxBytes: 1_000_000_000,
      limitKeys: KEYS,
    });
    await expect(runner.query('large')).rejects.toMatchObject({
      code: 'ETUDE_METRICS_QUERY_TOO_LARGE',
      kind: 'user',
      message: expect.stringMatching(/2\.34 GB.* 1 GB.*dwh\.maxBytes/),
    });
    await expect(runner.query('not estimated')).resolves.toBe(EMPTY);
    expect(sent).toEqual(['not estimated']);
  });

  it('tells who waits how many are before, and lets a cancelled one go', async () => {
    const { driver, end, running } = manualDriver();
    const runner = new QueryRunner({
      driver,
      maxConcurrent: 1,
      maxWaiting: 10,
      timeoutMs: 60_000,
      limitKeys: KEYS,
    });
    const ahead: number[] = [];
    const cancel = new AbortController();
    const first = runner.query('first');
    const second = runner.query('second', { signal: cancel.signal });
    const third = runner.query('third', { onAhead: n => ahead.push(n) });
    await settled();
    cancel.abort();
    await expect(second).rejects.toMatchObject({
      code: 'ETUDE_METRICS_QUERY_CANCELLED',
    });
    expect(running()).toEqual(['first']);
    await end('first');
    await settled();
    expect(running()).toEqual(['third']);
    await end('third');
    await Promise.all([first, third]);
    expect(ahead).toEqual([1, 0]);
  });

  it('leaves a warehouse that hangs and does not even stop', async () => {
    const runner = new QueryRunner({
      driver: {
        ...NOT_ASKED,
        dialect: 'duckdb',
        close: () => Promise.resolve(),
        query: () => new Promise(() => undefined),
      },
      maxConcurrent: 1,
      maxWaiting: 1,
      timeoutMs: 20,
      stopMs: 20,
      limitKeys: KEYS,
    });
    for (const sql of ['first', 'second']) {
      await expect(runner.query(sql)).rejects.toMatchObject({
        code: 'ETUDE_METRICS_QUERY_TIMEOUT',
      });
    }
  });

  it('asks before a query with what it is expected to read', async () => {
    const sent: string[] = [];
    const runner = new QueryRunner({
      driver: {
        ...NOT_ASKED,
        dialect: 'postgres',
        close: () => Promise.resolve(),
        estimate: () => Promise.resolve({ bytes: 7, rows: 2 }),
        query: sql => {
          sent.push(sql);
          return Promise.resolve(EMPTY);
        },
      },
      maxConcurrent: 1,
      maxWaiting: 1,
      timeoutMs: 60_000,
      limitKeys: KEYS,
    });
    const refusal = new Error('Too dear.');
    await expect(
      runner.query('SELECT', {
        beforeQuery: estimate => {
          expect(estimate).toEqual({ bytes: 7, rows: 2 });
          return Promise.reject(refusal);
        },
      }),
    ).rejects.toBe(refusal);
    expect(sent).toEqual([]);
  });
});
