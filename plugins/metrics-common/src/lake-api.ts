import { z } from 'zod';
import { columnSchema } from './fact-table-api';

export const importFormatSchema = z.enum(['csv', 'parquet']);
export type ImportFormat = z.infer<typeof importFormatSchema>;

/** Largest file that can be imported over the API, in bytes (200 MB). */
export const MAX_IMPORT_BYTES = 200 * 1024 * 1024;

export const importQuerySchema = z.object({
  name: z.string().min(1).max(120),
  format: importFormatSchema,
});

/** What became of an imported file; `tableId` is what fact tables refer to. */
export const importResponseSchema = z.object({
  tableId: z.string(),
  columns: z.array(columnSchema),
  rows: z.number(),
});
export type ImportResponse = z.infer<typeof importResponseSchema>;

export const importedTableSchema = importResponseSchema.extend({
  name: z.string(),
  format: importFormatSchema,
  createdAt: z.string(),
  createdBy: z.string(),
});
/** A table that a person imported, as listed. */
export type ImportedTable = z.infer<typeof importedTableSchema>;

/**
 * What the lake holds. `latestAt` is the newest time in a table, ISO 8601 UTC;
 * null when it has no rows.
 */
export const lakeOverviewSchema = z.object({
  checkedAt: z.string(),
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      latestAt: z.string().nullable(),
      columns: z.array(columnSchema),
    }),
  ),
  imports: z.array(importedTableSchema),
});
export type LakeOverview = z.infer<typeof lakeOverviewSchema>;
