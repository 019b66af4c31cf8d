import { describe, expect, it } from 'vitest';
import { planBaseline } from './baseline-request';
import type { ComputationRequest } from './computation-request';
import { factTableOf, metricOf, requestOf } from './definition-fixture';
import type { Metric } from './metric';
import { planComputation } from './plan-computation';

const problemsOf = (request: ComputationRequest): string[] => {
  const plan = planComputation(request);
  return plan.ok
    ? []
    : plan.problems.map(problem => `${problem.path} ${problem.code}`);
};
const ofMetric = (parts: Partial<Metric>) =>
  problemsOf(requestOf({ metrics: [metricOf('m', parts)] }));

const equals = (column: string, value: Metric['filters'][number]['value']) => ({
  column,
  operator: 'equals' as const,
  value,
});

describe('planComputation refuses', () => {
  it.each<[string, Partial<Metric>, string]>([
    [
      'an unknown fact table',
      { factTableId: 'x' },
      'factTableId ETUDE_METRIC_FACT_TABLE_UNKNOWN',
    ],
    [
      'a sum of nothing',
      { aggregation: 'sum' },
      'measure ETUDE_METRIC_MEASURE_MISSING',
    ],
    [
      'an unknown measure',
      { aggregation: 'sum', measure: 'x' },
      'measure ETUDE_METRIC_MEASURE_UNKNOWN',
    ],
    ['another entity', { entity: 'team' }, 'entity ETUDE_METRIC_ENTITY'],
    [
      'a filter on an undeclared column',
      { filters: [equals('x', 1)] },
      'filters[0].column ETUDE_METRIC_FILTER_COLUMN_UNKNOWN',
    ],
    [
      'a list to equal',
      { filters: [equals('event', ['a'])] },
      'filters[0].value ETUDE_METRIC_FILTER_VALUE',
    ],
    [
      'an empty list',
      { filters: [{ column: 'event', operator: 'in', value: [] }] },
      'filters[0].value ETUDE_METRIC_FILTER_VALUE',
    ],
    [
      'a list of two kinds',
      { filters: [{ column: 'event', operator: 'in', value: ['a', 1] }] },
      'filters[0].value ETUDE_METRIC_FILTER_VALUE',
    ],
    [
      'an order of truth values',
      {
        filters: [{ column: 'event', operator: 'less-or-equal', value: true }],
      },
      'filters[0].value ETUDE_METRIC_FILTER_VALUE',
    ],
    [
      'a threshold on an average',
      { threshold: 2 },
      'threshold ETUDE_METRIC_THRESHOLD_UNUSED',
    ],
    [
      'a threshold that all units reach',
      { type: 'proportion', threshold: 0 },
      'threshold ETUDE_METRIC_THRESHOLD_RANGE',
    ],
    [
      'a sum without threshold as proportion',
      { type: 'proportion', aggregation: 'sum', measure: 'amount' },
      'threshold ETUDE_METRIC_THRESHOLD_MISSING',
    ],
    [
      'a window without a length',
      { window: { offsetHours: 1, lengthHours: 0 } },
      'window ETUDE_METRIC_LENGTH',
    ],
    [
      'a cumulative window with a length',
      { window: { kind: 'cumulative', offsetHours: 0, lengthHours: 5 } },
      'window ETUDE_METRIC_LENGTH',
    ],
    [
      'a window that ends in another age',
      { window: { offsetHours: 0, lengthHours: 1e12 } },
      'window ETUDE_METRIC_LENGTH',
    ],
    [
      'a covariate from another age',
      { covariate: { lengthHours: 0, lengthDays: 1e9 } },
      'covariate ETUDE_METRIC_LENGTH',
    ],
    [
      'a covariate over no time',
      { covariate: { lengthHours: 0 } },
      'covariate ETUDE_METRIC_LENGTH',
    ],
    [
      'a cap that leaves nothing between',
      { cap: { kind: 'absolute', lower: 5, upper: 5 } },
      'cap ETUDE_METRIC_CAP_RANGE',
    ],
    [
      'a cap without bounds',
      { cap: { kind: 'absolute' } },
      'cap ETUDE_METRIC_CAP_RANGE',
    ],
    [
      'a cap on a share',
      { type: 'proportion', cap: { kind: 'absolute', upper: 5 } },
      'cap ETUDE_METRIC_CAP_UNUSED',
    ],
    [
      'a cap on a quantile',
      {
        type: 'quantile',
        quantile: { of: 'units', level: 0.5 },
        cap: { kind: 'absolute', upper: 5 },
      },
      'cap ETUDE_METRIC_CAP_UNUSED',
    ],
    [
      'a quantile without a level',
      { type: 'quantile' },
      'quantile ETUDE_METRIC_QUANTILE',
    ],
    [
      'a level without a quantile',
      { quantile: { of: 'units', level: 0.5 } },
      'quantile ETUDE_METRIC_QUANTILE',
    ],
    [
      'a quantile of events without a measure',
      { type: 'quantile', quantile: { of: 'events', level: 0.5 } },
      'measure ETUDE_METRIC_MEASURE_MISSING',
    ],
    [
      'retention without a window',
      { type: 'retention' },
      'window ETUDE_METRIC_RETENTION_WINDOW',
    ],
    [
      'retention that leaves units out',
      {
        type: 'retention',
        nulls: 'exclude',
        window: { offsetHours: 0, lengthHours: 1 },
      },
      'nulls ETUDE_METRIC_NULLS',
    ],
    [
      'distinct values of nothing',
      { type: 'count-distinct' },
      'measure ETUDE_METRIC_MEASURE_MISSING',
    ],
    [
      'steps without a funnel',
      { steps: [{ name: 'view', filters: [] }] },
      'steps ETUDE_METRIC_STEPS_UNUSED',
    ],
    [
      'a funnel of one step',
      { type: 'funnel', steps: [{ name: 'view', filters: [] }] },
      'steps ETUDE_METRIC_STEPS',
    ],
  ])('%s', (_name, parts, expected) => {
    expect(ofMetric(parts)).toEqual([`metrics[0].${expected}`]);
  });

  it('windows where there is no time to measure them', () => {
    const metrics = [
      metricOf('m', { window: { offsetHours: 0, lengthHours: 1 } }),
    ];
    const timeless = [factTableOf({ timestampColumn: null })];
    expect(problemsOf(requestOf({ metrics, factTables: timeless }))).toEqual([
      'metrics[0].window ETUDE_METRIC_WINDOW_WITHOUT_FACT_TIME',
    ]);
    const assignment = {
      kind: 'table',
      factTableId: 'events',
      unitColumn: 'u',
      variantColumn: 'v',
    } as const;
    expect(problemsOf(requestOf({ metrics, assignment }))).toEqual([
      'metrics[0].window ETUDE_METRIC_WINDOW_WITHOUT_EXPOSURE_TIME',
    ]);
  });

  it('steps on unknown tables and columns', () => {
    expect(
      ofMetric({
        type: 'funnel',
        steps: [
          { name: 'view', filters: [equals('x', 1)] },
          { name: 'order', filters: [], factTableId: 'orders' },
        ],
      }),
    ).toEqual([
      'metrics[0].steps[0].filters[0].column ETUDE_METRIC_FILTER_COLUMN_UNKNOWN',
      'metrics[0].steps[1].factTableId ETUDE_METRIC_STEP_TABLE',
    ]);
  });

  it('zones, exposure filters and dimensions that are not there', () => {
    expect(
      problemsOf(
        requestOf({
          timeZone: 'Europe/Atlantis',
          exposureFilter: { factTableId: 'x', filters: [] },
          dimensionSources: [
            { name: 'plan', factTableId: 'plans', column: 'plan' },
          ],
        }),
      ),
    ).toEqual([
      'exposureFilter.factTableId ETUDE_COMPUTATION_TABLE_UNKNOWN',
      'dimensionSources[0].factTableId ETUDE_COMPUTATION_TABLE_UNKNOWN',
      'timeZone ETUDE_COMPUTATION_TIME_ZONE',
    ]);
    const timeless = factTableOf({ timestampColumn: null });
    expect(
      problemsOf(
        requestOf({
          factTables: [timeless],
          exposureFilter: {
            factTableId: 'events',
            filters: [equals('x', 1)],
          },
        }),
      ),
    ).toEqual([
      'exposureFilter.factTableId ETUDE_EXPOSURE_FILTER_WITHOUT_TIME',
      'exposureFilter.filters[0].column ETUDE_METRIC_FILTER_COLUMN_UNKNOWN',
    ]);
  });

  it('what the engine of the warehouse cannot do', () => {
    const request = requestOf({
      dimensionSources: [
        {
          name: 'plan',
          factTableId: 'events',
          column: 'event',
          validFromColumn: 'event_time',
        },
      ],
      metrics: [metricOf('m', { aggregation: 'last', measure: 'amount' })],
    });
    const plan = planComputation(request, 'redshift');
    expect(plan.ok ? [] : plan.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("Dimension 'plan' cannot run on redshift"),
      expect.stringContaining("Metric 'm' cannot run on redshift"),
    ]);
    expect(planComputation(request, 'duckdb').ok).toBe(true);
  });

  it('everything at once, with a path for each problem', () => {
    expect(
      problemsOf(
        requestOf({
          from: '2026-02-01T00:00:00Z',
          variants: ['a', 'a'],
          assignment: {
            kind: 'table',
            factTableId: 'x',
            unitColumn: 'u',
            variantColumn: 'v',
          },
          metrics: [
            metricOf('m', { aggregation: 'sum' }),
            metricOf('m', { entity: 'team' }),
          ],
        }),
      ),
    ).toEqual([
      'assignment.factTableId ETUDE_ASSIGNMENT_TABLE_UNKNOWN',
      'variants ETUDE_COMPUTATION_VARIANTS',
      'metrics ETUDE_COMPUTATION_METRIC_TWICE',
      'metrics[0].measure ETUDE_METRIC_MEASURE_MISSING',
      'metrics[1].entity ETUDE_METRIC_ENTITY',
    ]);
    expect(
      problemsOf(requestOf({ from: '2026-02-01T00:00:00Z', variants: [] })),
    ).toEqual([
      'until ETUDE_COMPUTATION_PERIOD',
      'variants ETUDE_COMPUTATION_VARIANTS',
    ]);
  });
});

