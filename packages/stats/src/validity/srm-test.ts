import { chiSquareSf } from '../distributions/chi-square';
import {
  checkAlpha,
  checkCount,
  checkPositive,
  checkRange,
  lengthMismatch,
} from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** Exposed units and designed weight of every variant, in the same order. */
export type VariantCounts = {
  readonly counts: readonly number[];
  readonly weights: readonly number[];
};

/** Result of the sample ratio check of one moment. */
export type SrmTest = {
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
  /** pValue below the threshold: the split is not the designed one. */
  readonly srm: boolean;
};

/** The fixed-horizon alert threshold of the platform. */
export const SRM_THRESHOLD = 0.001;

/** Problems of counts against weights: at least two variants, one unit. */
export const checkVariantCounts = (
  { counts, weights }: VariantCounts,
  path = 'counts',
): readonly StatsProblem[] => {
  if (counts.length !== weights.length) {
    return [
      lengthMismatch(
        `${path} and weights`,
        `${counts.length} and ${weights.length}`,
      ),
    ];
  }
  const problems = [
    ...counts.flatMap((count, i) => checkCount(count, `${path}[${i}]`)),
    ...weights.flatMap((weight, i) => checkPositive(weight, `weights[${i}]`)),
  ];
  if (counts.length < 2) {
    problems.push({
      code: 'ETUDE_STATS_EMPTY',
      path,
      message: `${path} has ${counts.length} variants: a ratio needs at least two.`,
    });
  }
  return problems;
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/**
 * Sample ratio check: are exposed units split as designed?
 *
 * Pearson's `X² = Σ (O − N w)² / (N w)` with k − 1 degrees of freedom, weights
 * normalised. Source: Pearson 1900; Fabijan et al. 2019 (KDD) for its use. The
 * tail is computed directly: 1e-100 is a usual p-value of a broken split. The
 * approximation wants about five expected units per variant.
 *
 * Refuses fewer than two variants, no units at all, weights not above 0.
 */
export const srmTest = (
  input: VariantCounts & { readonly threshold?: number },
): StatsResult<SrmTest> => {
  const threshold = input.threshold ?? SRM_THRESHOLD;
  const total = sum(input.counts);
  const refusal = refusalOf([
    ...checkVariantCounts(input),
    ...(total === 0 ? checkCount(0, 'sum of counts', 1) : []),
    ...checkAlpha(threshold, 'threshold'),
  ]);
  if (refusal) return refusal;
  const totalWeight = sum(input.weights);
  const statistic = sum(
    input.counts.map((count, i) => {
      const expected = total * ((input.weights[i] ?? Number.NaN) / totalWeight);
      return (count - expected) ** 2 / expected;
    }),
  );
  const df = input.counts.length - 1;
  const pValue = chiSquareSf(statistic, df);
  return (
    refusalOf(checkRange({ statistic, pValue })) ??
    computed({ statistic, df, pValue, srm: pValue < threshold })
  );
};
