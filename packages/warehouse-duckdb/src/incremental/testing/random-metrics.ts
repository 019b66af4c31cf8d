import type { ComputationRequest, Metric } from '@etude/metrics';
import { eventFacts, metricOf } from '../../computation-fixture';

type Parts = Partial<Metric>;

const ofViews: Parts = {
  filters: [{ column: 'event', operator: 'equals', value: 'view' }],
};
const sum: Parts = { aggregation: 'sum', measure: 'value' };
const hours = (offsetHours: number, lengthHours: number) => ({
  offsetHours,
  lengthHours,
});
const before = { lengthHours: 6, lengthDays: 2 };

/** Metrics of every kind over events, by name. */
const METRICS: Readonly<Record<string, Parts>> = {
  total: sum,
  'total of views': { ...sum, ...ofViews },
  facts: { type: 'count' },
  'facts with a value': { aggregation: 'count', measure: 'value' },
  least: { aggregation: 'min', measure: 'value' },
  largest: { aggregation: 'max', measure: 'value', ...ofViews },
  average: { aggregation: 'average', measure: 'value' },
  last: { aggregation: 'last', measure: 'value' },
  'last before and after': {
    aggregation: 'last',
    measure: 'value',
    covariate: before,
  },
  buyers: { type: 'proportion', ...ofViews },
  'share with sum 20': { type: 'proportion', ...sum, threshold: 20 },
  'facts where there are any': { type: 'count', nulls: 'exclude' },
  'total in two days': { ...sum, window: hours(0, 48) },
  'total on day 2': { ...sum, window: hours(24, 24) },
  'total so far': { ...sum, window: { kind: 'semi-open', ...hours(6, 72) } },
  'total from day 2 on': {
    ...sum,
    window: { kind: 'cumulative', ...hours(24, 0) },
  },
  'total in three calendar days': {
    ...sum,
    window: { offsetHours: 0, lengthHours: 0, lengthDays: 3 },
  },
  'value per view': {
    type: 'ratio',
    ...sum,
    denominator: { aggregation: 'count', filters: ofViews.filters ?? [] },
  },
  'value per view with covariates': {
    type: 'ratio',
    ...sum,
    denominator: { aggregation: 'count', filters: [] },
    covariate: before,
  },
  'capped total': { ...sum, cap: { kind: 'absolute', lower: 1, upper: 30 } },
  'winsorised total': {
    ...sum,
    cap: { kind: 'percentile', percentile: 0.9, ignoreZeros: false },
  },
  'total with covariate': { ...sum, covariate: before },
  'average with covariate': {
    aggregation: 'average',
    measure: 'value',
    covariate: { lengthHours: 30 },
    window: hours(0, 36),
  },
  'back on day 2': { type: 'retention', window: hours(24, 48) },
  'median of units': {
    type: 'quantile',
    ...sum,
    quantile: { of: 'units', level: 0.5 },
  },
  'median of events': {
    type: 'quantile',
    ...sum,
    quantile: { of: 'events', level: 0.5 },
  },
  'distinct values': {
    type: 'count-distinct',
    aggregation: 'count-distinct',
    measure: 'value',
  },
  'view then buy': {
    type: 'funnel',
    steps: [
      { name: 'view', filters: ofViews.filters ?? [] },
      {
        name: 'buy',
        filters: [{ column: 'event', operator: 'equals', value: 'buy' }],
      },
    ],
  },
};

/** How many metrics there are to choose from. */
export const METRIC_COUNT = Object.keys(METRICS).length;

/** A request for the metrics at these places, always with one that is kept. */
export const randomRequest = (
  places: readonly number[],
  parts: Partial<ComputationRequest>,
): ComputationRequest => {
  const named = Object.entries(METRICS);
  const chosen = [...new Set([0, ...places])].flatMap(place =>
    named.slice(place, place + 1),
  );
  return {
    experimentId: 'experiment',
    assignment: { kind: 'flag', flagId: 'checkout', ruleId: 'rule-1' },
    entity: 'user',
    variants: ['control', 'treatment'],
    from: '2026-03-26T00:00:00Z',
    until: '2026-04-05T00:00:00Z',
    metrics: chosen.map(([id, metric]) => metricOf(id, metric)),
    factTables: [eventFacts],
    ...parts,
  };
};
