import type { ScanEstimate } from '@etude/warehouse';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * Bytes of the partitions that a plan (`EXPLAIN USING JSON`) is left with after
 * pruning; Snowflake estimates no rows.
 */
export const scanEstimate = (plan: string): ScanEstimate => {
  const parsed: unknown = JSON.parse(plan);
  const stats = isRecord(parsed) ? parsed['GlobalStats'] : undefined;
  const bytes = isRecord(stats) ? stats['bytesAssigned'] : undefined;
  return { bytes: typeof bytes === 'number' ? bytes : null, rows: null };
};
