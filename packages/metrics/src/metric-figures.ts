import type { Metric, MetricWindow } from './metric';
import { isZeroFilled } from './plan-metric';

/** What statistics have to know of a metric to read its figures. */
export type MetricFigures = {
  /** The kind of number that units enter with. */
  readonly type: 'average' | 'proportion' | 'count' | 'ratio' | 'quantile';
  /** Companions of its moments that are from before exposure. */
  readonly covariates: number;
  /** The level of a quantile; undefined for other metrics. */
  readonly quantile: number | undefined;
};

const typeOf = ({ type }: Metric): MetricFigures['type'] => {
  switch (type) {
    case 'retention':
    case 'funnel':
      return 'proportion';
    case 'count-distinct':
      return 'count';
    default:
      return type;
  }
};

const covariatesOf = (metric: Metric): number => {
  if (!metric.covariate) return 0;
  // A ratio has its numerator and denominator from before exposure, a metric
  // that leaves units out says where nothing was known.
  return metric.type === 'ratio' || !isZeroFilled(metric) ? 2 : 1;
};

/** How to read what a computation gives for a metric. */
export const metricFigures = (metric: Metric): MetricFigures => ({
  type: typeOf(metric),
  covariates: covariatesOf(metric),
  quantile: metric.quantile?.level,
});

const HOURS_PER_DAY = 24;

/** Days from its exposure until a unit enters a metric with this window. */
export const windowDays = ({
  kind = 'closed',
  offsetHours,
  lengthHours,
  offsetDays = 0,
  lengthDays = 0,
}: MetricWindow): number => {
  const offset = offsetDays + offsetHours / HOURS_PER_DAY;
  return kind === 'closed'
    ? offset + lengthDays + lengthHours / HOURS_PER_DAY
    : offset;
};
