import { DIALECT_IDS, dialectById, printSql } from '@etude/sql';
import { describe, expect, it } from 'vitest';
import { factTableOf, metricOf } from './definition-fixture';
import { planDistribution } from './distribution-plan';
import { distributionQuery } from './distribution-query';
import type { Metric } from './metric';
import { readDistributionRow } from './read-distribution-row';

const planned = (metric: Metric) => {
  const plan = planDistribution({
    populationFactTableId: 'events',
    entity: 'user',
    days: 28,
    until: '2026-01-29T00:00:00Z',
    metric,
    factTables: [factTableOf()],
  });
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  return plan.value;
};

const sumOf = (parts: Partial<Metric> = {}) =>
  metricOf('revenue', { aggregation: 'sum', measure: 'amount', ...parts });

describe('distributionQuery', () => {
  it.each(DIALECT_IDS)('prints for %s', dialect => {
    const { capabilities } = dialectById(dialect);
    for (const metric of [
      sumOf(),
      metricOf('views'),
      sumOf({ type: 'quantile', quantile: { of: 'events', level: 0.95 } }),
    ]) {
      const query = distributionQuery(planned(metric), capabilities);
      expect(printSql(query, dialect)).toMatch(/bin_20/);
    }
  });

  it('asks engines without exact quantiles for none', () => {
    const sql = printSql(
      distributionQuery(planned(sumOf()), { exactQuantile: false }),
      'duckdb',
    );
    expect(sql).not.toMatch(/quantile/i);
  });
});

describe('planDistribution', () => {
  it('spreads the value before thresholds, caps and denominators', () => {
    const { metric, isZeroFilled } = planned(
      sumOf({
        type: 'ratio',
        denominator: { aggregation: 'count', filters: [] },
        cap: { kind: 'absolute', upper: 3 },
      }),
    );
    expect(metric.denominator).toBeNull();
    expect(metric.cap).toBeNull();
    expect(isZeroFilled).toBe(true);
  });

  it('refuses a funnel, which has no values', () => {
    const refused = planDistribution({
      populationFactTableId: 'events',
      entity: 'user',
      days: 28,
      until: '2026-01-29T00:00:00Z',
      metric: metricOf('checkout', { type: 'funnel', steps: [] }),
      factTables: [factTableOf()],
    });
    expect(refused).toMatchObject({
      ok: false,
      problems: [{ code: 'ETUDE_DISTRIBUTION_FUNNEL' }],
    });
  });
});

// 1000 units: 980 of 1, ten of 2 and ten of 100. Type 7 at 0.99 lies between
// the 990th and the 991st value: 2 + 0.01 · 98 = 2.98.
const ROW = {
  units: 1000,
  with_value: 1000,
  zeros: 0,
  n: 1000,
  mean: 2,
  variance: 97.1,
  total: 2000,
  least: 1,
  greatest: 100,
  start: 0,
  width: 0.1,
  quantile_1: 1,
  quantile_2: 1,
  quantile_3: 2.98,
  far_units: 10,
  far_total: 1000,
  ...Object.fromEntries(
    Array.from({ length: 21 }, (_, index) => [`bin_${index}`, 0]),
  ),
  bin_3: 7,
};
const LEVELS = { of: 'units', levels: [0.5, 0.9, 0.99] } as const;

describe('readDistributionRow', () => {
  it('tells what the largest 1 % hold', () => {
    expect(readDistributionRow(ROW, LEVELS)?.topShare).toBe(0.5);
  });

  it('takes the value at the boundary in part where there are ties', () => {
    // All of the largest 1 % are equal to the quantile: 10 of them count.
    const tied = { ...ROW, far_units: 0, far_total: 0, quantile_3: 100 };
    expect(readDistributionRow(tied, LEVELS)?.topShare).toBe(0.5);
  });

  it('tells no share of a sum with negative values', () => {
    const negative = { ...ROW, least: -1 };
    expect(readDistributionRow(negative, LEVELS)?.topShare).toBeNull();
  });

  it('ends with the last bin that holds something, at readable edges', () => {
    expect(readDistributionRow(ROW, LEVELS)?.bins.at(-1)).toEqual({
      from: 0.3,
      to: 0.4,
      units: 7,
    });
  });

  it('says when nothing has a value', () => {
    const none = { ...ROW, n: 0, mean: null, least: null, greatest: null };
    expect(readDistributionRow(none, LEVELS)).toBeUndefined();
  });

  it('blames the data for a mean that is no number', () => {
    expect(() => readDistributionRow({ ...ROW, mean: NaN }, LEVELS)).toThrow(
      /NaN or infinite/,
    );
  });
});
