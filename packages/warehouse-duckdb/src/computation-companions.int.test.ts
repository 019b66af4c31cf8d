import type { MomentsRow } from '@etude/metrics';
import type { WarehouseDriver } from '@etude/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compute, metricOf, requestOf } from './computation-fixture';
import { createDuckDbDriver } from './duckdb-driver';

// Of each unit what was known before exposure (seen, country), then orders:
//   a1 seen 2, se: 30 in 2 orders     b1 seen 4, se: 50 in 1 order
//   a2 seen 4, dk: 10 in 1 order      b2 seen ?, dk: nothing
//   a3 seen ?, se: nothing            b3 seen 0, ?:  20 in 4 orders
const UNITS = `SELECT * FROM (VALUES
  ('a1', 'control', 2, 'se', '2026-01-01'),
  ('a2', 'control', 4, 'dk', '2026-01-01'),
  ('a3', 'control', NULL, 'se', '2026-01-01'),
  ('b1', 'treatment', 4, 'se', '2026-01-01'),
  ('b2', 'treatment', NULL, 'dk', '2026-01-01'),
  ('b3', 'treatment', 0, NULL, '2026-01-02')
) AS t(id, variant, seen, country, joined)`;
const ORDERS = `SELECT * FROM (VALUES
  ('a1', 10), ('a1', 20), ('a2', 10), ('b1', 50),
  ('b3', 5), ('b3', 5), ('b3', 5), ('b3', 5)
) AS t(id, amount)`;

const factTable = (id: string, sql: string) => ({
  id,
  name: id,
  description: '',
  owner: 'group:default/team',
  source: { kind: 'query' as const, sql },
  timestampColumn: null,
  entityColumns: { user: 'id' },
  measures: id === 'orders' ? [{ name: 'amount', column: 'amount' }] : [],
  dimensions: [],
});

const onOrders = {
  factTableId: 'orders',
  aggregation: 'sum' as const,
  measure: 'amount',
};

let driver: WarehouseDriver;
let rows: readonly MomentsRow[] = [];

const cellOf = (metricId: string, variant: string, dimension?: string | null) =>
  rows.filter(
    row =>
      row.metricId === metricId &&
      row.variant === variant &&
      row.dimension?.value === dimension,
  );

beforeAll(async () => {
  driver = createDuckDbDriver();
  const { moments } = await compute(
    driver,
    requestOf({
      assignment: {
        kind: 'table',
        factTableId: 'units',
        unitColumn: 'id',
        variantColumn: 'variant',
        exposedAtColumn: 'joined',
        covariates: [
          { metricId: 'revenue', column: 'seen', missing: 'indicator' },
          { metricId: 'order-value', column: 'seen', missing: 'zero' },
        ],
        dimensions: ['country'],
      },
      from: null,
      factTables: [factTable('units', UNITS), factTable('orders', ORDERS)],
      metrics: [
        metricOf('revenue', onOrders),
        metricOf('order-value', {
          ...onOrders,
          type: 'ratio',
          denominator: { aggregation: 'count', filters: [] },
        }),
      ],
    }),
  );
  rows = moments;
});

afterAll(async () => {
  await driver.close();
});

describe('what is measured beside a metric', () => {
  it('counts units without facts as 0, with their covariate', () => {
    // Revenue (30, 10, 0), seen (2, 4, 0), missing (0, 0, 1).
    const [control, ...more] = cellOf('revenue', 'control');
    expect(more).toEqual([]);
    expect(control?.n).toBe(3);
    expect(control?.mean).toBeCloseTo(40 / 3, 12);
    expect(control?.m2).toBeCloseTo(1000 - 1600 / 3, 9);
    expect(control?.companions?.means).toEqual([2, expect.closeTo(1 / 3, 12)]);
    const [cSeen, seen, cMissing, seenMissing, missing] =
      control?.companions?.comoments ?? [];
    expect(cSeen).toBeCloseTo(100 - 80, 9);
    expect(seen).toBeCloseTo(8, 9);
    expect(cMissing).toBeCloseTo(-40 / 3, 9);
    expect(seenMissing).toBeCloseTo(-2, 9);
    expect(missing).toBeCloseTo(2 / 3, 9);
  });

  it('keeps the denominator of a ratio beside it, then the covariate', () => {
    // Control: (30, 2 orders, seen 2), (10, 1, 4), (0, 0, 0).
    const [control] = cellOf('order-value', 'control');
    expect(control).toMatchObject({ n: 3 });
    expect(control?.companions?.means).toEqual([1, 2]);
    const comoments = control?.companions?.comoments ?? [];
    const expected = [30, 2, 20, 2, 8];
    expect(comoments).toHaveLength(expected.length);
    expected.forEach((value, index) =>
      expect(comoments[index]).toBeCloseTo(value, 9),
    );
  });

  it('dates moments by the exposure that the table gives', () => {
    expect(
      cellOf('revenue', 'treatment').map(({ exposureDate, n }) => [
        exposureDate,
        n,
      ]),
    ).toEqual([
      ['2026-01-01', 2],
      ['2026-01-02', 1],
    ]);
  });

  it('breaks units down by a dimension, those without a value too', () => {
    expect(cellOf('revenue', 'control', 'se')).toMatchObject([
      { n: 2, mean: 15, m2: 450 },
    ]);
    expect(cellOf('revenue', 'treatment', null)).toMatchObject([
      { n: 1, mean: 20, m2: 0 },
    ]);
  });
});
