import type { FactSource } from '@etude/metrics';
import { LOCAL_TABLE } from '@etude/warehouse-duckdb';
import { dayPlus } from './check-looks';
import { quoted, table } from './input-table';
import type { TableExperiment } from './table-experiment';

/** All rows of the file. */
export const WHOLE_TABLE: FactSource = { kind: 'table', table: LOCAL_TABLE };

/** The rows of a source, as the FROM of a SELECT. */
export const relationOf = (source: FactSource): string =>
  source.kind === 'query' ? `(${source.sql}) AS "known"` : table;

/** The rows of units exposed up to the end of a day (UTC). */
export const rowsUntil = (
  exposedAtColumn: string,
  day: string,
): FactSource => ({
  kind: 'query',
  sql: `SELECT * FROM ${table} WHERE CAST(${quoted(exposedAtColumn)} AS TIMESTAMP) < TIMESTAMP '${dayPlus(day, 1)} 00:00:00'`,
});

/** The rows whose cluster is in one variant only. */
export const rowsOfWholeClusters = (
  { variantColumn }: TableExperiment,
  clusterColumn: string,
  source: FactSource,
): FactSource => {
  const [cluster, variant] = [quoted(clusterColumn), quoted(variantColumn)];
  const known = relationOf(source);
  return {
    kind: 'query',
    sql: `SELECT * FROM ${known} WHERE ${cluster} IN (SELECT ${cluster} FROM ${known} GROUP BY ${cluster} HAVING COUNT(DISTINCT ${variant}) = 1)`,
  };
};
