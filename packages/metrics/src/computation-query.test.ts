import { DIALECT_IDS, printSql } from '@etude/sql';
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

const REQUESTS = {
  'flag-two-tables': requestOf({
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
  'table-of-units': requestOf({
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
  'ratio-with-covariates': requestOf({
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
  // A cap over all variants, and what was known before exposure.
  'caps-and-covariates': requestOf({
    metrics: [
      metricOf('revenue', {
        aggregation: 'sum',
        measure: 'amount',
        cap: { kind: 'percentile', percentile: 0.99, ignoreZeros: true },
        covariate: { lengthHours: 0, lengthDays: 14 },
      }),
      metricOf('largest', {
        aggregation: 'max',
        measure: 'amount',
        cap: { kind: 'absolute', lower: 0, upper: 500 },
        covariate: { lengthHours: 48 },
      }),
    ],
  }),
  'funnel-and-quantiles': requestOf({
    metrics: [
      metricOf('checkout', {
        type: 'funnel',
        steps: [
          { name: 'view', filters: [] },
          { name: 'purchase', filters: purchases },
        ],
        window: week,
      }),
      metricOf('median-value', {
        type: 'quantile',
        aggregation: 'sum',
        measure: 'amount',
        quantile: { of: 'events', level: 0.5 },
      }),
      metricOf('p90-purchases', {
        type: 'quantile',
        filters: purchases,
        quantile: { of: 'units', level: 0.9 },
      }),
    ],
  }),
  // Triggered by a purchase, in days of Stockholm, by what held at exposure.
  'triggered-days-by-dimension': requestOf({
    from: '2026-03-20T00:00:00Z',
    until: '2026-04-10T00:00:00Z',
    timeZone: 'Europe/Stockholm',
    factTables: [
      factTableOf(),
      factTableOf({ id: 'plans', source: { kind: 'table', table: 'plans' } }),
    ],
    exposureFilter: { factTableId: 'events', filters: purchases },
    dimensionSources: [
      { name: 'home', factTableId: 'plans', column: 'country' },
      {
        name: 'plan',
        factTableId: 'plans',
        column: 'plan',
        validFromColumn: 'valid_from',
      },
    ],
    metrics: [
      metricOf('last-value', {
        aggregation: 'last',
        measure: 'amount',
        window: {
          kind: 'semi-open',
          offsetHours: 0,
          lengthHours: 0,
          offsetDays: 1,
          lengthDays: 7,
        },
      }),
    ],
  }),
};

const baseline = planBaseline({
  populationFactTableId: 'events',
  entity: 'user',
  days: 28,
  until: '2026-01-29T00:00:00Z',
  factTables: [factTableOf()],
  metrics: [metricOf('views', { type: 'count', window: week })],
});

type Golden = Record<DialectId, 'golden' | { readonly unsupported: string }>;

const everywhere = Object.fromEntries(
  DIALECT_IDS.map(id => [id, 'golden']),
) as Record<DialectId, 'golden'>;

const CASES: Record<keyof typeof REQUESTS | 'baseline', Golden> = {
  'flag-two-tables': everywhere,
  'table-of-units': everywhere,
  'ratio-with-covariates': everywhere,
  'caps-and-covariates': everywhere,
  'funnel-and-quantiles': everywhere,
  'triggered-days-by-dimension': {
    ...everywhere,
    redshift: { unsupported: 'the latest value of a group' },
  },
  baseline: everywhere,
};

const planOf = (name: string, dialect: DialectId) => {
  const request = Object.entries(REQUESTS).find(([key]) => key === name)?.[1];
  return request === undefined ? baseline : planComputation(request, dialect);
};

describe.each(Object.entries(CASES))('the query of %s', (name, dialects) => {
  it.each(DIALECT_IDS)('for %s', async dialect => {
    const plan = planOf(name, dialect);
    const expected = dialects[dialect];
    if (expected !== 'golden') {
      const messages = plan.ok ? [] : plan.problems.map(one => one.message);
      expect(messages.join()).toContain(expected.unsupported);
      return;
    }
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
    const sql = printSql(computationQuery(plan.value), dialect);
    expect(printSql(computationQuery(plan.value), dialect)).toBe(sql);
    await expect(`${sql}\n`).toMatchFileSnapshot(
      `../golden/${name}/${dialect}.sql`,
    );
  });
});

describe('Metrics of several events', () => {
  const ofEvents = (events: readonly string[], each: number) =>
    events.flatMap(value =>
      Array.from({ length: each }, (_, index) =>
        metricOf(`${value}-${index}`, {
          filters: [{ column: 'event', operator: 'equals', value }],
        }),
      ),
    );
  const sqlOf = (metrics: ReturnType<typeof ofEvents>, dialect: DialectId) => {
    const plan = planComputation(requestOf({ metrics }), dialect);
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
    return printSql(computationQuery(plan.value), dialect);
  };
  const readers = (sql: string) => sql.split('FROM "unit_facts_1"').length - 1;

  it('are aggregated event by event where facts are joined to units once', () => {
    const sql = sqlOf(ofEvents(['a', 'b', 'c'], 4), 'duckdb');
    for (const event of ['a', 'b', 'c']) {
      expect(sql).toContain(`WHERE ("facts"."fact_1" = '${event}')`);
    }
    // The fourth reads all, which keeps the conditions behind the join.
    expect(readers(sql)).toBe(4);
    expect(sql).not.toContain('CASE WHEN ("facts"."fact_1"');
  });

  it('are aggregated together where they are few, or a CTE is read anew', () => {
    expect(readers(sqlOf(ofEvents(['a', 'b', 'c'], 1), 'duckdb'))).toBe(0);
    expect(readers(sqlOf(ofEvents(['a'], 8), 'duckdb'))).toBe(0);
    expect(readers(sqlOf(ofEvents(['a', 'b'], 4), 'clickhouse'))).toBe(0);
  });
});
