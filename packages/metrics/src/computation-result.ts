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
