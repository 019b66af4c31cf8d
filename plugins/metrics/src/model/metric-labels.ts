import type { Aggregation, FilterOperator, MetricType } from './wire-types';

export const TYPE_WORDS: Readonly<
  Record<MetricType, { readonly label: string; readonly explanation: string }>
> = {
  average: {
    label: 'Average',
    explanation:
      'Each unit gets one number from its facts, such as what it spent; the metric is the average of these numbers.',
  },
  proportion: {
    label: 'Proportion',
    explanation:
      'Each unit counts as yes or no, such as bought or did not; the metric is the share of units that count as yes.',
  },
  count: {
    label: 'Count',
    explanation:
      'Each unit gets the number of its facts, such as pages seen; the metric is the average number per unit.',
  },
  'count-distinct': {
    label: 'Distinct count',
    explanation:
      'Each unit gets the number of different values of its facts, such as items seen; the metric is the average number per unit.',
  },
  quantile: {
    label: 'Quantile',
    explanation:
      'The value that a share of units or of facts stays at or below, such as the median waiting time.',
  },
  retention: {
    label: 'Retention',
    explanation:
      'Each unit counts as yes when it has a fact in a later window; the metric is the share of units that came back.',
  },
  funnel: {
    label: 'Funnel',
    explanation:
      'Each unit counts as yes when it took all steps in order; the metric is the share of units that did.',
  },
  ratio: {
    label: 'Ratio',
    explanation:
      'What all units add up to, divided by something else they add up to, such as revenue per order.',
  },
};

export const AGGREGATION_WORDS: Readonly<Record<Aggregation, string>> = {
  sum: 'Sum of a measure',
  count: 'Number of facts',
  max: 'Largest value of a measure',
  min: 'Smallest value of a measure',
  average: 'Average of a measure',
  'count-distinct': 'Number of different values',
  last: 'Latest value of a measure',
};

export const OPERATOR_WORDS: Readonly<Record<FilterOperator, string>> = {
  equals: 'is',
  'not-equals': 'is not',
  in: 'is one of',
  'greater-or-equal': 'is at least',
  'less-or-equal': 'is at most',
};

export const DIRECTION_WORDS = {
  increase: 'more is better',
  decrease: 'less is better',
} as const;
