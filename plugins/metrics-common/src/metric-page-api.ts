import { metricSchema } from '@etude/metrics';
import { z } from 'zod';
import { definitionVersionRecordSchema } from './definition-record';
import { problemSchema } from './problem';

/** The query that a metric comes to on its warehouse, or why there is none. */
export const metricSqlSchema = z.object({
  warehouseId: z.string(),
  dialect: z.string(),
  /** Null when it cannot be planned; `problems` say why. */
  sql: z.string().nullable(),
  problems: z.array(problemSchema).readonly(),
});
export type MetricSql = z.infer<typeof metricSqlSchema>;

/** A column of a fact table and what the metric reads it for. */
const readColumnSchema = z.object({
  column: z.string(),
  as: z.enum(['unit', 'time', 'measure', 'filter']),
  /** Name of the measure, or of the step that filters. */
  name: z.string().nullable(),
});

/** What a metric reads: its fact table first, then those of its steps. */
export const metricLineageSchema = z.object({
  reads: z
    .array(
      z.object({
        factTableId: z.string(),
        /** Null when the fact table is gone. */
        name: z.string().nullable(),
        warehouseId: z.string().nullable(),
        columns: z.array(readColumnSchema).readonly(),
      }),
    )
    .readonly(),
});
export type MetricLineage = z.infer<typeof metricLineageSchema>;

/** One definition that a metric had, from `since` on. */
export const metricVersionSchema = definitionVersionRecordSchema.extend({
  definition: metricSchema,
});
export type MetricVersion = z.infer<typeof metricVersionSchema>;

/** Versions of a metric, latest first. */
export const metricVersionListSchema = z.object({
  versions: z.array(metricVersionSchema).readonly(),
});

/** Values of a column, most frequent first. */
export const columnValuesSchema = z.object({
  values: z.array(z.string()).readonly(),
});
