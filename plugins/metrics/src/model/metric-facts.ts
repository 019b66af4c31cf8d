import { formatNumber, formatPercent } from '@etude/ui';
import { capWords, ordinalWords } from './cap-words';
import { durationWords } from './duration-words';
import type { Fact } from './fact-differences';
import {
  AGGREGATION_WORDS,
  DIRECTION_WORDS,
  TYPE_WORDS,
} from './metric-labels';
import { filterWords } from './metric-words';
import { windowWords } from './window-words';
import type { MetricDefinition, MetricFilter } from './wire-types';

type Definition = Omit<MetricDefinition, 'id'>;

const NONE = 'none';
const HOURS_PER_DAY = 24;

const filtersWords = (filters: readonly MetricFilter[]): string =>
  filters.map(filterWords).join(' and ') || NONE;

const NULLS_WORDS = {
  zero: 'units without a value count as 0',
  exclude: 'units without a value are left out',
} as const;

const share = (value: number | undefined): string =>
  value === undefined ? NONE : formatPercent(value);

const denominatorWords = ({ denominator }: Definition): string => {
  if (denominator === undefined) return NONE;
  const { aggregation, measure, filters } = denominator;
  const of = measure === undefined ? '' : ` ${measure}`;
  const where = filters.length === 0 ? '' : `, where ${filtersWords(filters)}`;
  return `${AGGREGATION_WORDS[aggregation]}:${of}${where}`.replace(/:$/, '');
};

const stepsWords = ({ steps }: Definition): string =>
  steps
    ?.map(
      ({ name, filters, factTableId }) =>
        `${name} (${[...(factTableId ? [factTableId] : []), filtersWords(filters)].join(', ')})`,
    )
    .join(', then ') ?? NONE;

const quantileWords = ({ quantile }: Definition): string =>
  quantile === undefined
    ? NONE
    : `${ordinalWords(quantile.level * 100)} percentile of ${quantile.of}`;

const covariateWords = ({ covariate }: Definition): string =>
  covariate
    ? `${durationWords(covariate.lengthHours + (covariate.lengthDays ?? 0) * HOURS_PER_DAY)} before exposure`
    : NONE;

const valueFacts = (metric: Definition): readonly Fact[] => [
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
  { label: 'Filters', value: filtersWords(metric.filters) },
  { label: 'Divided by', value: denominatorWords(metric) },
  { label: 'Quantile', value: quantileWords(metric) },
  { label: 'Steps', value: stepsWords(metric) },
  { label: 'Window', value: windowWords(metric.window) },
  { label: 'Cap', value: capWords(metric.cap) ?? NONE },
  {
    label: 'Units without a value',
    value: metric.nulls ? NULLS_WORDS[metric.nulls] : 'as usual for the type',
  },
  { label: 'Variance reduction', value: covariateWords(metric) },
];

/** Every property of a metric in words, for reading and for comparing. */
export const metricFacts = (metric: Definition): readonly Fact[] => [
  { label: 'Name', value: metric.name },
  { label: 'Description', value: metric.description || NONE },
  { label: 'Owner', value: metric.owner },
  { label: 'Fact table', value: metric.factTableId },
  { label: 'Entity', value: metric.entity },
  ...valueFacts(metric),
  { label: 'Direction', value: DIRECTION_WORDS[metric.direction] },
  {
    label: 'Minimum detectable effect',
    value: share(metric.defaultMdeRelative),
  },
  {
    label: 'Non-inferiority margin',
    value: share(metric.defaultNimRelative),
  },
];
