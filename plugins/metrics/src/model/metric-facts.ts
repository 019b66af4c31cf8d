import { formatNumber, formatPercent } from '@etude/ui';
import {
  AGGREGATION_WORDS,
  DIRECTION_WORDS,
  TYPE_WORDS,
} from './metric-labels';
import { filterWords } from './metric-words';
import { windowWords } from './window-words';
import type { MetricDefinition } from './wire-types';

/** One property of a metric: its name and its value in words. */
export type MetricFact = { readonly label: string; readonly value: string };

const NONE = 'none';

/** Every property of a metric in words, for reading and for comparing. */
export const metricFacts = (
  metric: Omit<MetricDefinition, 'id'>,
): readonly MetricFact[] => [
  { label: 'Name', value: metric.name },
  { label: 'Description', value: metric.description || NONE },
  { label: 'Owner', value: metric.owner },
  { label: 'Fact table', value: metric.factTableId },
  { label: 'Entity', value: metric.entity },
  { label: 'Type', value: TYPE_WORDS[metric.type].label },
  {
    label: 'Value of a unit',
    value: AGGREGATION_WORDS[metric.aggregation],
  },
  { label: 'Measure', value: metric.measure ?? NONE },
  {
    label: 'Threshold',
    value:
      metric.threshold === undefined
        ? NONE
        : `at least ${formatNumber(metric.threshold)}`,
  },
  {
    label: 'Filters',
    value: metric.filters.map(filterWords).join(' and ') || NONE,
  },
  { label: 'Window', value: windowWords(metric.window) },
  { label: 'Direction', value: DIRECTION_WORDS[metric.direction] },
  {
    label: 'Minimum detectable effect',
    value:
      metric.defaultMdeRelative === undefined
        ? NONE
        : formatPercent(metric.defaultMdeRelative),
  },
  {
    label: 'Non-inferiority margin',
    value:
      metric.defaultNimRelative === undefined
        ? NONE
        : formatPercent(metric.defaultNimRelative),
  },
];
