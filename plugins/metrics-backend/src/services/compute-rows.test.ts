import { EtudeError } from '@etude/kernel';
import { planComputation } from '@etude/metrics';
import type { ComputationPlan } from '@etude/metrics';
import type { RunIncrement } from '@etude/plugin-metrics-common';
import type { IncrementDoor } from '@etude/warehouse';
import { computeRows, incrementOf } from './compute-rows';
import { QueryRunner } from './query-runner';
import type { RunContext } from './run-recorder';
import type { Warehouse } from './warehouses';

const ROWS = [{ kind: 'units', n: 3 }];

const planOfRevenue = (): ComputationPlan => {
  const plan = planComputation(
    {
      experimentId: 'exp',
      assignment: { kind: 'flag', flagId: 'flag', ruleId: 'rule' },
      entity: 'user',
      variants: ['on', 'off'],
      from: '2026-03-01T00:00:00Z',
      until: '2026-03-08T00:00:00Z',
      metrics: [
        {
          id: 'revenue',
          name: 'Revenue',
          description: '',
          owner: 'group:default/growth',
          factTableId: 'purchases',
          entity: 'user',
          type: 'average',
          aggregation: 'sum',
          measure: 'amount',
          filters: [],
          window: null,
          direction: 'increase',
          state: 'active',
        },
      ],
      factTables: [
        {
          id: 'purchases',
          name: 'Purchases',
          description: '',
          owner: 'group:default/growth',
          source: { kind: 'table', table: 'events' },
          timestampColumn: 'event_time',
          entityColumns: { user: 'unit' },
          measures: [{ name: 'amount', column: 'value' }],
          dimensions: [],
        },
      ],
    },
    'duckdb',
  );
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
};

/** A run that asks at once and keeps what it is told. */
const runWith = (increments: Partial<IncrementDoor> | undefined) => {
  const told: RunIncrement[] = [];
  const asked: string[] = [];
  const driver = {
    dialect: 'duckdb' as const,
    query: () => Promise.reject(new Error('not asked here')),
    describe: () => Promise.reject(new Error('not asked here')),
    estimate: () => Promise.reject(new Error('not asked here')),
    close: () => Promise.resolve(),
  };
  const door: IncrementDoor | undefined = increments && {
    inspect: () => Promise.resolve({ kept: null, days: {} }),
    run: () => Promise.reject(new Error('not asked here')),
    forget: () => Promise.resolve(),
    ...increments,
  };
  const warehouse: Warehouse = {
    info: {
      id: 'lake',
      name: 'Lake',
      type: 'duckdb',
      address: null,
      limits: { timeoutSeconds: 1, maxConcurrentQueries: 1, maxBytes: null },
    },
    assignments: undefined,
    driver,
    runner: new QueryRunner({
      driver,
      maxConcurrent: 1,
      maxWaiting: 1,
      timeoutMs: 1000,
      limitKeys: { timeout: 't', concurrency: 'c', bytes: 'b' },
    }),
    ...(door ? { increments: door } : {}),
  };
  const run: RunContext = {
    id: 'run',
    signal: new AbortController().signal,
    query: (_warehouse, sql) => {
      asked.push(sql);
      return Promise.resolve({
        rows: ROWS,
        columns: [],
        elapsedMs: 1,
        bytesRead: null,
      });
    },
    ask: ({ answer }) => answer(new AbortController().signal),
    setIncrement: increment => {
      told.push(increment);
      return Promise.resolve();
    },
  };
  return { run, warehouse, told, asked };
};

describe('computing where something is kept', () => {
  const plan = planOfRevenue();
  const sql = 'SELECT the whole';
  const now = new Date('2026-03-08T01:00:00Z');

  it('asks the whole query of a warehouse that keeps nothing', async () => {
    const { run, warehouse, told, asked } = runWith(undefined);
    expect(await computeRows({ plan, sql, warehouse, now }, run)).toEqual(ROWS);
    expect(asked).toEqual([sql]);
    expect(told).toEqual([]);
  });

  it('keeps nothing where there is little to read, and says so', async () => {
    const kept: unknown[] = [];
    const { run, warehouse, told } = runWith({
      run: program => {
        kept.push(program.keeps);
        return Promise.resolve({
          rows: ROWS,
          elapsedMs: 1,
          days: [{ table: 'events', reused: 0, read: 7 }],
          bytesRead: 1000,
          bytesKept: 0,
          isKept: false,
          statements: [],
        });
      },
    });
    expect(await computeRows({ plan, sql, warehouse, now }, run)).toEqual(ROWS);
    expect(kept).toEqual([null]);
    expect(told).toMatchObject([
      { mode: 'full', reason: expect.stringContaining('events 7 days') },
    ]);
  });

  it('reads everything, and says why, when what is kept is of no use', async () => {
    const forgotten: string[] = [];
    const { run, warehouse, told, asked } = runWith({
      inspect: () => Promise.reject(new Error('Kept upside down.')),
      forget: id => {
        forgotten.push(id);
        return Promise.resolve();
      },
    });
    expect(await computeRows({ plan, sql, warehouse, now }, run)).toEqual(ROWS);
    expect(asked).toEqual([sql]);
    expect(forgotten).toHaveLength(1);
    expect(told).toMatchObject([
      { mode: 'full', reason: expect.stringContaining('Kept upside down.') },
    ]);
  });

  it('keeps nothing of an analysis that has ended', async () => {
    const { run, warehouse, told, asked } = runWith({});
    const later = new Date('2026-03-10T00:00:00Z');
    const rows = await computeRows({ plan, sql, warehouse, now: later }, run);
    expect(rows).toEqual(ROWS);
    expect(asked).toEqual([sql]);
    expect(told).toMatchObject([
      { mode: 'full', reason: expect.stringContaining('has ended') },
    ]);
  });

  it('passes on what people or time have to mend', async () => {
    const failure = new EtudeError('No such column.', {
      code: 'ETUDE_WAREHOUSE_SQL',
      kind: 'user',
    });
    const { run, warehouse, asked } = runWith({
      inspect: () => Promise.reject(failure),
    });
    await expect(computeRows({ plan, sql, warehouse, now }, run)).rejects.toBe(
      failure,
    );
    expect(asked).toEqual([]);
  });

  it('counts the days that were spared and read', () => {
    const days = [
      { table: 'assignments', reused: 29, read: 1 },
      { table: 'events', reused: 30, read: 2 },
    ];
    expect(
      incrementOf({ days }, [
        { metricId: 'p95', reason: 'quantiles need every value.' },
      ]),
    ).toEqual({
      mode: 'incremental',
      reason:
        'Only what had changed was read: assignments 29 days kept, 1 day read; events 30 days kept, 2 days read. p95 is computed whole: quantiles need every value.',
      reusedParts: 59,
      computedParts: 3,
    });
  });
});
