import { z } from 'zod';
import { factTableSchema } from './fact-table';
import { metricSchema } from './metric';

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
 * What to compute: all metrics of one experiment, with their definitions.
 * `until` is the end of the analysis (exclusive) and bounds exposures and
 * facts; `exposureUntil` stops new units earlier. None of them touches
 * assignments of kind `table`: their `exposedAtColumn` only dates the moments.
 */
export const computationRequestSchema = z.object({
  experimentId: z.string().min(1),
  assignment: assignmentSourceSchema,
  entity: z.string().min(1),
  variants: z.array(z.string().min(1)),
  from: isoTimestampSchema.nullable(),
  until: isoTimestampSchema,
  exposureUntil: isoTimestampSchema.nullable().optional(),
  metrics: z.array(metricSchema),
  factTables: z.array(factTableSchema),
});

export type UnitCovariate = z.infer<typeof unitCovariateSchema>;
export type AssignmentSource = z.infer<typeof assignmentSourceSchema>;
export type ComputationRequest = z.infer<typeof computationRequestSchema>;
