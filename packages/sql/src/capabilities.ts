/**
 * What an engine can do that a planner has to know before it plans. Required
 * and few: what only changes the text is an emitter of the dialect.
 */
export type Capabilities = {
  /** Whether `exactQuantile` can be computed. */
  readonly exactQuantile: boolean;
  /**
   * Whether the `exactQuantile`s of one select may be of different values
   * (their levels may always differ).
   */
  readonly quantilesPerSelect: 'any' | 'of-one-value';
  /** Whether `lastBy` can be computed. */
  readonly lastBy: boolean;
  /**
   * What becomes of a common table expression that is read more than once:
   * kept, or computed again for every reader.
   */
  readonly reusedCte: 'computed-once' | 'inlined';
  /**
   * Whether grouping facts by a number given to each unit is both sound (the
   * numbers are given once, `reusedCte`) and cheaper than grouping by its id,
   * as measured.
   */
  readonly unitNumbers: boolean;
};
