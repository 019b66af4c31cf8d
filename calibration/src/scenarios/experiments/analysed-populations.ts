import type { AnalysisInput, MetricInfo, QuantileRow } from '@etude/analysis';
import type { MomentsRow } from '@etude/metrics';
import type {
  BoundedQuantile,
  ClusteredQuantile,
  VectorMoments,
} from '@etude/stats';
import {
  normalQuantile,
  sampleCovariance,
  sampleVariance,
  momentsOfX,
  momentsOfY,
  vectorMomentsOf,
} from '@etude/stats';
import type { Random } from '../../random/random';
import type { SizeDraw } from '../clusters';
import { drawLatencies, unequalSizes } from '../clusters';
import { ORDERS, SESSIONS } from '../ratios';
import type { VectorDraw } from '../several-covariates';
import {
  SPEND_MEAN,
  conversions,
  drawVectors,
  spend,
} from '../several-covariates';

/** Rows of one variant as a warehouse gives them. */
export type VariantRows = Pick<AnalysisInput, 'moments' | 'quantiles'>;

/** Draws one variant; every value is times `factor` or moved as much. */
export type VariantDraw = (
  variant: string,
  random: Random,
  factor: number,
) => VariantRows;

/** A metric of some type, with what is known of it. */
export type AnalysedPopulation = {
  readonly labels: readonly [metric: string, population: string];
  readonly info: Pick<MetricInfo, 'type' | 'covariates' | 'quantile'>;
  readonly clustered?: boolean;
  readonly draw: VariantDraw;
  /** The mean, ratio or quantile in control. */
  readonly value: number;
  readonly units: number;
};

/** The metric of all of these. */
export const METRIC_ID = 'm';

const momentsRow = (
  variant: string,
  { n, means, comoments }: VectorMoments,
): MomentsRow => {
  const [mean = Number.NaN, ...others] = means;
  const [m2 = Number.NaN, ...rest] = comoments;
  return {
    metricId: METRIC_ID,
    variant,
    exposureDate: null,
    n,
    mean,
    m2,
    companions: { means: others, comoments: rest },
  };
};

const ofUnits =
  (unit: VectorDraw, n: number): VariantDraw =>
  (variant, random, factor) => ({
    moments: [momentsRow(variant, drawVectors(unit, n, { random, factor }))],
  });

// Outcome with mean 10, sd 1, and its past, correlation 0.8.
const normalWithPast: VectorDraw = ({ normal }, factor) => {
  const past = normal();
  return [10 * factor + 0.8 * past + 0.6 * normal(), past];
};

const normalWithThree: VectorDraw = ({ normal }, factor) => {
  const [a, b] = [normal(), normal()];
  return [10 * factor + 0.6 * a + 0.5 * b + 0.6 * normal(), a, b, a - b];
};

const lognormalWithPast: VectorDraw = ({ normal }, factor) => {
  const z = normal();
  return [factor * Math.exp(0.8 * z + 0.6 * normal()), Math.exp(z)];
};

// Value and number of orders now and before; a taste drives all four.
const ordersWithPast: VectorDraw = (random, factor) => {
  const taste = random.normal();
  const orders = () => Math.exp(0.6 * taste + 0.5 * random.normal());
  const value = () => Math.exp(0.5 * taste + 0.3 * random.normal());
  const [now, before] = [orders(), orders()];
  return [factor * now * value(), now, before * value(), before];
};

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

const ofValues =
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

const ofEvents =
  (users: number, quantile: number): VariantDraw =>
  (variant, random, factor) => ({
    moments: [],
    quantiles: [
      rowOfEvents(variant, drawLatencies(users, quantile, { random, factor })),
    ],
  });

// Sums and members of clusters, intraclass correlation of about 0.1.
const ofClusters =
  (
    count: number,
    size: SizeDraw,
    mean: (random: Random, members: number, factor: number) => number,
  ): VariantDraw =>
  (variant, random, factor) => {
    const x = Float64Array.from({ length: count }, () => size(random));
    const y = x.map(members => members * mean(random, members, factor));
    return { moments: [momentsRow(variant, vectorMomentsOf([y, x]))] };
  };

const normalTeam = ({ normal }: Random, members: number, factor: number) =>
  10 * factor + Math.sqrt(0.1) * normal() + Math.sqrt(0.9 / members) * normal();

