import { describe, expect, it } from 'vitest';
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

  it('is plain data that survives storage', () => {
    const plan = planComputation(requestOf({ metrics: [metricOf('a')] }));
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});
