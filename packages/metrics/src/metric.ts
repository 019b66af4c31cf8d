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

/**
 * The time after exposure in which facts count: [exposure + offset,
 * exposure + offset + length), in hours. A unit enters once it has passed.
 */
export const metricWindowSchema = z.object({
  offsetHours: z.number().min(0),
  lengthHours: z.number().positive(),
});

/**
 * What the values of a ratio metric are divided by: facts of the same table,
 * counted or summed per unit in the same window.
 */
export const metricDenominatorSchema = z.object({
  aggregation: z.enum(['sum', 'count']),
  measure: z.string().min(1).optional(),
  filters: z.array(metricFilterSchema),
});

/**
 * A metric: how the facts of a unit become one number, and how that number is
 * meant to move. `aggregation` reads `measure` per unit for averages (and, with
 * a `threshold`, for proportions); counts count facts. A ratio is the sum over
 * units divided by the sum of their `denominator`.
 */
export const metricSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  description: z.string(),
  owner: z.string().min(1),
  factTableId: z.string().min(1),
  entity: z.string().min(1),
  type: z.enum(['average', 'proportion', 'count', 'ratio']),
  aggregation: z.enum(['sum', 'count', 'max', 'min', 'average']),
  measure: z.string().min(1).optional(),
  filters: z.array(metricFilterSchema),
  threshold: z.number().optional(),
  denominator: metricDenominatorSchema.optional(),
  window: metricWindowSchema.nullable(),
  direction: z.enum(['increase', 'decrease']),
  defaultMdeRelative: z.number().positive().optional(),
  defaultNimRelative: z.number().positive().optional(),
  state: z.enum(['active', 'archived']),
});

export type MetricFilter = z.infer<typeof metricFilterSchema>;
export type MetricDenominator = z.infer<typeof metricDenominatorSchema>;
export type MetricWindow = z.infer<typeof metricWindowSchema>;
export type Metric = z.infer<typeof metricSchema>;
