import type { QuantileRow } from '@etude/analysis';
import type { BoundedQuantile, ClusteredQuantile } from '@etude/stats';
import {
  momentsOfX,
  momentsOfY,
  sampleCovariance,
  sampleVariance,
} from '@etude/stats';
import type { Random } from '../../random/random';
import { drawLatencies } from '../clusters';
import type { VariantDraw } from './variant-draw';
import { METRIC_ID } from './variant-draw';

const rowOfQuantile = (
  variant: string,
  { n, estimate, lower, upper }: BoundedQuantile,
): QuantileRow => ({
  metricId: METRIC_ID,
  variant,
  n,
  value: estimate,
  lower,
  upper,
});

const rowOfEvents = (
  variant: string,
  quantile: ClusteredQuantile,
): QuantileRow => {
  const { events } = quantile;
  return {
    ...rowOfQuantile(variant, quantile),
    events: {
      units: events.n,
      meanBelow: events.meanY,
      meanEvents: events.meanX,
      varianceBelow: sampleVariance(momentsOfY(events)),
      varianceEvents: sampleVariance(momentsOfX(events)),
      covariance: sampleCovariance(events),
    },
  };
};

const Z95 = 1.959963984540054;

// Order statistics at ranks nq ± z √(nq(1 − q)), as a warehouse picks them.
const boundsOf = (values: number[], quantile: number): BoundedQuantile => {
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  const at = (rank: number) => sorted[Math.ceil(rank) - 1] ?? Number.NaN;
  const half = Z95 * Math.sqrt(n * quantile * (1 - quantile));
  return {
    n,
    nBounds: n,
    estimate: at(n * quantile),
    lower: at(n * quantile - half),
    upper: at(n * quantile + half),
  };
};

/** A quantile of `n` values with its bounds, as a warehouse returns them. */
export const ofValues =
  (
    value: (random: Random, factor: number) => number,
    n: number,
    quantile: number,
  ): VariantDraw =>
  (variant, random, factor) => ({
    moments: [],
    quantiles: [
      rowOfQuantile(
        variant,
        boundsOf(
          Array.from({ length: n }, () => value(random, factor)),
          quantile,
        ),
      ),
    ],
  });

/** A quantile of the events of users, about five of each. */
export const ofEvents =
  (users: number, quantile: number): VariantDraw =>
  (variant, random, factor) => ({
    moments: [],
    quantiles: [
      rowOfEvents(variant, drawLatencies(users, quantile, { random, factor })),
    ],
  });
