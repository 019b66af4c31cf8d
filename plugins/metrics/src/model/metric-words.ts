import { formatNumber } from '@etude/ui';
import { capWords, ordinalWords } from './cap-words';
import { DIRECTION_WORDS, OPERATOR_WORDS, TYPE_WORDS } from './metric-labels';
import { windowWords } from './window-words';
import type {
  Aggregation,
  FactTableDefinition,
  Measure,
  MetricDefinition,
  MetricFilter,
} from './wire-types';

/** What a sentence about a metric needs to know of its fact table. */
export type FactTableWords = Pick<
  FactTableDefinition,
  'name' | 'measures' | 'timestampColumn'
>;

/** A metric as far as it is filled in. */
export type MetricParts = Pick<
  MetricDefinition,
  | 'entity'
  | 'type'
  | 'aggregation'
  | 'measure'
  | 'threshold'
  | 'denominator'
  | 'filters'
  | 'window'
  | 'direction'
> &
  Partial<Pick<MetricDefinition, 'quantile' | 'steps' | 'nulls' | 'cap'>>;

/** Column of the lake's events that names what happened. */
const EVENT_COLUMN = 'event';

const plural = (noun: string): string => {
  if (/[^aeiou]y$/i.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/i.test(noun) ? `${noun}es` : `${noun}s`;
};

const eventName = (filter: MetricFilter): string | undefined =>
  filter.column === EVENT_COLUMN &&
  filter.operator === 'equals' &&
  typeof filter.value === 'string' &&
  filter.value !== ''
    ? filter.value
    : undefined;

const valueWords = (value: MetricFilter['value']): string => {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? `“${value}”` : String(value);
};

/** A condition in words: `client is “web”`. */
export const filterWords = (filter: MetricFilter): string =>
  `${filter.column || '…'} ${OPERATOR_WORDS[filter.operator]} ${valueWords(filter.value)}`;

type FactWords = { readonly one: string; readonly many: string };

const factWords = (
  parts: Pick<MetricParts, 'filters'>,
  table: FactTableWords | undefined,
): FactWords => {
  const named = parts.filters.find(filter => eventName(filter) !== undefined);
  const noun = named && eventName(named);
  const others = parts.filters.filter(filter => filter !== named);
  const where =
    others.length === 0
      ? ''
      : ` where ${others.map(filterWords).join(' and ')}`;
  const of = noun === undefined ? ` of ${table?.name ?? '…'}` : '';
  return {
    one: `${noun ?? 'row'}${of}${where}`,
    many: `${plural(noun ?? 'row')}${of}${where}`,
  };
};

const measureWords = (
  name: string | undefined,
  table: FactTableWords | undefined,
): string => {
  const unit = table?.measures.find(measure => measure.name === name)?.unit;
  return `${name ?? '…'}${unit ? ` (${unit})` : ''}`;
};

const AGGREGATED: Readonly<Record<Exclude<Aggregation, 'count'>, string>> = {
  sum: 'sum of',
  max: 'largest',
  min: 'smallest',
  average: 'mean',
  'count-distinct': 'number of different values of',
  last: 'latest',
};

const proportionWords = (
  parts: MetricParts,
  facts: FactWords,
  table: FactTableWords | undefined,
): string => {
  const { aggregation, threshold } = parts;
  const units = `Share of ${plural(parts.entity || 'unit')}`;
  if (aggregation === 'count') {
    return (threshold ?? 1) === 1
      ? `${units} with at least one ${facts.one}`
      : `${units} with at least ${formatNumber(threshold ?? 1)} ${facts.many}`;
  }
  const least = threshold === undefined ? '…' : formatNumber(threshold);
  return `${units} whose ${AGGREGATED[aggregation]} ${measureWords(parts.measure, table)} over ${facts.many} is at least ${least}`;
};

const ratioWords = (
  parts: MetricParts,
  facts: FactWords,
  table: FactTableWords | undefined,
): string => {
  const side = (
    aggregation: Aggregation,
    measure: string | undefined,
    of: FactWords,
  ) =>
    aggregation === 'count'
      ? `number of ${of.many}`
      : `${AGGREGATED[aggregation]} ${measureWords(measure, table)} over ${of.many}`;
  const { denominator } = parts;
  const above = side(parts.aggregation, parts.measure, facts);
  const below =
    denominator === undefined
      ? '…'
      : side(
          denominator.aggregation,
          denominator.measure,
          factWords(denominator, table),
        );
  return `${above.charAt(0).toUpperCase()}${above.slice(1)}, divided by the ${below},`;
};

const shareWords = (
  { type, entity, steps = [] }: MetricParts,
  facts: FactWords,
): string => {
  const units = `Share of ${plural(entity || 'unit')}`;
  return type === 'retention'
    ? `${units} that come back with at least one ${facts.one}`
    : `${units} that go from ${steps.map(({ name }) => `“${name || '…'}”`).join(' to ')}`;
};

const quantileWords = (
  parts: MetricParts,
  facts: FactWords,
  table: FactTableWords | undefined,
): string => {
  const { quantile, aggregation, measure } = parts;
  const level = ordinalWords((quantile?.level ?? Number.NaN) * 100);
  const named = measureWords(measure, table);
  if (quantile?.of === 'events') {
    return `${level} percentile of ${named} over ${facts.many}`;
  }
  const value =
    aggregation === 'count'
      ? `number of ${facts.many}`
      : `${AGGREGATED[aggregation]} ${named} over ${facts.many}`;
  return `${level} percentile of the ${value} per ${parts.entity || 'unit'}`;
};

const valueSentence = (
  parts: MetricParts,
  facts: FactWords,
  table: FactTableWords | undefined,
): string => {
  const per = `per ${parts.entity || 'unit'}`;
  if (parts.type === 'proportion') return proportionWords(parts, facts, table);
  if (parts.type === 'ratio') return ratioWords(parts, facts, table);
  if (parts.type === 'quantile') return quantileWords(parts, facts, table);
  if (parts.type === 'retention' || parts.type === 'funnel') {
    return shareWords(parts, facts);
  }
  if (parts.type === 'count-distinct') {
    return `Average number of different values of ${measureWords(parts.measure, table)} over ${facts.many} ${per}`;
  }
  if (parts.type === 'count' || parts.aggregation === 'count') {
    return `Average number of ${facts.many} ${per}`;
  }
  return `Average of the ${AGGREGATED[parts.aggregation]} ${measureWords(parts.measure, table)} over ${facts.many} ${per}`;
};

/**
 * A metric's definition as one sentence: "Share of readers with at least one
 * purchase within 7 days after exposure; more is better".
 */
export const definitionSentence = (
  parts: MetricParts,
  table: FactTableWords | undefined,
): string =>
  [
    `${valueSentence(parts, factWords(parts, table), table)} ${windowWords(parts.window, table)}`,
    ...(parts.cap ? [`, ${capWords(parts.cap)}`] : []),
    `; ${DIRECTION_WORDS[parts.direction]}`,
  ].join('');

/** What becomes of units without a fact, as the computation treats them. */
export const unitsWithoutFacts = (
  parts: Pick<MetricParts, 'type' | 'aggregation' | 'entity' | 'nulls'>,
): string => {
  const units = plural(parts.entity || 'unit');
  if (parts.type === 'retention' || parts.type === 'funnel') {
    return `Other ${units} count as no.`;
  }
  if (parts.type === 'ratio') return `Other ${units} add nothing to either.`;
  if (parts.nulls === 'exclude') return `Other ${units} are left out.`;
  if (parts.type === 'proportion') return `Other ${units} count as no.`;
  return parts.nulls === 'zero' ||
    parts.type === 'count' ||
    parts.type === 'count-distinct' ||
    ['sum', 'count', 'count-distinct'].includes(parts.aggregation)
    ? `Other ${units} count as 0.`
    : `Other ${units} are left out.`;
};

/** A metric's type for a table cell: `Average of the sum of value`. */
export const typeCell = (
  metric: Pick<MetricParts, 'type' | 'aggregation' | 'measure' | 'threshold'>,
): string => {
  if (metric.type === 'proportion') {
    return metric.aggregation === 'count' || metric.measure === undefined
      ? 'Proportion'
      : `Proportion, by ${AGGREGATED[metric.aggregation]} ${metric.measure}`;
  }
  if (metric.type === 'count') return 'Count per unit';
  if (metric.type !== 'average') return TYPE_WORDS[metric.type].label;
  if (metric.aggregation === 'count') return 'Count per unit';
  return `Average, ${AGGREGATED[metric.aggregation]} ${metric.measure ?? ''}`;
};

/** A measure with its unit: `value (EUR)`. */
export const measureLabel = ({ name, unit }: Measure): string =>
  unit ? `${name} (${unit})` : name;
