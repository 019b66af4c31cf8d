import type { ScanEstimate } from '@etude/warehouse';

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Reflect.get(value, name)
    : undefined;

/** A sum, or null when any part is not known: Trino writes `"NaN"` then. */
const knownSum = (values: readonly unknown[]): number | null => {
  const numbers = values.filter(
    value => typeof value === 'number' && Number.isFinite(value),
  );
  if (numbers.length < values.length) return null;
  return numbers.reduce<number>((sum, value) => sum + Number(value), 0);
};

/**
 * Rows and bytes that the scans of a plan (`EXPLAIN (TYPE IO, FORMAT JSON)`)
 * are expected to give, after the filters that Trino pushes into them.
 */
export const scanEstimate = (planJson: string): ScanEstimate => {
  const plan: unknown = JSON.parse(planJson);
  const tables = field(plan, 'inputTableColumnInfos');
  const estimates = (Array.isArray(tables) ? tables : []).map(table =>
    field(table, 'estimate'),
  );
  return {
    bytes: knownSum(estimates.map(each => field(each, 'outputSizeInBytes'))),
    rows: knownSum(estimates.map(each => field(each, 'outputRowCount'))),
  };
};
