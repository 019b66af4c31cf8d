import { z } from 'zod';
import { entityRelationSchema } from './entity-relation';
import { factSourceSchema, factTableSchema } from './fact-table';
import { metricFilterSchema, metricSchema } from './metric';

const isoTimestampSchema = z.iso.datetime({ offset: true });

/**
 * A column of an assignment table with what was known of a unit before its
 * exposure, to reduce the variance of a metric. A missing value counts as 0;
 * with `indicator` a second covariate says that it was missing.
 */
export const unitCovariateSchema = z.object({
  metricId: z.string().min(1),
  column: z.string().min(1),
  missing: z.enum(['zero', 'indicator']),
});

/** Where a computation learns which unit saw which variant. */
export const assignmentSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('flag'),
    flagId: z.string().min(1),
    ruleId: z.string().min(1),
  }),
  z.object({
    kind: z.literal('table'),
    factTableId: z.string().min(1),
    unitColumn: z.string().min(1),
    variantColumn: z.string().min(1),
    exposedAtColumn: z.string().min(1).optional(),
    covariates: z.array(unitCovariateSchema).optional(),
    dimensions: z.array(z.string().min(1)).optional(),
  }),
]);

/**
 * A property of units by which results are broken down: a column of a table
 * keyed by the entity. With `validFromColumn` a unit has the value of the
 * latest row valid at its exposure, else the one value it has.
 */
export const dimensionSourceSchema = z.object({
  name: z.string().min(1),
  factTableId: z.string().min(1),
  column: z.string().min(1),
  validFromColumn: z.string().min(1).optional(),
});

/**
 * Facts that make an assigned unit an exposed one: its exposure is the first
 * of them at or after its first assignment. Units without one are not exposed.
 */
export const exposureFilterSchema = z.object({
  factTableId: z.string().min(1),
  filters: z.array(metricFilterSchema),
});

/**
 * What to compute: all metrics of one experiment, with their definitions.
 * `until` is the end of the analysis (exclusive) and bounds exposures and
 * facts; `exposureUntil` stops new units earlier. None of them touches
 * assignments of kind `table`: their `exposedAtColumn` only dates the moments.
 * Assignments of a flag are read from `assignmentsSource`, with the columns of
 * the lake's `assignments`, where the facts lie in another warehouse.
 * Facts of another entity reach the units through `relations`.
 * `timeZone` (IANA, default UTC) is that of exposure dates and calendar days.
 */
export const computationRequestSchema = z.object({
  experimentId: z.string().min(1),
  assignment: assignmentSourceSchema,
  assignmentsSource: factSourceSchema.optional(),
  entity: z.string().min(1),
  variants: z.array(z.string().min(1)),
  from: isoTimestampSchema.nullable(),
  until: isoTimestampSchema,
  exposureUntil: isoTimestampSchema.nullable().optional(),
  timeZone: z.string().min(1).optional(),
  exposureFilter: exposureFilterSchema.optional(),
  dimensionSources: z.array(dimensionSourceSchema).optional(),
  metrics: z.array(metricSchema),
  factTables: z.array(factTableSchema),
  relations: z.array(entityRelationSchema).optional(),
});

export type UnitCovariate = z.infer<typeof unitCovariateSchema>;
export type AssignmentSource = z.infer<typeof assignmentSourceSchema>;
export type DimensionSource = z.infer<typeof dimensionSourceSchema>;
export type ExposureFilter = z.infer<typeof exposureFilterSchema>;
export type ComputationRequest = z.infer<typeof computationRequestSchema>;