describe('planComputation', () => {
  it('scans a fact table once for all of its metrics', () => {
    const other = factTableOf({
      id: 'orders',
      source: { kind: 'import', tableId: 'orders' },
    });
    const plan = planComputation(
      requestOf({
        factTables: [factTableOf(), other, factTableOf({ id: 'unused' })],
        metrics: [
          metricOf('a'),
          metricOf('b', { factTableId: 'orders' }),
          metricOf('c'),
        ],
      }),
    );
    const scans = plan.ok
      ? plan.value.scans.map(scan => [
          scan.factTableId,
          ...scan.metrics.map(metric => metric.metricId),
        ])
      : [];
    expect(scans).toEqual([
      ['events', 'a', 'c'],
      ['orders', 'b'],
    ]);
  });

  it('has one scan for a funnel over facts that other metrics read too', () => {
    const other = factTableOf({ id: 'orders' });
    const plan = planComputation(
      requestOf({
        factTables: [factTableOf(), other],
        metrics: [
          metricOf('a'),
          metricOf('bought', {
            type: 'funnel',
            steps: [
              { name: 'view', filters: [] },
              { name: 'order', filters: [], factTableId: 'orders' },
            ],
          }),
        ],
      }),
    );
    expect(
      plan.ok
        ? plan.value.scans.map(scan => [
            scan.factTableId,
            scan.metrics.length,
            scan.steps.length,
          ])
        : [],
    ).toEqual([
      ['events', 1, 1],
      ['orders', 0, 1],
    ]);
  });

  it('is plain data that survives storage', () => {
    const plan = planComputation(requestOf({ metrics: [metricOf('a')] }));
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

describe('planBaseline', () => {
  const baseline = (timeZone?: string) =>
    planBaseline({
      populationFactTableId: 'events',
      entity: 'user',
      days: 7,
      until: '2026-04-02T07:00:00Z',
      metrics: [metricOf('a')],
      factTables: [factTableOf()],
      ...(timeZone === undefined ? {} : { timeZone }),
    });
  const from = (timeZone?: string) => {
    const plan = baseline(timeZone);
    return plan.ok && plan.value.from;
  };

  it('goes back by days of the zone, UTC when none is named', () => {
    // 9:00 in Stockholm a week before was by winter time, an hour later in UTC.
    expect(from('Europe/Stockholm')).toBe('2026-03-26T08:00:00.000Z');
    expect(from()).toBe('2026-03-26T07:00:00.000Z');
    expect(baseline('UTC')).toEqual(baseline());
    expect(baseline('+01:00')).toMatchObject({
      problems: [{ code: 'ETUDE_COMPUTATION_TIME_ZONE', path: 'timeZone' }],
    });
  });
});
