import type { Aggregation, MetricType } from './wire-types';

/** All types in the order in which they are offered. */
export const METRIC_TYPES: readonly MetricType[] = [
  'average',
  'proportion',
  'count',
  'count-distinct',
  'ratio',
  'retention',
  'funnel',
  'quantile',
];

const OF_A_MEASURE: readonly Aggregation[] = [
  'sum',
  'average',
  'max',
  'min',
  'last',
];
const COUNTS: readonly Aggregation[] = ['count', 'count-distinct'];

type KindOf = {
  readonly type: MetricType;
  readonly quantile: { readonly of: 'units' | 'events' };
};

const isOfEvents = ({ type, quantile }: KindOf): boolean =>
  type === 'quantile' && quantile.of === 'events';

/** How the facts of a unit may become its value; empty where the type says. */
export const aggregationsFor = ({
  type,
  quantile,
}: KindOf): readonly Aggregation[] => {
  switch (type) {
    case 'average':
      return [...OF_A_MEASURE, ...COUNTS];
    case 'proportion':
      return [
        'count',
        'sum',
        'max',
        'min',
        'average',
        'last',
        'count-distinct',
      ];
    case 'ratio':
      return ['sum', ...COUNTS];
    case 'quantile':
      return quantile.of === 'units' ? [...OF_A_MEASURE, ...COUNTS] : [];
    case 'count':
    case 'count-distinct':
    case 'retention':
    case 'funnel':
      return [];
    default:
      return type satisfies never;
  }
};

/** Types of which a unit is a yes or a no. */
const SHARES: readonly MetricType[] = ['proportion', 'retention', 'funnel'];

/** True where values can be far out, so that a cap may help. */
export const canBeCapped = (type: MetricType): boolean =>
  !SHARES.includes(type) && type !== 'quantile';

/** True where units without a value can be left out. */
export const canLeaveUnitsOut = (kind: KindOf): boolean =>
  !['ratio', 'retention', 'funnel'].includes(kind.type) && !isOfEvents(kind);

/** True where the time before exposure can take variance out. */
export const canHaveCovariate = (type: MetricType): boolean =>
  type !== 'quantile' && type !== 'funnel';

type ValueOf = KindOf & { readonly aggregation: Aggregation };

/** What the facts of a unit are aggregated by, where its type says so. */
export const aggregationOf = (value: ValueOf): Aggregation => {
  const { type, aggregation } = value;
  if (type === 'count' || type === 'retention') return 'count';
  if (type === 'count-distinct') return 'count-distinct';
  return isOfEvents(value) ? 'sum' : aggregation;
};

/** What an aggregation becomes when another type is chosen. */
export const aggregationIn = (value: ValueOf): Aggregation => {
  const choices = aggregationsFor(value);
  const isFitting =
    choices.includes(value.aggregation) && value.aggregation !== 'count';
  return isFitting ? value.aggregation : (choices[0] ?? aggregationOf(value));
};

/** True when the value of a unit is made of a measure that has to be named. */
export const readsMeasure = (value: ValueOf): boolean => {
  if (value.type === 'funnel') return false;
  return aggregationOf(value) !== 'count';
};
