import { normalUpperQuantile } from '../distributions/normal';
import type {
  Alternative,
  EffectTest,
  Interval,
} from '../fixed-horizon/effect-test';
import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import { checkPair, ratioSummary } from '../fixed-horizon/ratio-metric';
import { checkAlpha, checkRange } from '../input-checks';
import type { PairMoments } from '../moments/pair-moments';
import { pairMomentsOf } from '../moments/pair-moments';
import type { SampleSummary } from '../moments/sample-summary';
import { varianceOfMean } from '../moments/sample-summary';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import { checkQuantile, checkQuantileValues } from './quantile-checks';
import type {
  BoundedQuantile,
  QuantileTestInput,
} from './quantile-test-from-bounds';
import {
  BOUNDS_LEVEL,
  boundedSummary,
  checkBounded,
} from './quantile-test-from-bounds';
import { ascending, sampleQuantile } from './sample-quantile';

/**
 * A quantile over events of one variant whose units (users) were randomised:
 * `n` and `nBounds` count events, the bounds treat them as independent.
 */
export type ClusteredQuantile = BoundedQuantile & {
  /** Over units: x their events, y those at or below the estimate. */
  readonly events: PairMoments;
};

/** How much the clustering of events in units widens a quantile's error. */
export type QuantileClusterInflation = {
  /** Clustered over independent variance of the share below. */
  readonly inflation: number;
  /** Share of events at or below the quantile, `S̄/N̄`. */
  readonly shareBelow: number;
  /** Standard error of that share between units. */
  readonly shareStdErr: number;
};

const checkEvents = (
  events: PairMoments,
  path: string,
): readonly StatsProblem[] => {
  const problems = checkPair(events, path);
  if (
    problems.length > 0 ||
    (events.meanY >= 0 && events.meanY <= events.meanX)
  )
    return problems;
  return [
    {
      code: 'ETUDE_STATS_INVALID_COUNT',
      path: `${path}.meanY`,
      message: `${path}.meanY is ${events.meanY}, not between 0 and the ${events.meanX} events per unit. Count the events at or below the quantile.`,
    },
  ];
};

const inflationOf = (
  events: PairMoments,
  quantile: number,
  path: string,
): StatsResult<QuantileClusterInflation> => {
  const refusal = refusalOf(checkEvents(events, path));
  if (refusal) return refusal;
  const share = ratioSummary(events, path);
  if (!share.ok) return share;
  const shareVariance = varianceOfMean(share.value);
  const total = events.n * events.meanX;
  const inflation = (shareVariance * total) / (quantile * (1 - quantile));
  const shareBelow = share.value.mean;
  const shareStdErr = Math.sqrt(shareVariance);
  return (
    refusalOf(checkRange({ inflation })) ??
    computed({ inflation, shareBelow, shareStdErr })
  );
};

/**
 * The factor by which clustering multiplies the variance of a quantile over
 * events: `σ_c² / (q(1 − q)/n)`.
 *
 * `σ_c² = [Var(S) − 2(S̄/N̄)Cov(S, N) + (S̄/N̄)²Var(N)]/(K N̄²)`, the delta-method
 * variance of the share of events below the quantile over K units with N
 * events, S of them below. Source: Deng, Knoblich & Lu 2018 (KDD), section on
 * percentile metrics. Refuses fewer than two units and no events.
 */
export const quantileClusterInflation = (input: {
  /** Over units: x their events, y those at or below the quantile. */
  readonly events: PairMoments;
  readonly quantile: number;
}): StatsResult<QuantileClusterInflation> =>
  refusalOf(checkQuantile(input.quantile)) ??
  inflationOf(input.events, input.quantile, 'events');

const checkClustered = (
  variant: ClusteredQuantile,
  path: string,
): readonly StatsProblem[] => {
  const problems = [
    ...checkBounded(variant, path),
    ...checkEvents(variant.events, `${path}.events`),
  ];
  const total = variant.events.n * variant.events.meanX;
  return problems.length > 0 || Math.abs(total - variant.n) <= 1e-6 * variant.n
    ? problems
    : [
        {
          code: 'ETUDE_STATS_INVALID_COUNT',
          path: `${path}.n`,
          message: `${path}.n is ${variant.n}, but its units have ${total} events. Count the same events in both.`,
        },
      ];
};

const clusteredSummary = (
  variant: ClusteredQuantile,
  at: { readonly quantile: number; readonly level: number },
  path: string,
): StatsResult<SampleSummary> => {
  const clustering = inflationOf(variant.events, at.quantile, `${path}.events`);
  if (!clustering.ok) return clustering;
  const independent = boundedSummary(variant, at.level);
  return computed({
    ...independent,
    variance: independent.variance * clustering.value.inflation,
  });
};

/** Two variants' clustered quantiles and how to compare them. */
export type ClusteredQuantileTestInput = Omit<
  QuantileTestInput,
  'control' | 'treatment'
> & {
  readonly control: ClusteredQuantile;
  readonly treatment: ClusteredQuantile;
  readonly quantile: number;
};

