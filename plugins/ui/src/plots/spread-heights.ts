/**
 * Heights at least `gap` apart, as near to the given ones as keeping their
 * order allows, none below `bottom` (the largest height); for names at the ends
 * of lines that meet.
 */
export const spreadHeights = (
  heights: readonly number[],
  { gap, bottom }: { readonly gap: number; readonly bottom: number },
): readonly number[] => {
  const order = heights
    .map((height, index) => ({ height, index }))
    .sort((a, b) => a.height - b.height);
  const spread = [...heights];
  let above = -Infinity;
  for (const { height, index } of order) {
    above = Math.max(height, above + gap);
    spread[index] = above;
  }
  let below = bottom + gap;
  for (const { index } of order.toReversed()) {
    below = Math.min(spread[index] ?? below, below - gap);
    spread[index] = below;
  }
  return spread;
};
