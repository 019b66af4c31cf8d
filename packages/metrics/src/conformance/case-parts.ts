import { axis } from './axis';

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
