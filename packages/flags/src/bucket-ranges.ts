import type { BucketRange } from './model';

/** Number of buckets in disjoint `ranges`. */
export const rangesSize = (ranges: readonly BucketRange[]): number =>
  ranges.reduce((size, [lower, upper]) => size + upper - lower, 0);

/** The same buckets as sorted, disjoint, maximal ranges. */
export const unionRanges = (ranges: readonly BucketRange[]): BucketRange[] => {
  const union: BucketRange[] = [];
  for (const [lower, upper] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = union.at(-1);
    if (last !== undefined && lower <= last[1]) {
      last[1] = Math.max(last[1], upper);
    } else {
      union.push([lower, upper]);
    }
  }
  return union;
};

/** The buckets of `[0, count)` that are in none of `ranges`. */
export const freeRanges = (
  ranges: readonly BucketRange[],
  count: number,
): BucketRange[] => {
  const free: BucketRange[] = [];
  let from = 0;
  for (const [lower, upper] of unionRanges(ranges)) {
    if (lower > from) free.push([from, lower]);
    from = upper;
  }
  if (from < count) free.push([from, count]);
  return free;
};

/** True when a bucket is in both lists. */
export const doRangesOverlap = (
  left: readonly BucketRange[],
  right: readonly BucketRange[],
): boolean => {
  const together = unionRanges([...unionRanges(left), ...unionRanges(right)]);
  return (
    rangesSize(together) <
    rangesSize(unionRanges(left)) + rangesSize(unionRanges(right))
  );
};

/**
 * The first `size` buckets of `ranges` at or after `offset`, going on from
 * bucket 0 past the end. Fewer when `ranges` holds fewer.
 */
export const takeRanges = (
  ranges: readonly BucketRange[],
  options: { readonly size: number; readonly offset: number },
): BucketRange[] => {
  const sorted = unionRanges(ranges);
  const { offset } = options;
  const after = sorted.flatMap(([lower, upper]): BucketRange[] =>
    upper > offset ? [[Math.max(lower, offset), upper]] : [],
  );
  const before = sorted.flatMap(([lower, upper]): BucketRange[] =>
    lower < offset ? [[lower, Math.min(upper, offset)]] : [],
  );
  const taken: BucketRange[] = [];
  let missing = options.size;
  for (const [lower, upper] of [...after, ...before]) {
    if (missing <= 0) break;
    const length = Math.min(missing, upper - lower);
    taken.push([lower, lower + length]);
    missing -= length;
  }
  return unionRanges(taken);
};
