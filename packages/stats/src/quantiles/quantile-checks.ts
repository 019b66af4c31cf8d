import { normalUpperQuantile } from '../distributions/normal';
import { checkAlpha, checkFinite } from '../input-checks';
import type { StatsProblem } from '../result';

/** Which quantile, and at which error rate its interval. */
export type QuantileLevel = {
  readonly quantile: number;
  readonly alpha: number;
};

/** Problems of a quantile, which lies strictly between 0 and 1. */
export const checkQuantile = (quantile: number): readonly StatsProblem[] =>
  quantile > 0 && quantile < 1
    ? []
    : [
        {
          code: 'ETUDE_STATS_INVALID_PROBABILITY',
          path: 'quantile',
          message: `quantile is ${quantile}: it lies strictly between 0 and 1 (0.95 is the 95th percentile).`,
        },
      ];

/**
 * The problem of too few values for an interval that stays within the data:
 * more than `z² q/(1−q)` and `z² (1−q)/q` are needed.
 */
const checkQuantileCount = (
  count: number,
  path: string,
  { quantile: q, alpha }: QuantileLevel,
): readonly StatsProblem[] => {
  const z = normalUpperQuantile(alpha / 2);
  const odds = q / (1 - q);
  const needed = z * z * Math.max(odds, 1 / odds);
  return count > needed
    ? []
    : [
        {
          code: 'ETUDE_STATS_TOO_FEW_UNITS',
          path,
          message: `${path} has ${count} values: the quantile ${q} needs more than ${Math.floor(needed)}. Wait for more units or use a quantile nearer to the median.`,
        },
      ];
};

/** Problems of one variant's values for a quantile. */
export const checkQuantileValues = (
  values: readonly number[],
  path: string,
  level: QuantileLevel,
): readonly StatsProblem[] => {
  const problems = [
    ...values.flatMap((value, i) => checkFinite(value, `${path}[${i}]`)),
    ...checkAlpha(level.alpha),
    ...checkQuantile(level.quantile),
  ];
  return problems.length > 0
    ? problems
    : checkQuantileCount(values.length, path, level);
};
