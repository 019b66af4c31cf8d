import type { RowGroup } from '../GroupedTable';

/** Rows in one group per variant, in the order in which variants appear. */
export const variantGroups = <T extends { readonly variant: string }>(
  rows: readonly T[],
  controlVariant: string,
): readonly RowGroup<T>[] =>
  [...new Set(rows.map(({ variant }) => variant))].map(variant => ({
    key: variant,
    title: `${variant} against ${controlVariant}`,
    rows: rows.filter(row => row.variant === variant),
  }));

/** One row per metric and variant. */
export const metricRowKey = (row: {
  readonly metricId: string;
  readonly variant: string;
}): string => `${row.metricId}:${row.variant}`;
