/** A number as typed; null while the field is empty. */
export type Typed = number | null;

/** The share a percentage is: 5 becomes 0.05. */
export const shareOf = (percent: number): number =>
  // Twelve digits hide that 1.1 / 100 is not exactly 0.011 in double precision.
  Number((percent / 100).toPrecision(12));

/** The percentage a share is: 0.05 becomes 5. */
export const percentOf = (share: number): number =>
  Number((share * 100).toPrecision(12));

/** An empty field goes out as 0, which the planner refuses by name. */
export const typedOr0 = (typed: Typed): number => typed ?? 0;
