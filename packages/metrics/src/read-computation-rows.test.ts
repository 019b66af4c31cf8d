import { describe, expect, it } from 'vitest';
import { readComputationRows } from './read-computation-rows';
import type { ComputationRow } from './answer-row';

const exposed: ComputationRow = {
  kind: 'exposed',
  n: 10,
  first_at: '2026-01-01T00:00:00.000Z',
  last_at: '2026-01-01T05:00:00.000Z',
};
const crossover: ComputationRow = { kind: 'crossover', n: 0 };
const cell = {
  metric_id: 'm',
  variant: 'a',
  exposure_date: '2026-01-01',
  dimension: null,
  dimension_value: null,
  left_index: null,
  right_index: null,
};
const moments = (parts: ComputationRow): ComputationRow => ({
  kind: 'moments',
  ...cell,
  n: 3,
  mean: 5,
  variance: 4,
  ...parts,
});
const read = (...rows: ComputationRow[]) =>
  readComputationRows([exposed, crossover, ...rows], 'SELECT …').moments;

describe('readComputationRows', () => {
  it('counts eligible units without facts as 0', () => {
    // 3, 5, 7 and seven zeros: mean 1.5, Σx² − n·mean² = 83 − 22.5.
    expect(read(moments({}), { kind: 'eligible', ...cell, n: 10 })).toEqual([
      {
        metricId: 'm',
        variant: 'a',
        exposureDate: '2026-01-01',
        n: 10,
        mean: 1.5,
        m2: 60.5,
      },
    ]);
  });

  it('gives zeros to a day on which nobody had facts', () => {
    expect(read({ kind: 'eligible', ...cell, n: 4 })).toEqual([
      {
        metricId: 'm',
        variant: 'a',
        exposureDate: '2026-01-01',
        n: 4,
        mean: 0,
        m2: 0,
      },
    ]);
  });

  it('gives such a day as many companions as the metric has', () => {
    const day = { ...cell, n: 4, left_index: 2 };
    expect(read({ kind: 'eligible', ...day })).toMatchObject([
      { n: 4, companions: { means: [0, 0], comoments: [0, 0, 0, 0, 0] } },
    ]);
  });

  it('leaves units without facts out where they are not eligible', () => {
    expect(read(moments({}))).toMatchObject([{ n: 3, mean: 5, m2: 8 }]);
  });

  it('gives companions by index, whatever the order of the rows', () => {
    const companion = (left: number, right: number, parts: ComputationRow) => ({
      kind: 'companion',
      ...cell,
      n: 3,
      left_index: left,
      right_index: right,
      ...parts,
    });
    // (3, 1, 0), (5, 2, 0), (7, 3, 6): cov(y, x) = 2, var x = 1, cov(y, w) = 6,
    // cov(x, w) = 3, var w = 12.
    expect(
      read(
        companion(2, 2, { mean: 2, variance: 12 }),
        companion(2, 0, { mean: 2, variance: 6 }),
        companion(1, 1, { mean: 2, variance: 1 }),
        companion(2, 1, { mean: 2, variance: 3 }),
        moments({}),
        companion(1, 0, { mean: 2, variance: 2 }),
      ),
    ).toEqual([
      {
        metricId: 'm',
        variant: 'a',
        exposureDate: '2026-01-01',
        n: 3,
        mean: 5,
        m2: 8,
        companions: { means: [2, 2], comoments: [4, 2, 12, 6, 24] },
      },
    ]);
  });

  it('counts eligible units without facts as 0 in companions too', () => {
    // (4, 2), (8, 4) and two times (0, 0): means 3 and 1.5, Σx² − n x̄² = 20 −
    // 9, Σxy − n x̄ȳ = 40 − 18.
    const [row] = read(
      moments({ n: 2, mean: 6, variance: 8 }),
      {
        kind: 'companion',
        ...cell,
        n: 2,
        left_index: 1,
        right_index: 0,
        mean: 3,
        variance: 4,
      },
      {
        kind: 'companion',
        ...cell,
        n: 2,
        left_index: 1,
        right_index: 1,
        mean: 3,
        variance: 2,
      },
      { kind: 'eligible', ...cell, n: 4 },
    );
    expect(row).toMatchObject({
      n: 4,
      mean: 3,
      companions: { means: [1.5], comoments: [22, 11] },
    });
  });

  it('keeps the values of a dimension apart from the whole', () => {
    const rows = read(
      moments({}),
      moments({ dimension: 'country', dimension_value: 'se', n: 2 }),
      moments({ dimension: 'country', n: 1, variance: null }),
    );
    expect(rows.map(({ n, dimension }) => [n, dimension])).toEqual([
      [3, undefined],
      [2, { name: 'country', value: 'se' }],
      [1, { name: 'country', value: null }],
    ]);
  });

  it('takes a single unit without variance', () => {
    expect(read(moments({ n: 1, variance: null }))).toMatchObject([
      { n: 1, m2: 0 },
    ]);
  });

  it('refuses rows that it cannot understand rather than skip them', () => {
    const code = (rows: ComputationRow[]) => {
      try {
        readComputationRows(rows, '');
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
      return 'no error';
    };
    expect(code([exposed, crossover, moments({ mean: Number.NaN })])).toBe(
      'ETUDE_METRIC_NOT_FINITE',
    );
    expect(code([exposed, crossover, { kind: 'surprise' }])).toBe(
      'ETUDE_COMPUTATION_ROW',
    );
    expect(code([exposed])).toBe('ETUDE_COMPUTATION_ROW');
  });
});
