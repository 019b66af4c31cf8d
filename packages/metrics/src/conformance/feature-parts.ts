import { axis } from './axis';
import { AGGREGATIONS, DISTINCT, FILTERS, LAST, SHAPES } from './case-parts';

/** Sums and largest values with and without what caps and nulls do to them. */
export const NULLS = axis({
  'sum, units without left out': {
    ...AGGREGATIONS.sum,
    ...FILTERS['of purchases'],
    nulls: 'exclude',
  },
  'facts, units without left out': {
    type: 'count',
    ...FILTERS['of purchases'],
    nulls: 'exclude',
  },
  'distinct, units without left out': {
    ...DISTINCT['distinct payloads'],
    ...FILTERS['of purchases'],
    nulls: 'exclude',
  },
  'max, others are 0': {
    ...AGGREGATIONS.max,
    ...FILTERS['of negative values'],
    nulls: 'zero',
  },
  'average, others are 0': {
    ...AGGREGATIONS.average,
    ...FILTERS['of three payloads'],
    nulls: 'zero',
  },
  'last, others are 0': {
    ...LAST.last,
    ...FILTERS['of purchases'],
    nulls: 'zero',
  },
  'share among units with facts': {
    type: 'proportion',
    threshold: 2,
    ...FILTERS['of purchases'],
    nulls: 'exclude',
  },
  'share by sum among units with values': {
    type: 'proportion',
    ...AGGREGATIONS.sum,
    threshold: 20,
    nulls: 'exclude',
  },
});

export const CAPS = axis({
  'capped at 100': { cap: { kind: 'absolute', upper: 100 } },
  'capped to [-5, 60]': { cap: { kind: 'absolute', lower: -5, upper: 60 } },
  'at least 1': { cap: { kind: 'absolute', lower: 1 } },
  'at most -2': { cap: { kind: 'absolute', upper: -2 } },
  'capped at its 90th percentile': {
    cap: { kind: 'percentile', percentile: 0.9, ignoreZeros: false },
  },
  'capped at its 75th percentile without zeros': {
    cap: { kind: 'percentile', percentile: 0.75, ignoreZeros: true },
  },
});

/** Metrics that a cap can be put on. */
export const CAPPABLE = axis({
  revenue: SHAPES.revenue,
  largest: SHAPES.largest,
  facts: SHAPES.facts,
  'value per event': SHAPES['value per event'],
});

export const COVARIATES = axis({
  'with 96 hours before': { covariate: { lengthHours: 96 } },
  'with 14 days before': { covariate: { lengthHours: 0, lengthDays: 14 } },
});

export const RETENTION = axis({
  'back on day 2 to 4': {
    type: 'retention',
    window: { offsetHours: 24, lengthHours: 72 },
  },
  'buys in week 2': {
    type: 'retention',
    ...FILTERS['of purchases'],
    window: { offsetHours: 0, lengthHours: 0, offsetDays: 7, lengthDays: 7 },
  },
  'back so far': {
    type: 'retention',
    window: { kind: 'semi-open', offsetHours: 12, lengthHours: 60 },
  },
});

const eventStep = (event: string) => ({
  name: event,
  filters: [{ column: 'event', operator: 'equals' as const, value: event }],
});

export const FUNNELS = axis({
  'views, then purchases': {
    type: 'funnel',
    steps: [eventStep('view'), eventStep('purchase')],
  },
  'the same fact twice': {
    type: 'funnel',
    steps: [eventStep('view'), eventStep('view'), eventStep('refund')],
    window: { offsetHours: 0, lengthHours: 120 },
  },
  'over two tables after 2 days': {
    type: 'funnel',
    window: { offsetHours: 0, lengthHours: 0, offsetDays: 2, lengthDays: 6 },
    steps: [
      { name: 'any event', filters: [] },
      { name: 'order', filters: [], factTableId: 'orders' },
      eventStep('refund'),
    ],
  },
  'never finished': {
    type: 'funnel',
    steps: [eventStep('view'), eventStep('no such event')],
  },
});

/** Metrics of users from facts of their devices, and of parts of those. */
export const RELATED = axis({
  'seconds on a device': {
    factTableId: 'visits',
    aggregation: 'sum',
    measure: 'seconds',
  },
  'readers of a page': {
    factTableId: 'visits',
    type: 'proportion',
    filters: [{ column: 'page', operator: 'equals', value: "book's page" }],
  },
  'level per reading': {
    factTableId: 'readings',
    type: 'ratio',
    aggregation: 'sum',
    measure: 'level',
    denominator: { aggregation: 'count', filters: [] },
  },
});

/** Of units without a reading there is none, so this one needs many units. */
export const LAST_RELATED = axis({
  'last reading': {
    factTableId: 'readings',
    aggregation: 'last',
    measure: 'level',
  },
});

const ofValue = { type: 'quantile', measure: 'value' } as const;

export const QUANTILES = axis({
  'median of sums': {
    ...ofValue,
    aggregation: 'sum',
    quantile: { of: 'units', level: 0.5 },
  },
  '90th percentile of largest': {
    ...ofValue,
    aggregation: 'max',
    quantile: { of: 'units', level: 0.9 },
  },
  '80th percentile of purchases': {
    type: 'quantile',
    aggregation: 'count',
    ...FILTERS['of purchases'],
    quantile: { of: 'units', level: 0.8 },
  },
  'median of events': {
    ...ofValue,
    aggregation: 'sum',
    quantile: { of: 'events', level: 0.5 },
  },
  '95th percentile of purchase values': {
    ...ofValue,
    aggregation: 'sum',
    ...FILTERS['of purchases'],
    quantile: { of: 'events', level: 0.95 },
  },
});
