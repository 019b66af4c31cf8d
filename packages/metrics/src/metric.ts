import { z } from 'zod';

const filterScalarSchema = z.union([z.string(), z.number(), z.boolean()]);

/**
 * A condition on a fact. `in` takes a list, the others a single value;
 * `not-equals` holds for a missing value, the others do not.
 */
export const metricFilterSchema = z.object({
  column: z.string().min(1),
  operator: z.enum([
    'equals',
    'not-equals',
    'in',
    'greater-or-equal',
    'less-or-equal',
  ]),
  value: z.union([
    filterScalarSchema,
    z.array(z.union([z.string(), z.number()])),
  ]),
});

const hours = z.number().min(0).default(0);
const days = z.number().int().min(0).optional();

/**
 * The time after exposure in which facts count, from an offset on. Days are
 * calendar days: the same wall-clock time so many days later, in the time zone
 * of the request; hours come on top.
 *
 * - `closed` (default): [exposure + offset, exposure + offset + length); a
 *   unit enters once that has passed.
 * - `semi-open`: the same facts, so far as they happened; a unit enters from
 *   exposure + offset on.
 * - `cumulative`: [exposure + offset, end of the analysis), without a length;
 *   a unit enters from exposure + offset on.
 */
export const metricWindowSchema = z.object({
  kind: z.enum(['closed', 'semi-open', 'cumulative']).optional(),
  offsetHours: hours,
  lengthHours: hours,
  offsetDays: days,
  lengthDays: days,
});

/**
 * What the values of a ratio metric are divided by: facts of the same table,
 * counted or summed per unit in the same window.
 */
export const metricDenominatorSchema = z.object({
  aggregation: z.enum(['sum', 'count', 'count-distinct']),
  measure: z.string().min(1).optional(),
  filters: z.array(metricFilterSchema),
});

/**
 * Bounds on the value of a unit (of a ratio: on its numerator), so that a few
 * do not decide. A percentile is taken over the values of all compared
 * variants pooled, interpolated (type 7), without the zeros if so told. The
 * same bounds hold for what is known from before exposure.
 */
export const metricCapSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('absolute'),
    lower: z.number().optional(),
    upper: z.number().optional(),
  }),
  z.object({
    kind: z.literal('percentile'),
    percentile: z.number().gt(0).lt(1),
    ignoreZeros: z.boolean(),
  }),
]);

/**
 * The time before exposure, [exposure − length, exposure), over which the same
 * aggregation is a covariate that takes variance out (CUPED).
 */
export const metricCovariateSchema = z.object({
  lengthHours: hours,
  lengthDays: days,
});

/**
 * Which quantile: `of` the values of units, or of the measure of single
 * events, of which a unit may have many.
 */
export const metricQuantileSchema = z.object({
  of: z.enum(['units', 'events']),
  level: z.number().gt(0).lt(1),
});

/** One step of a funnel: facts of its own table, or of the metric's. */
export const funnelStepSchema = z.object({
  name: z.string().min(1),
  filters: z.array(metricFilterSchema),
  factTableId: z.string().min(1).optional(),
});

/**
 * A metric: how the facts of a unit become one number, and how that number is
 * meant to move. `aggregation` reads `measure` per unit for averages (and, with
 * a `threshold`, for proportions); counts count facts, count-distinct the
 * values of its measure. A ratio is the sum over units divided by the sum of
 * their `denominator`. Retention is the share of units with a fact in the
 * window; a funnel the share that took all `steps` in order. `nulls` says
 * whether a unit without a value counts as 0 or is left out; by default sums,
 * counts and shares count it as 0.
 */
export const metricSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  description: z.string(),
  owner: z.string().min(1),
  factTableId: z.string().min(1),
  entity: z.string().min(1),
  type: z.enum([
    'average',
    'proportion',
    'count',
    'count-distinct',
    'ratio',
    'quantile',
    'retention',
    'funnel',
  ]),
  aggregation: z.enum([
    'sum',
    'count',
    'count-distinct',
    'max',
    'min',
    'average',
    'last',
  ]),
  measure: z.string().min(1).optional(),
  filters: z.array(metricFilterSchema),
  threshold: z.number().optional(),
  denominator: metricDenominatorSchema.optional(),
  window: metricWindowSchema.nullable(),
  nulls: z.enum(['zero', 'exclude']).optional(),
  cap: metricCapSchema.nullable().optional(),
  covariate: metricCovariateSchema.nullable().optional(),
  quantile: metricQuantileSchema.optional(),
  steps: z.array(funnelStepSchema).optional(),
  direction: z.enum(['increase', 'decrease']),
  defaultMdeRelative: z.number().positive().optional(),
  defaultNimRelative: z.number().positive().optional(),
  state: z.enum(['active', 'archived']),
});

export type MetricFilter = z.infer<typeof metricFilterSchema>;
export type MetricDenominator = z.infer<typeof metricDenominatorSchema>;
export type MetricWindow = z.infer<typeof metricWindowSchema>;
export type MetricCap = z.infer<typeof metricCapSchema>;
export type MetricCovariate = z.infer<typeof metricCovariateSchema>;
export type MetricQuantile = z.infer<typeof metricQuantileSchema>;
export type FunnelStep = z.infer<typeof funnelStepSchema>;
export type Metric = z.infer<typeof metricSchema>;
