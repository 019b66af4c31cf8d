import { normalUpperQuantile } from '../distributions/normal';
import type { Alternative, EffectTest } from '../fixed-horizon/effect-test';
import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import {
  checkAlpha,
  checkCount,
  checkFinite,
  checkRange,
} from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** A quantile of one variant with order-statistic bounds from an engine. */
export type BoundedQuantile = {
  readonly n: number;
  /** Units the bounds were taken at, at most n. */
  readonly nBounds: number;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
};

/** Problems of one variant's bounded quantile. */
export const checkBounded = (
  variant: BoundedQuantile,
  path: string,
): readonly StatsProblem[] => [
  ...checkCount(variant.n, `${path}.n`, 2),
  ...checkCount(variant.nBounds, `${path}.nBounds`, 1),
  ...(variant.nBounds > variant.n
    ? [
        {
          code: 'ETUDE_STATS_INVALID_COUNT' as const,
          path: `${path}.nBounds`,
          message: `${path}.nBounds is ${variant.nBounds}, more than the ${variant.n} units. Bounds are taken at a part of the units, at most all.`,
        },
      ]
    : []),
  ...(['estimate', 'lower', 'upper'] as const).flatMap(key =>
    checkFinite(variant[key], `${path}.${key}`),
  ),
  ...(variant.lower > variant.upper
    ? [
        {
          code: 'ETUDE_STATS_INVALID_NUMBER' as const,
          path: `${path}.lower`,
          message: `${path}.lower is ${variant.lower}, above the upper bound ${variant.upper}.`,
        },
      ]
    : []),
];

/** Default level of order-statistic bounds. */
export const BOUNDS_LEVEL = 0.95;

/** The summary of a checked quantile; `level` is that of the bounds. */
export const boundedSummary = (
  variant: BoundedQuantile,
  level: number,
): SampleSummary => {
  const z = normalUpperQuantile((1 - level) / 2);
  const stdErr = (variant.upper - variant.lower) / (2 * z);
  return {
    n: variant.n,
    mean: variant.estimate,
    variance: (variant.nBounds / variant.n) * (variant.n - 1) * stdErr * stdErr,
  };
};

/**
 * A quantile as a summary for the tests, its variance read off bounds.
 *
 * `s = (upper − lower)/(2 z)` is the standard error at `nBounds` units; as a
 * variance of one unit `(nBounds/n)(n − 1) s²`. Source: Yao, Li & Lu 2024;
 * normal approximation of order statistics. `level` is that of the bounds,
 * default 0.95.
 */
export const summaryOfBoundedQuantile = (
  variant: BoundedQuantile,
  level = BOUNDS_LEVEL,
): StatsResult<SampleSummary> => {
  const refusal = refusalOf([
    ...checkBounded(variant, 'variant'),
    ...checkAlpha(1 - level, '1 − level'),
  ]);
  if (refusal) return refusal;
  const summary = boundedSummary(variant, level);
  return (
    refusalOf(checkRange({ variance: summary.variance })) ?? computed(summary)
  );
};

/** Two variants' quantiles with bounds and how to compare them. */
export type QuantileTestInput = {
  readonly control: BoundedQuantile;
  readonly treatment: BoundedQuantile;
  readonly alternative: Alternative;
  /** The hypothesised difference; default 0. */
  readonly null?: number;
  readonly alpha: number;
  /** Level of the bounds; default 0.95. */
  readonly level?: number;
};

/**
 * Tests the difference of a quantile between two variants from engine bounds,
 * as a z-test on {@link summaryOfBoundedQuantile}.
 *
 * Refuses bounds that coincide in both variants: they say nothing of spread.
 */
export const quantileTestFromBounds = (
  input: QuantileTestInput,
): StatsResult<EffectTest> => {
  const { level = BOUNDS_LEVEL } = input;
  const refusal = refusalOf([
    ...checkBounded(input.control, 'control'),
    ...checkBounded(input.treatment, 'treatment'),
    ...checkAlpha(1 - level, '1 − level'),
  ]);
  if (refusal) return refusal;
  return meanDifferenceTest({
    control: boundedSummary(input.control, level),
    treatment: boundedSummary(input.treatment, level),
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  });
};
