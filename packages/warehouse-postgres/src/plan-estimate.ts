import type { ScanEstimate } from '@etude/warehouse';

const NONE: ScanEstimate = { bytes: 0, rows: 0 };

const sum = (estimates: readonly ScanEstimate[]): ScanEstimate =>
  estimates.reduce(
    (total, each) => ({
      bytes: (total.bytes ?? 0) + (each.bytes ?? 0),
      rows: (total.rows ?? 0) + (each.rows ?? 0),
    }),
    NONE,
  );

const field = (node: unknown, name: string): unknown =>
  typeof node === 'object' && node !== null
    ? Reflect.get(node, name)
    : undefined;

const scansOf = (node: unknown): ScanEstimate => {
  const children = field(node, 'Plans');
  const below: readonly unknown[] = Array.isArray(children) ? children : [];
  const isTable = field(node, 'Relation Name') !== undefined;
  const rows = Number(field(node, 'Plan Rows'));
  const bytes = rows * Number(field(node, 'Plan Width'));
  return sum([...(isTable ? [{ rows, bytes }] : []), ...below.map(scansOf)]);
};

/**
 * What the scans of tables in a plan (`EXPLAIN (FORMAT JSON)`) are expected to
 * give, after their filters: rows, and rows times their width.
 */
export const jsonPlanEstimate = (planJson: string): ScanEstimate => {
  const plan: unknown = JSON.parse(planJson);
  const roots: readonly unknown[] = Array.isArray(plan) ? plan : [];
  return sum(roots.map(root => scansOf(field(root, 'Plan'))));
};

const SCAN_LINE = /\bScan on .*\brows=(\d+) width=(\d+)/;

/** The same from the lines of Redshift's EXPLAIN, which has text only. */
export const textPlanEstimate = (lines: readonly string[]): ScanEstimate =>
  sum(
    lines.flatMap(line => {
      const [, rows, width] = SCAN_LINE.exec(line) ?? [];
      return rows === undefined
        ? []
        : [{ rows: Number(rows), bytes: Number(rows) * Number(width) }];
    }),
  );
