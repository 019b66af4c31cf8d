import { EtudeError } from '@etude/kernel';
import { planComputation } from '@etude/metrics';
import type { ComputationPlan, ComputationResult } from '@etude/metrics';
import type { RunIncrement } from '@etude/plugin-metrics-common';
import { LAKE_TABLES } from '@etude/events';
import { warehouseError } from '@etude/warehouse';
import type { IncrementDoor, WarehouseDriver } from '@etude/warehouse';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import type { LakeDriver } from '@etude/warehouse-duckdb';
import { createTestLake } from '../__testUtils__/test-lake';
import type { TestLake } from '../__testUtils__/test-lake';
import { computeResult } from './compute-result';
import { computeRows, incrementOf } from './compute-rows';
import { QueryRunner } from './query-runner';
import type { QueryPlace } from './run-queries';
import type { RunContext } from './run-recorder';
import type { Warehouse } from './warehouses';

// More than a busy machine makes a case wait.
jest.setTimeout(60_000);

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
    beginAgain: () => Promise.resolve(),
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

const UNITS = 2_000;

/** Units 1 to {@link UNITS}; of every hundredth both variants were seen. */
const writeCrowd = async (lake: TestLake) => {
  await lake.write({
    table: 'assignments',
    date: '2026-03-01',
    select: `
      SELECT TIMESTAMP '2026-03-01 10:00:00' AS assigned_at, 'user-' || i AS unit,
        'targeting_key' AS selector, 'flag' AS flag, 'rule' AS rule, 's' AS segment,
        CASE WHEN i % 2 = 0 OR again = 1 THEN 'on' ELSE 'off' END AS variant,
        'a' AS assignment_id, 'match' AS reason, 'web' AS client,
        'production' AS environment, 'r' || i AS resolve_id, 'l' || i AS log_id
      FROM range(${UNITS}) AS r(i), range(2) AS s(again)
      WHERE again = 0 OR i % 100 = 1`,
  });
  await lake.write({
    table: 'events',
    date: '2026-03-02',
    select: `
      SELECT 'e' || i AS event_id, 'purchase' AS event,
        TIMESTAMP '2026-03-02 10:00:00' AS event_time,
        TIMESTAMP '2026-03-02 10:00:00' AS received_at, 'user-' || (i % 1500) AS unit,
        (i % 97) / 7 AS value, 'web' AS client, '{}' AS payload
      FROM range(5000) AS r(i)`,
  });
};

const cellsOf = ({ moments }: ComputationResult) =>
  moments
    .map(row => ({ ...row, key: `${row.metricId} ${row.variant}` }))
    .toSorted((a, b) => a.key.localeCompare(b.key));

/** Counts are equal, and numbers are to nine digits. */
const expectSame = (one: ComputationResult, other: ComputationResult) => {
  const { moments: _one, traffic, ...counts } = one;
  const { moments: _other, traffic: otherTraffic, ...otherCounts } = other;
  expect(counts).toEqual(otherCounts);
  expect(new Set(traffic)).toEqual(new Set(otherTraffic));
  const cells = cellsOf(other);
  expect(cells.length).toBeGreaterThan(0);
  expect(cellsOf(one)).toEqual(
    cells.map(({ mean, m2, ...cell }) => ({
      ...cell,
      mean: expect.closeTo(mean, 9),
      m2: expect.closeTo(m2, 6),
    })),
  );
};

