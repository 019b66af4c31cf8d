import type { ScanEstimate } from '@etude/warehouse';

type PlanNode = {
  readonly name?: unknown;
  readonly children?: unknown;
  readonly extra_info?: unknown;
};

const isPlanNode = (value: unknown): value is PlanNode =>
  typeof value === 'object' && value !== null;

// Leaves of a plan that read no stored table.
const NO_TABLE =
  /^(CTE_SCAN|REC_CTE_SCAN|DELIM_SCAN|COLUMN_DATA_SCAN|DUMMY_SCAN|EMPTY_RESULT|RANGE|GENERATE_SERIES|UNNEST)\s*$/;

const cardinality = (info: unknown): number => {
  const estimate: unknown =
    typeof info === 'object' && info !== null
      ? Reflect.get(info, 'Estimated Cardinality')
      : undefined;
  return Number(estimate ?? 0);
};

const scannedRows = (node: unknown): number => {
  if (!isPlanNode(node)) return 0;
  const children: readonly unknown[] = Array.isArray(node.children)
    ? node.children
    : [];
  if (children.length > 0) {
    return children.reduce<number>((sum, child) => sum + scannedRows(child), 0);
  }
  return NO_TABLE.test(String(node.name)) ? 0 : cardinality(node.extra_info);
};

/**
 * Rows that the leaves of a plan (`EXPLAIN (FORMAT json)`) are expected to give,
 * after the filters that DuckDB pushes into them. It estimates no bytes.
 */
export const scanEstimate = (planJson: string): ScanEstimate => {
  const plan: unknown = JSON.parse(planJson);
  const roots: readonly unknown[] = Array.isArray(plan) ? plan : [plan];
  return {
    bytes: null,
    rows: roots.reduce<number>((sum, root) => sum + scannedRows(root), 0),
  };
};
