import type { ComputationResult, Metric, MomentsRow } from '@etude/metrics';
import {
  computationQuery,
  planBaseline,
  readBaselineRows,
} from '@etude/metrics';
import { printSql } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  compute,
  eventFacts,
  metricOf,
  requestOf,
} from './computation-fixture';
import { createDuckDbDriver } from './duckdb-driver';
import { FIXTURE_TABLES, writeLake } from './lake-fixture';

const day = (dayOfJanuary: number, time = '00:00:00') =>
  `2026-01-${String(dayOfJanuary).padStart(2, '0')}T${time}Z`;

let dir = '';
let driver: WarehouseDriver;

// Six units of which five count:
//   u1 control   day 1, buys 10 and 20 (day 2), 5 exactly 48 h later
//   u2 control   day 1, buys nothing
//   u3 treatment day 1, buys 40 before its exposure and 7 at its exposure
//   u4 treatment day 2, buys 3, seen again in treatment on day 3
//   u5 both      day 2: a crossover, buys 1000
//   u6 treatment day 9: its 48 h are not over on day 10; buys 100
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-hand-'));
  await writeLake(dir, {
    assignments: [
      { at: day(1), unit: 'u1', variant: 'control' },
      { at: day(1), unit: 'u2', variant: 'control' },
      { at: day(1, '12:00:00'), unit: 'u3', variant: 'treatment' },
      { at: day(2), unit: 'u4', variant: 'treatment' },
      { at: day(3), unit: 'u4', variant: 'treatment' },
      { at: day(2), unit: 'u5', variant: 'control' },
      { at: day(2, '01:00:00'), unit: 'u5', variant: 'treatment' },
      { at: day(9), unit: 'u6', variant: 'treatment' },
      { at: day(1), unit: 'u7', variant: 'control', rule: 'rule-2' },
      { at: day(1), unit: 'u8', variant: null },
      { at: day(10), unit: 'u9', variant: 'control' },
    ],
    events: [
      { at: day(2), unit: 'u1', event: 'purchase', value: 10 },
      { at: day(2), unit: 'u1', event: 'purchase', value: 20 },
      { at: day(3), unit: 'u1', event: 'purchase', value: 5 },
      { at: day(2), unit: 'u1', event: 'view' },
      { at: day(1, '11:59:59'), unit: 'u3', event: 'purchase', value: 40 },
      { at: day(1, '12:00:00'), unit: 'u3', event: 'purchase', value: 7 },
      { at: day(3), unit: 'u4', event: 'purchase', value: 3 },
      { at: day(3), unit: 'u5', event: 'purchase', value: 1000 },
      { at: day(9, '01:00:00'), unit: 'u6', event: 'purchase', value: 100 },
      { at: day(3), unit: null, event: 'purchase', value: 1 },
    ],
  });
  driver = createDuckDbDriver({ lakeDir: dir, tables: FIXTURE_TABLES });
});
afterAll(async () => {
  await driver.close();
  await rm(dir, { recursive: true, force: true });
});

const purchase = [
  { column: 'event', operator: 'equals', value: 'purchase' },
] as const;
const window = { offsetHours: 0, lengthHours: 48 };
const revenue = metricOf('revenue', {
  aggregation: 'sum',
  measure: 'value',
  filters: [...purchase],
  window,
});

const momentsOf = (
  { moments }: ComputationResult,
  metricId: string,
): Omit<MomentsRow, 'metricId'>[] =>
  moments
    .filter(row => row.metricId === metricId)
    .map(({ variant, exposureDate, n, mean, m2 }) => ({
      variant,
      exposureDate,
      n,
      mean,
      m2,
    }))
    .sort((a, b) =>
      `${a.variant}${a.exposureDate}`.localeCompare(
        `${b.variant}${b.exposureDate}`,
      ),
    );