// Members are gamma with shape 1 around their team's lognormal mean of 1.
const skewedTeam = (random: Random, members: number, factor: number) =>
  (factor * Math.exp(0.3 * random.normal() - 0.045) * random.gamma(members)) /
  members;

const UNITS = 500;
const USERS = 300;

/** Every type of metric, normal or near to it, and skewed. */
export const ANALYSED: readonly AnalysedPopulation[] = [
  {
    labels: ['average, one covariate', 'normal'],
    info: { type: 'average', covariates: 1 },
    draw: ofUnits(normalWithPast, UNITS),
    value: 10,
    units: UNITS,
  },
  {
    labels: ['average, one covariate', 'lognormal'],
    info: { type: 'average', covariates: 1 },
    draw: ofUnits(lognormalWithPast, UNITS),
    value: Math.exp(0.5),
    units: UNITS,
  },
  {
    labels: ['average, three covariates, one redundant', 'normal'],
    info: { type: 'average', covariates: 3 },
    draw: ofUnits(normalWithThree, UNITS),
    value: 10,
    units: UNITS,
  },
  {
    labels: ['average, three covariates, one redundant', 'spend'],
    info: { type: 'average', covariates: 3 },
    draw: ofUnits(spend, UNITS),
    value: SPEND_MEAN,
    units: UNITS,
  },
  {
    labels: ['ratio', SESSIONS.name],
    info: { type: 'ratio' },
    draw: ofUnits(SESSIONS.unit, UNITS),
    value: SESSIONS.ratio,
    units: UNITS,
  },
  {
    labels: ['ratio', ORDERS.name],
    info: { type: 'ratio' },
    draw: ofUnits(ORDERS.unit, UNITS),
    value: ORDERS.ratio,
    units: UNITS,
  },
  {
    labels: ['ratio, its past as covariate', 'conversions per session'],
    info: { type: 'ratio', covariates: 2 },
    draw: ofUnits(conversions, UNITS),
    value: 0.25,
    units: UNITS,
  },
  {
    labels: ['ratio, its past as covariate', 'value per order, both lognormal'],
    info: { type: 'ratio', covariates: 2 },
    draw: ofUnits(ordersWithPast, UNITS),
    // e^{((0.6 + 0.5)² − 0.6² + 0.3²)/2}
    value: Math.exp((1.1 ** 2 - 0.6 ** 2 + 0.3 ** 2) / 2),
    units: UNITS,
  },
  {
    labels: ['median of values', 'normal'],
    info: { type: 'quantile', quantile: 0.5 },
    draw: ofValues(({ normal }, factor) => 10 * factor + normal(), UNITS, 0.5),
    value: 10,
    units: UNITS,
  },
  {
    labels: ['quantile 0.9 of values', 'lognormal'],
    info: { type: 'quantile', quantile: 0.9 },
    draw: ofValues(
      ({ normal }, factor) => factor * Math.exp(normal()),
      UNITS,
      0.9,
    ),
    value: Math.exp(normalQuantile(0.9)),
    units: UNITS,
  },
  {
    labels: ['median of events, clustered', 'lognormal, 5 a user'],
    info: { type: 'quantile', quantile: 0.5 },
    draw: ofEvents(USERS, 0.5),
    value: 1,
    units: USERS,
  },
  {
    labels: ['quantile 0.9 of events, clustered', 'lognormal, 5 a user'],
    info: { type: 'quantile', quantile: 0.9 },
    draw: ofEvents(USERS, 0.9),
    value: Math.exp(normalQuantile(0.9)),
    units: USERS,
  },
  {
    labels: ['assigned clusters, 4 + 4 of 20', 'normal'],
    info: { type: 'ratio' },
    clustered: true,
    draw: ofClusters(4, () => 20, normalTeam),
    value: 10,
    units: 4,
  },
  {
    labels: ['assigned clusters, 50 + 50 of 4 to 60', 'normal'],
    info: { type: 'ratio' },
    clustered: true,
    draw: ofClusters(50, unequalSizes, normalTeam),
    value: 10,
    units: 50,
  },
  {
    labels: ['assigned clusters, 50 + 50 of 4 to 60', 'skewed'],
    info: { type: 'ratio' },
    clustered: true,
    draw: ofClusters(50, unequalSizes, skewedTeam),
    value: 1,
    units: 50,
  },
];
