/**
 * The type-7 sample quantile of *sorted* values: linear interpolation at
 * `1 + (n − 1)p`.
 *
 * Source: Hyndman & Fan 1996, *The American Statistician* 50, definition 7
 * (the default of R, NumPy and SQL's PERCENTILE_CONT). NaN for no values or p
 * outside [0, 1].
 */
export const sampleQuantile = (
  sorted: readonly number[],
  p: number,
): number => {
  if (sorted.length === 0 || !(p >= 0 && p <= 1)) return Number.NaN;
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const lower = sorted[below] ?? Number.NaN;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return lower + (upper - lower) * (position - below);
};

/** A sorted copy, ascending. */
export const ascending = (values: readonly number[]): readonly number[] =>
  values.toSorted((a, b) => a - b);