describe('a computation over six units', () => {
  it('sums facts in [exposure, exposure + 48 h) of closed windows', async () => {
    const result = await compute(driver, requestOf({ metrics: [revenue] }));
    expect(momentsOf(result, 'revenue')).toEqual([
      // u1 = 30 (5 came at the end of the window), u2 = 0: mean 15, M2 450.
      {
        variant: 'control',
        exposureDate: '2026-01-01',
        n: 2,
        mean: 15,
        m2: 450,
      },
      {
        variant: 'treatment',
        exposureDate: '2026-01-01',
        n: 1,
        mean: 7,
        m2: 0,
      },
      {
        variant: 'treatment',
        exposureDate: '2026-01-02',
        n: 1,
        mean: 3,
        m2: 0,
      },
    ]);
  });

  it('counts exposed units and sets crossovers aside', async () => {
    const result = await compute(driver, requestOf({}));
    expect(result).toMatchObject({
      traffic: [
        { variant: 'control', exposureDate: '2026-01-01', units: 2 },
        { variant: 'treatment', exposureDate: '2026-01-01', units: 1 },
        { variant: 'treatment', exposureDate: '2026-01-02', units: 1 },
        { variant: 'treatment', exposureDate: '2026-01-09', units: 1 },
      ],
      crossoverUnits: 1,
      totalUnits: 6,
      firstExposureAt: '2026-01-01T00:00:00.000Z',
      lastExposureAt: '2026-01-09T00:00:00.000Z',
      moments: [],
    });
  });

  it('takes in every unit when a metric has no window', async () => {
    const metrics = [
      metricOf('buyers', { type: 'proportion', filters: [...purchase] }),
      metricOf('largest', { aggregation: 'max', measure: 'value' }),
      metricOf('rich', {
        type: 'proportion',
        aggregation: 'sum',
        measure: 'value',
        threshold: 35,
      }),
    ];
    const result = await compute(driver, requestOf({ metrics }));
    const cells = (id: string) =>
      momentsOf(result, id).map(({ n, mean, m2 }) => [n, mean, m2]);
    // control day 1: u1 buys, u2 does not; treatment: all three buy.
    expect(cells('buyers')).toEqual([
      [2, 0.5, 0.5],
      [1, 1, 0],
      [1, 1, 0],
      [1, 1, 0],
    ]);
    // u2 has no largest purchase, so it is not in this metric.
    expect(cells('largest')).toEqual([
      [1, 20, 0],
      [1, 7, 0],
      [1, 3, 0],
      [1, 100, 0],
    ]);
    // u1 spent 35 in all.
    expect(cells('rich')).toEqual([
      [2, 0.5, 0.5],
      [1, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
    ]);
  });

  it('stops taking in units at exposureUntil but still sees them cross', async () => {
    const early = await compute(
      driver,
      requestOf({ exposureUntil: day(2, '00:30:00') }),
    );
    expect(early.totalUnits).toBe(5);
    expect(early.crossoverUnits).toBe(1);
  });

  it('describes a population before any experiment', async () => {
    // From day 5: only u6 has a fact; from day 1: u1, u3, u4, u5, u6.
    const baselineOf = async (days: number) => {
      const plan = planBaseline({
        populationFactTableId: 'events',
        entity: 'user',
        days,
        until: day(10),
        metrics: [revenue],
        factTables: [eventFacts],
      });
      if (!plan.ok) throw new Error('refused');
      const sql = printSql(computationQuery(plan.value), 'duckdb');
      return readBaselineRows((await driver.query(sql)).rows, { days, sql });
    };
    expect(await baselineOf(5)).toMatchObject({
      populationUnits: 1,
      unitsPerDay: 0.2,
      metrics: [],
    });
    // u1 35 (its first fact is on day 2), u3 47, u4 3, u5 1000, u6 not closed:
    // mean 271.25, Σ(x − mean)² = 236.25² + 224.25² + 268.25² + 728.75²
    // = 709136.75 → variance 236378.916….
    const { metrics } = await baselineOf(9);
    expect(metrics).toHaveLength(1);
    expect(metrics[0]).toMatchObject({ units: 4, mean: 271.25 });
    expect(metrics[0]?.variance).toBeCloseTo(709136.75 / 3, 6);
  });
});

// Enough metrics of each event for a group of their own.
const ofEvent = (value: string) => {
  const filters: Metric['filters'] = [
    { column: 'event', operator: 'equals', value },
  ];
  const sum = { aggregation: 'sum', measure: 'value', filters } as const;
  return [
    metricOf(`${value}: facts`, { filters }),
    metricOf(`${value}: total`, { ...sum, window }),
    metricOf(`${value}: share`, { type: 'proportion', filters }),
    metricOf(`${value}: largest`, { ...sum, aggregation: 'max' }),
    metricOf(`${value}: with before`, {
      ...sum,
      covariate: { lengthHours: 24 },
    }),
  ];
};

describe('Metrics of several events', () => {
  it('come to the same together as each alone', async () => {
    const metrics = [...ofEvent('purchase'), ...ofEvent('view')];
    const together = await compute(driver, requestOf({ metrics }));
    expect(together.moments.length).toBeGreaterThan(metrics.length);
    for (const metric of metrics) {
      const alone = await compute(driver, requestOf({ metrics: [metric] }));
      expect(
        together.moments.filter(({ metricId }) => metricId === metric.id),
      ).toEqual(alone.moments);
    }
  });
});
