import { z } from 'zod';
import { factTableSchema } from './fact-table';
import { metricSchema } from './metric';

const isoTimestampSchema = z.iso.datetime({ offset: true });

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
  }),
]);

/**
 * What to compute: all metrics of one experiment, with their definitions.
 * `until` is the end of the analysis (exclusive) and bounds exposures and
 * facts; `exposureUntil` stops new units earlier. Assignments of kind `table`
 * have no time, so `from`, `until` and `exposureUntil` do not touch them.
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

export type AssignmentSource = z.infer<typeof assignmentSourceSchema>;
export type ComputationRequest = z.infer<typeof computationRequestSchema>;