/**
 * Tests the difference of a quantile over events between two variants whose
 * units, not events, were randomised.
 *
 * The variance of {@link summaryOfBoundedQuantile} over events times
 * {@link quantileClusterInflation} of the variant, then a z-test. Source: Deng,
 * Knoblich & Lu 2018 (KDD); Yao, Li & Lu 2024.
 *
 * Refuses fewer than two units in a variant, events that are counted
 * differently in bounds and units, and no spread.
 */
export const clusteredQuantileTest = (
  input: ClusteredQuantileTestInput,
): StatsResult<EffectTest> => {
  const { quantile, level = BOUNDS_LEVEL } = input;
  const refusal = refusalOf([
    ...checkClustered(input.control, 'control'),
    ...checkClustered(input.treatment, 'treatment'),
    ...checkQuantile(quantile),
    ...checkAlpha(1 - level, '1 − level'),
  ]);
  if (refusal) return refusal;
  const at = { quantile, level };
  const control = clusteredSummary(input.control, at, 'control');
  if (!control.ok) return control;
  const treatment = clusteredSummary(input.treatment, at, 'treatment');
  if (!treatment.ok) return treatment;
  return meanDifferenceTest({
    control: control.value,
    treatment: treatment.value,
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  });
};

/** Raw events of one variant, one list per unit. */
export type EventsByUnit = {
  readonly units: readonly (readonly number[])[];
  readonly quantile: number;
};

const eventMoments = (
  units: EventsByUnit['units'],
  estimate: number,
): PairMoments =>
  pairMomentsOf({
    x: units.map(events => events.length),
    y: units.map(events => events.filter(event => event <= estimate).length),
  });

/**
 * The clustered quantile of raw events, for {@link clusteredQuantileTest}.
 *
 * Estimate: type-7 sample quantile; bounds: the sample quantiles at
 * `q ± z √(q(1 − q)/n)`. Refuses n ≤ z² q/(1−q) or ≤ z² (1−q)/q events.
 */
export const clusteredQuantileOf = (
  input: EventsByUnit & {
    /** Level of the bounds; default 0.95. */
    readonly level?: number;
  },
): StatsResult<ClusteredQuantile> => {
  const { units, quantile, level = BOUNDS_LEVEL } = input;
  const all = units.flat();
  const alpha = 1 - level;
  const refusal = refusalOf(
    checkQuantileValues(all, 'units', { quantile, alpha }),
  );
  if (refusal) return refusal;
  const sorted = ascending(all);
  const reach =
    normalUpperQuantile(alpha / 2) *
    Math.sqrt((quantile * (1 - quantile)) / all.length);
  const estimate = sampleQuantile(sorted, quantile);
  return computed({
    n: all.length,
    nBounds: all.length,
    estimate,
    lower: sampleQuantile(sorted, quantile - reach),
    upper: sampleQuantile(sorted, quantile + reach),
    events: eventMoments(units, estimate),
  });
};

/** A quantile over events with the interval its units allow. */
export type ClusteredQuantileInterval = QuantileClusterInflation & {
  readonly estimate: number;
  readonly ci: Interval;
};

/**
 * Interval of one variant's quantile over events, units being randomised.
 *
 * The values at the shares `q ± z σ_c` of the ordered events, σ_c as in
 * {@link quantileClusterInflation}. Source: Woodruff 1952, *JASA* 47, 635–646.
 *
 * Refuses fewer than two units, too few events, and a reach that leaves the
 * data (few units, or a quantile far out).
 */
export const clusteredQuantileInterval = (
  input: EventsByUnit & {
    /** Default `two-sided`; `larger` leaves the upper end open. */
    readonly alternative?: Alternative;
    readonly alpha: number;
  },
): StatsResult<ClusteredQuantileInterval> => {
  const { units, quantile, alternative = 'two-sided', alpha } = input;
  const all = units.flat();
  const refusal = refusalOf(checkQuantileValues(all, 'units', input));
  if (refusal) return refusal;
  const sorted = ascending(all);
  const estimate = sampleQuantile(sorted, quantile);
  const clustering = inflationOf(
    eventMoments(units, estimate),
    quantile,
    'units',
  );
  if (!clustering.ok) return clustering;
  const perSide = alternative === 'two-sided' ? alpha / 2 : alpha;
  const reach = normalUpperQuantile(perSide) * clustering.value.shareStdErr;
  const isBelow = alternative !== 'smaller' && quantile - reach <= 0;
  const isAbove = alternative !== 'larger' && quantile + reach >= 1;
  if (isBelow || isAbove) {
    return refusedWith(leavesTheData(quantile, reach));
  }
  const valueAt = (share: number): number =>
    sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? Number.NaN;
  return computed({
    ...clustering.value,
    estimate,
    ci: [
      alternative === 'smaller' ? -Infinity : valueAt(quantile - reach),
      alternative === 'larger' ? Infinity : valueAt(quantile + reach),
    ],
  });
};

const leavesTheData = (quantile: number, reach: number): StatsProblem => ({
  code: 'ETUDE_STATS_TOO_FEW_UNITS',
  path: 'units',
  message: `units are too few: the share below the quantile ${quantile} is known to ±${reach.toPrecision(2)} only, which leaves the data. Wait for more units or use a quantile nearer to the median.`,
});
