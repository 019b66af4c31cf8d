import type { QuantileRow } from '../computation-result';
import type { Metric } from '../metric';
import { interpolatedQuantile } from './expected-cap';
import type { UnitValue } from './expected-values';

/** 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

const boundsOf = (values: readonly number[], level: number) => {
  const n = values.length;
  const sorted = values.toSorted((a, b) => a - b);
  const spread = Z * Math.sqrt(n * level * (1 - level));
  const lower = Math.max(1, Math.floor(n * level - spread));
  const upper = Math.min(n, Math.ceil(n * level + spread));
  return {
    lower: sorted[lower - 1] ?? Number.NaN,
    upper: sorted[upper - 1] ?? Number.NaN,
  };
};

const centredProducts = (
  left: readonly number[],
  right: readonly number[],
): number => {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanLeft, meanRight] = [mean(left), mean(right)];
  return left.reduce(
    (sum, value, index) =>
      sum + (value - meanLeft) * ((right[index] ?? NaN) - meanRight),
    0,
  );
};

const eventsOf = (
  values: readonly UnitValue[],
  estimate: number,
): NonNullable<QuantileRow['events']> => {
  const clusters = values.filter(({ events }) => events.length > 0);
  const units = clusters.length;
  const counts = clusters.map(({ events }) => events.length);
  const below = clusters.map(
    ({ events }) => events.filter(value => value <= estimate).length,
  );
  const sum = (numbers: readonly number[]) =>
    numbers.reduce((total, number) => total + number, 0);
  return {
    units,
    meanBelow: sum(below) / units,
    meanEvents: sum(counts) / units,
    varianceBelow: centredProducts(below, below) / (units - 1),
    varianceEvents: centredProducts(counts, counts) / (units - 1),
    covariance: centredProducts(below, counts) / (units - 1),
  };
};

/** The quantile of each variant, with bounds and, of events, their clusters. */
export const quantileRows = (
  metric: Metric,
  values: readonly UnitValue[],
): QuantileRow[] => {
  const { of: kind, level } = metric.quantile ?? { of: 'units', level: 0.5 };
  const byVariant = Map.groupBy(values, ({ unit }) => unit.variant);
  return [...byVariant].flatMap(([variant, ofVariant]) => {
    const numbers = ofVariant.flatMap(({ value, events }) =>
      kind === 'events' ? events : (value ?? []),
    );
    if (numbers.length === 0) return [];
    const value = interpolatedQuantile(numbers, level);
    return [
      {
        metricId: metric.id,
        variant,
        n: numbers.length,
        value,
        ...boundsOf(numbers, level),
        ...(kind === 'events' ? { events: eventsOf(ofVariant, value) } : {}),
      },
    ];
  });
};
