import { z } from 'zod';

/**
 * Means of the companions and the lower triangle of centred sums of products
 * of (metric, companions…), by rows, without its first entry (which is m2):
 * with one companion x `[c_xy, m2_x]`, with two `[c_xy, m2_x, c_wy, c_wx, m2_w]`.
 */
const companionMomentsSchema = z.object({
  means: z.array(z.number()).readonly(),
  comoments: z.array(z.number()).readonly(),
});
export type CompanionMoments = z.infer<typeof companionMomentsSchema>;

/** One value of a dimension; `null` where a unit has none. */
const dimensionValueSchema = z.object({
  name: z.string(),
  value: z.string().nullable(),
});
export type DimensionValue = z.infer<typeof dimensionValueSchema>;

/**
 * The seam between SQL and statistics: of the units of one variant first
 * exposed on one day (of the request's zone), how many there are, the mean of
 * the metric and M2 = Σ(x − mean)². Null date: the assignment has no time. Rows merge with
 * {@link mergeMoments}.
 *
 * `companions` are the other variables measured on the same units, in this
 * order: the denominator of a ratio metric, the covariates from before
 * exposure. `dimension`, left out for all units, restricts a row to the units
 * with that value.
 */
export const momentsRowSchema = z.object({
  metricId: z.string(),
  variant: z.string(),
  exposureDate: z.string().nullable(),
  n: z.number(),
  mean: z.number(),
  m2: z.number(),
  companions: companionMomentsSchema.optional(),
  dimension: dimensionValueSchema.optional(),
});
export type MomentsRow = Readonly<z.infer<typeof momentsRowSchema>>;

/** Units first exposed to a variant on a day, without crossovers. */
export const trafficRowSchema = z.object({
  variant: z.string(),
  exposureDate: z.string().nullable(),
  units: z.number(),
});
export type TrafficRow = Readonly<z.infer<typeof trafficRowSchema>>;

/**
 * A quantile of one variant with order statistics as its 95 % bounds for
 * independent values: those at rank n q ∓ z √(n q (1 − q)). Only units that
 * enter the metric. `events` is there when values are events of units: over
 * units with events, the sums per unit of events at or below the quantile and
 * of all events. Quantiles of days do not merge, so there is one row.
 */
export const quantileRowSchema = z.object({
  metricId: z.string(),
  variant: z.string(),
  n: z.number(),
  value: z.number(),
  lower: z.number(),
  upper: z.number(),
  events: z
    .object({
      units: z.number(),
      meanBelow: z.number(),
      meanEvents: z.number(),
      varianceBelow: z.number(),
      varianceEvents: z.number(),
      covariance: z.number(),
    })
    .optional(),
});
export type QuantileRow = Readonly<z.infer<typeof quantileRowSchema>>;

/** Units that entered a funnel and took a step (the first is 1) in time. */
export const funnelStepRowSchema = z.object({
  metricId: z.string(),
  variant: z.string(),
  exposureDate: z.string().nullable(),
  step: z.number(),
  units: z.number(),
});
export type FunnelStepRow = Readonly<z.infer<typeof funnelStepRowSchema>>;

/** Everything that one computation tells, for the analysis to read. */
export type ComputationResult = {
  readonly moments: readonly MomentsRow[];
  /** Moments of capped metrics as they are without the cap. */
  readonly uncapped: readonly MomentsRow[];
  /** The value that a percentile cap came to, by metric. */
  readonly caps: Readonly<Record<string, number>>;
  readonly quantiles: readonly QuantileRow[];
  readonly funnelSteps: readonly FunnelStepRow[];
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
