/**
 * The seam between SQL and statistics: of the units of one variant first
 * exposed on one day (UTC), how many there are, the mean of the metric and
 * M2 = Σ(x − mean)². Null date: the assignment has no time. Rows merge with
 * {@link mergeMoments}.
 */
export type MomentsRow = {
  readonly metricId: string;
  readonly variant: string;
  readonly exposureDate: string | null;
  readonly n: number;
  readonly mean: number;
  readonly m2: number;
  /**
   * The other variables measured on the same units, in this order: the
   * denominator of a ratio metric, the covariates from before exposure, the
   * covariate of the denominator.
   */
  readonly companions?: CompanionMoments | undefined;
  /** Left out: all units. Else the units with this value of a dimension. */
  readonly dimension?: DimensionValue | undefined;
};

/**
 * Means of the companions and the lower triangle of centred sums of products
 * of (metric, companions…), by rows, without its first entry (which is m2):
 * with one companion x `[c_xy, m2_x]`, with two `[c_xy, m2_x, c_wy, c_wx, m2_w]`.
 */
export type CompanionMoments = {
  readonly means: readonly number[];
  readonly comoments: readonly number[];
};

/** One value of a dimension; `null` where a unit has none. */
export type DimensionValue = {
  readonly name: string;
  readonly value: string | null;
};

/** Units first exposed to a variant on a day, without crossovers. */
export type TrafficRow = {
  readonly variant: string;
  readonly exposureDate: string | null;
  readonly units: number;
};

/** Everything that one computation tells, for the analysis to read. */
export type ComputationResult = {
  readonly moments: readonly MomentsRow[];
  readonly traffic: readonly TrafficRow[];
  /** Units seen in more than one variant; they are in no other figure. */
  readonly crossoverUnits: number;
  /** All exposed units, crossovers included. */
  readonly totalUnits: number;
  readonly firstExposureAt: string | null;
  /** The latest first exposure of a unit. */
  readonly lastExposureAt: string | null;
  readonly sql: string;
};