describe('computing more units than fit into the memory of the engine', () => {
  const plan = planOfRevenue();
  const ended = new Date('2026-03-10T00:00:00Z');
  const TIGHT = 800_000;
  let lake: TestLake;
  let driver: LakeDriver;
  let whole: ComputationResult;

  /** A run on the lake, with so much memory by what the portal is told. */
  const runOnLake = (
    memoryBytes?: number,
    wrapped: WarehouseDriver = driver,
  ) => {
    const { run, warehouse, told } = runWith(undefined);
    const asked: { sql: string; place: QueryPlace | undefined }[] = [];
    const counts = { begunAgain: 0 };
    return {
      told,
      asked,
      counts,
      run: {
        ...run,
        query: (_warehouse: Warehouse, sql: string, place?: QueryPlace) => {
          asked.push({ sql, place });
          return wrapped.query(sql);
        },
        beginAgain: () => {
          counts.begunAgain += 1;
          return Promise.resolve();
        },
      },
      warehouse: {
        ...warehouse,
        driver: wrapped,
        runner: new QueryRunner({
          driver: wrapped,
          maxConcurrent: 1,
          maxWaiting: 1,
          timeoutMs: 60_000,
          limitKeys: { timeout: 't', concurrency: 'c', bytes: 'b' },
        }),
        ...(memoryBytes === undefined ? {} : { memoryBytes }),
      },
    };
  };

  beforeAll(async () => {
    lake = await createTestLake();
    await writeCrowd(lake);
    driver = createDuckDbDriver({
      lakeDir: lake.directory,
      tables: LAKE_TABLES,
      threads: 1,
    });
    const { run, warehouse } = runOnLake();
    whole = await computeResult({ plan, warehouse, now: ended }, run);
  });

  afterAll(async () => {
    await driver.close();
    await lake.remove();
  });

  it('gives in slices, one after the other, what it gives at once', async () => {
    const { run, warehouse, asked, told } = runOnLake(TIGHT);
    const result = await computeResult({ plan, warehouse, now: ended }, run);
    expect(whole).toMatchObject({ totalUnits: UNITS, crossoverUnits: 20 });
    expectSame(result, whole);
    const [counting, ...slices] = asked;
    expect(counting?.sql).toContain('% 64');
    const queries = slices.length;
    expect(queries).toBeGreaterThan(1);
    expect(slices.map(({ place }) => place)).toEqual(
      slices.map((_, index) => ({ query: index + 1, queries })),
    );
    expect(told.at(-1)).toMatchObject({
      mode: 'full',
      reason: expect.stringContaining(`in ${queries} slices`),
    });
  });

  it('is not cut where it fits, and counts nothing first', async () => {
    const { run, warehouse, asked, told } = runOnLake(1e9);
    expectSame(
      await computeResult({ plan, warehouse, now: ended }, run),
      whole,
    );
    expect(asked).toEqual([{ sql: whole.sql, place: undefined }]);
    expect(told).toEqual([]);
  });

  it('is cut once the engine had no memory left, and only once', async () => {
    const failing = (isFull: (sql: string) => boolean): WarehouseDriver => ({
      ...driver,
      query: sql =>
        isFull(sql)
          ? Promise.reject(warehouseError('out-of-memory', 'It is full.'))
          : driver.query(sql),
    });
    const passing = runOnLake(
      1e9,
      failing(sql => sql === whole.sql),
    );
    const { run, warehouse, told, counts } = passing;
    expectSame(
      await computeResult({ plan, warehouse, now: ended }, run),
      whole,
    );
    expect(counts.begunAgain).toBe(1);
    expect(told.at(-1)?.reason).toMatch(/too little memory .* 4 slices/);

    const full = runOnLake(
      1e9,
      failing(() => true),
    );
    await expect(
      computeResult({ plan, warehouse: full.warehouse, now: ended }, full.run),
    ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_OUT_OF_MEMORY' });
    expect(full.asked).toHaveLength(2);
  });

  it('keeps the days of each slice, so that the next time reads what is new', async () => {
    const { run, warehouse, told } = runOnLake(TIGHT);
    const computation = {
      plan,
      warehouse: {
        ...warehouse,
        increments: driver.increments,
        keepFromBytes: 0,
      },
      now: new Date('2026-03-08T01:00:00Z'),
    };
    expectSame(await computeResult(computation, run), whole);
    expectSame(await computeResult(computation, run), whole);
    expect(told.at(-1)).toMatchObject({
      mode: 'incremental',
      computedParts: 0,
      reason: expect.stringMatching(/slices.* Only what had changed was read/),
    });
  });

  it('is whole, and says why, where a metric needs all units at once', async () => {
    const { run, warehouse, asked, told } = runOnLake(TIGHT);
    const ranked: ComputationPlan = {
      ...plan,
      scans: plan.scans.map(scan => ({
        ...scan,
        metrics: scan.metrics.map(metric => ({
          ...metric,
          cap: { kind: 'percentile', percentile: 0.9, ignoreZeros: false },
        })),
      })),
    };
    await computeResult({ plan: ranked, warehouse, now: ended }, run);
    expect(asked).toHaveLength(2);
    expect(told.at(-1)?.reason).toContain('a percentile of all values');
  });
});
