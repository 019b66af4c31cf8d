import type { ScanEstimate } from '@etude/warehouse';

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  PiB: 2 ** 50,
};

// Scans of tables; other leaves of a plan (Range, LocalRelation) read none.
const SCAN =
  /^[\s:+|-]*(?:Relation|RelationV2|DataSourceV2ScanRelation|HiveTableRelation|InMemoryRelation)\b/;

/** Spark says 8 EiB for a table of which it knows nothing. */
const bytesOf = (line: string): number | null => {
  const found = /sizeInBytes=([\d.]+) (\w+)/.exec(line);
  const unit = UNITS[found?.[2] ?? ''];
  return unit === undefined ? null : Math.round(Number(found?.[1]) * unit);
};

const rowsOf = (line: string): number | null => {
  const found = /rowCount=([\d.E+]+)/.exec(line);
  return found === null ? null : Math.round(Number(found[1]));
};

const knownSum = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );

/**
 * Bytes and rows of the tables that a plan (`EXPLAIN COST`) scans, as Spark
 * rounds them. Rows are known only of tables with statistics (ANALYZE TABLE).
 */
export const scanEstimate = (plan: string): ScanEstimate => {
  const [optimized = ''] = plan.split('\n== Physical Plan ==');
  const scans = optimized.split('\n').filter(line => SCAN.test(line));
  return {
    bytes: knownSum(scans.map(bytesOf)),
    rows: knownSum(scans.map(rowsOf)),
  };
};
