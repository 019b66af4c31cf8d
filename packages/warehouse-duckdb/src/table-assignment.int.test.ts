import type { FactTable, Metric } from '@etude/metrics';
import type { WarehouseDriver } from '@etude/warehouse';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compute, metricOf, requestOf } from './computation-fixture';
import { createDuckDbDriver } from './duckdb-driver';
import { importTable } from './import-table';

const players: FactTable = {
  id: 'players',
  name: 'Players',
  description: '',
  owner: 'group:default/team',
  source: { kind: 'import', tableId: 'players' },
  timestampColumn: null,
  entityColumns: { user: 'userid' },
  measures: [
    { name: 'rounds', column: 'rounds' },
    { name: 'kept', column: 'kept' },
    { name: 'huge', column: 'huge' },
  ],
  dimensions: [],
};
const metric = (id: string, parts: Partial<Metric>) =>
  metricOf(id, { factTableId: 'players', ...parts });

// Unit 3 stands twice in one variant, unit 5 in both variants, unit 6 in none.
const SMALL = `userid,gate,rounds,kept
1,gate_30,4,True
2,gate_30,,False
3,gate_40,2,False
3,gate_40,5,True
4,gate_40,1,False
5,gate_30,900,True
5,gate_40,900,True
6,,900,True
`;

/** 3,000 units with values 1e9 − 1, 1e9 and 1e9 + 1 in turn. */
const huge = (): string => {
  const rows = Array.from(
    { length: 3000 },
    (_, index) => `${index},gate_30,${1e9 + (index % 3) - 1}`,
  );
  return ['userid,gate,huge', ...rows].join('\n');
};

let dir = '';
let driver: WarehouseDriver;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-units-'));
  const to = { format: 'csv', lakeDir: dir } as const;
  await importTable({ ...to, text: SMALL, tableId: 'players' });
  await importTable({ ...to, text: huge(), tableId: 'huge-players' });
  driver = createDuckDbDriver({ lakeDir: dir });
});
afterAll(async () => {
  await driver.close();
  await rm(dir, { recursive: true, force: true });
});

const request = (metrics: Metric[], factTables = [players]) =>
  requestOf({
    assignment: {
      kind: 'table',
      factTableId: 'players',
      unitColumn: 'userid',
      variantColumn: 'gate',
    },
    variants: ['gate_30', 'gate_40'],
    from: null,
    metrics,
    factTables,
  });

describe('units from a table', () => {
  it('have no day, cross over by rows, and need no time', async () => {
    const result = await compute(
      driver,
      request([
        metric('rounds', { aggregation: 'sum', measure: 'rounds' }),
        metric('kept', {
          type: 'proportion',
          aggregation: 'max',
          measure: 'kept',
          threshold: 1,
        }),
      ]),
    );
    expect(result).toMatchObject({
      traffic: [
        { variant: 'gate_30', exposureDate: null, units: 2 },
        { variant: 'gate_40', exposureDate: null, units: 2 },
      ],
      crossoverUnits: 1,
      totalUnits: 5,
      firstExposureAt: null,
    });
    const cells = result.moments.map(row => [
      row.metricId,
      row.variant,
      row.n,
      row.mean,
      row.m2,
    ]);
    expect(cells).toEqual([
      ['kept', 'gate_30', 2, 0.5, 0.5],
      ['kept', 'gate_40', 2, 0.5, 0.5],
      // Unit 2 has no number, which sums to 0: 4 and 0, mean 2.
      ['rounds', 'gate_30', 2, 2, 8],
      // Unit 3 has 2 + 5, unit 4 has 1: mean 4, M2 18.
      ['rounds', 'gate_40', 2, 4, 18],
    ]);
  });

  it('keep the variance of numbers far from zero', async () => {
    const table: FactTable = {
      ...players,
      source: { kind: 'import', tableId: 'huge-players' },
    };
    const result = await compute(
      driver,
      request(
        [metric('huge', { aggregation: 'sum', measure: 'huge' })],
        [table],
      ),
    );
    // 1,000 units at −1 and at +1 of the mean: M2 = 2000.
    expect(result.moments).toHaveLength(1);
    expect(result.moments[0]?.n).toBe(3000);
    expect(result.moments[0]?.mean).toBe(1e9);
    expect(Math.abs((result.moments[0]?.m2 ?? 0) - 2000)).toBeLessThan(1e-3);
  });

  it('may be written as a query of the same table', async () => {
    const query: FactTable = {
      ...players,
      source: {
        kind: 'query',
        sql: 'SELECT * FROM "import_players" WHERE rounds < 900 -- no bots',
      },
    };
    const result = await compute(driver, request([], [query]));
    expect(result).toMatchObject({ crossoverUnits: 0, totalUnits: 3 });
  });

  it('answer with an error when a measure is no number', async () => {
    const table: FactTable = {
      ...players,
      measures: [{ name: 'gate', column: 'gate' }],
    };
    await expect(
      compute(
        driver,
        request(
          [metric('gate', { aggregation: 'sum', measure: 'gate' })],
          [table],
        ),
      ),
    ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_SQL', kind: 'user' });
  });
});
