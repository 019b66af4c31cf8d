import type { Metric, MetricCap, MetricWindow } from '../metric';
import { writeConditions } from './read-conditions';
import { writeDescribed } from './read-fact-table';
import { impliedAggregation } from './read-metric';
import { lengthText, percentOf, percentileOf } from './written-figures';

const lengthWord = <K extends string>(
  word: K,
  days: number | undefined,
  hours: number,
): Partial<Record<K, string>> => {
  const length = { days: days ?? 0, hours };
  if (length.days + length.hours === 0) return {};
  return Object.fromEntries([[word, lengthText(length)]]) as Partial<
    Record<K, string>
  >;
};

const writeWindow = (window: MetricWindow): unknown => {
  const words = {
    ...(window.kind === undefined ? {} : { kind: window.kind }),
    ...lengthWord('offset', window.offsetDays, window.offsetHours),
    ...lengthWord('length', window.lengthDays, window.lengthHours),
  };
  const isShort = Object.keys(words).join() === 'length';
  return isShort ? words.length : words;
};

const writeCap = (cap: MetricCap): unknown => {
  if (cap.kind === 'absolute') {
    return {
      ...(cap.lower === undefined ? {} : { atLeast: cap.lower }),
      ...(cap.upper === undefined ? {} : { atMost: cap.upper }),
    };
  }
  const percentile = percentileOf(cap.percentile);
  return cap.ignoreZeros ? { percentile, ignoreZeros: true } : percentile;
};

const writeKind = ({ denominator, quantile, steps }: Metric) => ({
  ...(denominator === undefined
    ? {}
    : {
        denominator: {
          aggregation: denominator.aggregation,
          ...(denominator.measure === undefined
            ? {}
            : { measure: denominator.measure }),
          ...writeConditions(denominator.filters),
        },
      }),
  ...(quantile === undefined
    ? {}
    : {
        quantile: { level: percentileOf(quantile.level), of: quantile.of },
      }),
  ...(steps === undefined
    ? {}
    : {
        steps: steps.map(({ name, filters, factTableId }) => ({
          name,
          ...(factTableId === undefined ? {} : { factTable: factTableId }),
          ...writeConditions(filters),
        })),
      }),
});

/** The words that `readMetric` reads as this metric. */
export const writeMetric = (metric: Metric): Record<string, unknown> => {
  const { type, aggregation, measure, threshold, window, nulls } = metric;
  const { cap, covariate, defaultMdeRelative, defaultNimRelative } = metric;
  const isImplied = impliedAggregation(type, measure) === aggregation;
  return {
    ...writeDescribed(metric),
    factTable: metric.factTableId,
    entity: metric.entity,
    type,
    ...(isImplied ? {} : { aggregation }),
    ...(measure === undefined ? {} : { measure }),
    ...writeConditions(metric.filters),
    ...(threshold === undefined ? {} : { threshold }),
    ...writeKind(metric),
    ...(window === null ? {} : { window: writeWindow(window) }),
    ...(nulls === undefined ? {} : { nulls }),
    ...(cap ? { cap: writeCap(cap) } : {}),
    ...(covariate
      ? lengthWord('covariate', covariate.lengthDays, covariate.lengthHours)
      : {}),
    direction: metric.direction,
    ...(defaultMdeRelative === undefined
      ? {}
      : { mde: percentOf(defaultMdeRelative) }),
    ...(defaultNimRelative === undefined
      ? {}
      : { nim: percentOf(defaultNimRelative) }),
    ...(metric.state === 'active' ? {} : { state: metric.state }),
  };
};
