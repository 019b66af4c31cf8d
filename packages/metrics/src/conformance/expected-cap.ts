import type { Metric } from '../metric';
import type { UnitValue } from './expected-values';

export type Clamp = (value: number) => number;

/** Type 7: linear between order statistics, h = (n − 1) p. */
export const interpolatedQuantile = (
  values: readonly number[],
  level: number,
): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * level;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (position - Math.floor(position)) * (above - below);
};

/** How a metric's values are capped; a percentile pools all variants. */
export const capOf = (
  { cap }: Metric,
  values: readonly UnitValue[],
): { readonly clamp: Clamp; readonly percentileValue: number | null } => {
  if (!cap) return { clamp: value => value, percentileValue: null };
  if (cap.kind === 'absolute') {
    const { lower = -Infinity, upper = Infinity } = cap;
    return {
      clamp: value => Math.min(Math.max(value, lower), upper),
      percentileValue: null,
    };
  }
  const pooled = values
    .flatMap(({ value }) => value ?? [])
    .filter(value => !cap.ignoreZeros || value !== 0);
  if (pooled.length === 0) {
    return { clamp: value => value, percentileValue: null };
  }
  const upper = interpolatedQuantile(pooled, cap.percentile);
  return { clamp: value => Math.min(value, upper), percentileValue: upper };
};
