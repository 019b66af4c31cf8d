import { printSql } from '@etude/sql';
import type { DialectId } from '@etude/sql';
import { describe, expect, it } from 'vitest';
import { planBaseline } from './baseline-request';
import { computationQuery } from './computation-query';
import { factTableOf, metricOf, requestOf } from './definition-fixture';
import { planComputation } from './plan-computation';

const purchases = [
  { column: 'event', operator: 'equals' as const, value: 'purchase' },
];
const week = { offsetHours: 0, lengthHours: 168 };
const players = factTableOf({
  id: 'players',
  source: { kind: 'query', sql: 'SELECT * FROM "import_players"' },
  timestampColumn: null,
  entityColumns: { user: 'userid' },
  measures: [{ name: 'rounds', column: 'rounds' }],
});

const PLANS = {
  'flag-two-tables': planComputation(
    requestOf({
      exposureUntil: '2026-01-08T00:00:00Z',
      factTables: [factTableOf(), players],
      metrics: [
        metricOf('buyers', {
          type: 'proportion',
          filters: purchases,
          window: week,
        }),
        metricOf('revenue', {
          aggregation: 'sum',
          measure: 'amount',
          filters: purchases,
        }),
        metricOf('rounds', {
          factTableId: 'players',
          aggregation: 'average',
          measure: 'rounds',
        }),
      ],
    }),
  ),
  'table-of-units': planComputation(
    requestOf({
      assignment: {
        kind: 'table',
        factTableId: 'players',
        unitColumn: 'userid',
        variantColumn: 'gate',
      },
      from: null,
      factTables: [players],
      metrics: [
        metricOf('rounds', {
          factTableId: 'players',
          aggregation: 'sum',
          measure: 'rounds',
        }),
      ],
    }),
  ),
  'ratio-with-covariates': planComputation(
    requestOf({
      assignment: {
        kind: 'table',
        factTableId: 'players',
        unitColumn: 'userid',
        variantColumn: 'gate',
        exposedAtColumn: 'joined_at',
        covariates: [
          { metricId: 'rounds', column: 'rounds_before', missing: 'indicator' },
          { metricId: 'rounds-per-day', column: 'age', missing: 'zero' },
        ],
        dimensions: ['country'],
      },
      from: null,
      factTables: [players],
      metrics: [
        metricOf('rounds', {
          factTableId: 'players',
          aggregation: 'sum',
          measure: 'rounds',
        }),
        metricOf('rounds-per-day', {
          factTableId: 'players',
          type: 'ratio',
          aggregation: 'sum',
          measure: 'rounds',
          denominator: { aggregation: 'count', filters: [] },
        }),
      ],
    }),
  ),
  baseline: planBaseline({
    populationFactTableId: 'events',
    entity: 'user',
    days: 28,
    until: '2026-01-29T00:00:00Z',
    factTables: [factTableOf()],
    metrics: [metricOf('views', { type: 'count', window: week })],
  }),
};
const DIALECTS: readonly DialectId[] = ['duckdb', 'postgres'];

describe.each(Object.entries(PLANS))('the query of %s', (name, plan) => {
  it.each(DIALECTS)('for %s', async dialect => {
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
    const sql = printSql(computationQuery(plan.value), dialect);
    expect(printSql(computationQuery(plan.value), dialect)).toBe(sql);
    await expect(`${sql}\n`).toMatchFileSnapshot(
      `../golden/${name}/${dialect}.sql`,
    );
  });
});
