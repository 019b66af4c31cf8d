import type { MetricInfo } from '@etude/analysis';
import { normalQuantile } from '@etude/stats';
import { unequalSizes } from '../clusters';
import { ORDERS, SESSIONS } from '../ratios';
import { SPEND_MEAN, conversions, spend } from '../several-covariates';
import { normalTeam, ofClusters, skewedTeam } from './cluster-draws';
import { ofEvents, ofValues } from './quantile-draws';
import {
  lognormalWithPast,
  normalWithPast,
  normalWithThree,
  ofUnits,
  ordersWithPast,
} from './unit-draws';
import type { VariantDraw } from './variant-draw';

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
