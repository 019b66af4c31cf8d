import { normalUpperQuantile } from '../distributions/normal';
import type { Alternative, EffectTest } from '../fixed-horizon/effect-test';
import { meanDifferenceTest } from '../fixed-horizon/mean-difference';
import { checkAlpha, checkCount, checkFinite } from '../input-checks';
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

const checkBounded = (
  variant: BoundedQuantile,
  path: string,
): readonly StatsProblem[] => [
  ...checkCount(variant.n, `${path}.n`, 2),
  ...checkCount(variant.nBounds, `${path}.nBounds`, 1),
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

/**
 * A quantile as a summary for the tests, its variance read off bounds.
 *
 * `s = (upper − lower)/(2 z)` is the standard error at `nBounds` units; as a
 * variance of one unit `(nBounds/n)(n − 1) s²`. Source: Yao, Li & Lu 2024; normal approximation of order
 * statistics. `level` is that of the bounds, default 0.95.
 */
export const summaryOfBoundedQuantile = (
  variant: BoundedQuantile,
  level = 0.95,
): StatsResult<SampleSummary> => {
  const refusal = refusalOf([
    ...checkBounded(variant, 'variant'),
    ...checkAlpha(1 - level, '1 − level'),
  ]);
  if (refusal) return refusal;
  const z = normalUpperQuantile((1 - level) / 2);
  const stdErr = (variant.upper - variant.lower) / (2 * z);
  return computed({
    n: variant.n,
    mean: variant.estimate,
    variance: (variant.nBounds / variant.n) * (variant.n - 1) * stdErr * stdErr,
  });
};

/**
 * Tests the difference of a quantile between two variants from engine bounds,
 * as a z-test on {@link summaryOfBoundedQuantile}.
 */
export const quantileTestFromBounds = (input: {
  readonly control: BoundedQuantile;
  readonly treatment: BoundedQuantile;
  readonly alternative: Alternative;
  readonly alpha: number;
  readonly level?: number;
}): StatsResult<EffectTest> => {
  const control = summaryOfBoundedQuantile(input.control, input.level);
  if (!control.ok) return control;
  const treatment = summaryOfBoundedQuantile(input.treatment, input.level);
  if (!treatment.ok) return treatment;
  return meanDifferenceTest({
    control: control.value,
    treatment: treatment.value,
    alternative: input.alternative,
    alpha: input.alpha,
  });
};
