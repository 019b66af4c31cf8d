import type { MetricParts } from './case-definitions';

/** Parts of metrics by the name they give to a case. */
const axis = <K extends string>(parts: Record<K, MetricParts>) => parts;

/** Aggregations of the value of events. */
export const AGGREGATIONS = axis({
  sum: { aggregation: 'sum', measure: 'value' },
  'number of facts': { aggregation: 'count' },
  'number of values': { aggregation: 'count', measure: 'value' },
  min: { aggregation: 'min', measure: 'value' },
  max: { aggregation: 'max', measure: 'value' },
  average: { aggregation: 'average', measure: 'value' },
});

export const DISTINCT = axis({
  'distinct payloads': { type: 'count-distinct', measure: 'payload' },
  'distinct values': { aggregation: 'count-distinct', measure: 'value' },
});

export const LAST = axis({
  last: { aggregation: 'last', measure: 'value' },
});

/** Windows of hours that close. */
export const HOUR_WINDOWS = axis({
  'no window': { window: null },
  '72 hours': { window: { offsetHours: 0, lengthHours: 72 } },
  '48 hours after 24': { window: { offsetHours: 24, lengthHours: 48 } },
});

export const OPEN_WINDOWS = axis({
  'semi-open 10 days': {
    window: { kind: 'semi-open', offsetHours: 0, lengthHours: 240 },
  },
  'semi-open 48 hours after 100': {
    window: { kind: 'semi-open', offsetHours: 100, lengthHours: 48 },
  },
  cumulative: {
    window: { kind: 'cumulative', offsetHours: 0, lengthHours: 0 },
  },
  'cumulative after 36 hours': {
    window: { kind: 'cumulative', offsetHours: 36, lengthHours: 0 },
  },
});

/** Windows of calendar days, which a change of clocks stretches. */
export const DAY_WINDOWS = axis({
  '3 days': { window: { offsetHours: 0, lengthHours: 0, lengthDays: 3 } },
  '2 days and 5 hours after 1 day': {
    window: {
      offsetHours: 0,
      lengthHours: 5,
      offsetDays: 1,
      lengthDays: 2,
    },
  },
  'semi-open 7 days after 2': {
    window: {
      kind: 'semi-open',
      offsetHours: 0,
      lengthHours: 0,
      offsetDays: 2,
      lengthDays: 7,
    },
  },
  'cumulative after 1 day': {
    window: {
      kind: 'cumulative',
      offsetHours: 0,
      lengthHours: 0,
      offsetDays: 1,
    },
  },
});

export const FILTERS = axis({
  'of all events': { filters: [] },
  'of purchases': {
    filters: [{ column: 'event', operator: 'equals', value: 'purchase' }],
  },
  'of odd names': {
    filters: [{ column: 'event', operator: 'equals', value: "it's \\ odd" }],
  },
  'without payload a': {
    filters: [{ column: 'payload', operator: 'not-equals', value: 'a' }],
  },
  'of three payloads': {
    filters: [{ column: 'payload', operator: 'in', value: ["d'e", '😀', ''] }],
  },
  'of values from 2 to 30.5': {
    filters: [
      { column: 'value', operator: 'greater-or-equal', value: 2 },
      { column: 'value', operator: 'less-or-equal', value: 30.5 },
    ],
  },
  'of negative values': {
    filters: [{ column: 'value', operator: 'less-or-equal', value: -0.125 }],
  },
});

const purchases = FILTERS['of purchases'];

/** A mean, a share, a count and a ratio: one of each shape of a cell. */
export const SHAPES = axis({
  revenue: { ...AGGREGATIONS.sum, ...purchases },
  buyers: { type: 'proportion', ...purchases },
  facts: { type: 'count' },
  largest: AGGREGATIONS.max,
  'value per event': {
    type: 'ratio',
    ...AGGREGATIONS.sum,
    denominator: { aggregation: 'count', filters: [] },
  },
});

export const RATIOS = axis({
  'revenue per purchase': {
    type: 'ratio',
    ...AGGREGATIONS.sum,
    ...purchases,
    denominator: { aggregation: 'count', filters: purchases.filters ?? [] },
  },
  'purchases per value': {
    type: 'ratio',
    aggregation: 'count',
    ...purchases,
    denominator: { aggregation: 'sum', measure: 'value', filters: [] },
  },
  'largest per event': {
    type: 'ratio',
    ...AGGREGATIONS.max,
    denominator: { aggregation: 'count', measure: 'value', filters: [] },
  },
});

export const PROPORTIONS = axis({
  'share with 3 facts': { type: 'proportion', threshold: 3 },
  'share with sum 40': {
    type: 'proportion',
    ...AGGREGATIONS.sum,
    threshold: 40,
  },
  'share with least 0': {
    type: 'proportion',
    ...AGGREGATIONS.min,
    threshold: 0,
  },
  'share with average 12.5': {
    type: 'proportion',
    ...AGGREGATIONS.average,
    threshold: 12.5,
  },
});

/** Metrics of other fact tables. */
export const OTHER_TABLES = axis({
  'amount of gifts': {
    factTableId: 'orders',
    aggregation: 'sum',
    measure: 'amount',
    filters: [{ column: 'is_gift', operator: 'equals', value: true }],
  },
  'pieces within 3 days': {
    factTableId: 'orders',
    aggregation: 'sum',
    measure: 'pieces',
    window: { offsetHours: 0, lengthHours: 72 },
  },
  'score without time': {
    factTableId: 'scores',
    aggregation: 'average',
    measure: 'score',
  },
  'number of scores': {
    factTableId: 'scores',
    type: 'count',
  },
});

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

/** Windows that the cases of one feature run in. */
export const FEW_WINDOWS = axis({
  'no window': { window: null },
  '72 hours': { window: { offsetHours: 0, lengthHours: 72 } },
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
