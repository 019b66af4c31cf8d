import type { MomentsRow } from '@etude/metrics';
import type { Moments, VectorMoments } from '@etude/stats';
import {
  EMPTY_MOMENTS,
  mergeMoments,
  mergeVectorMoments,
  momentsAt,
} from '@etude/stats';

/** One metric in one variant; with companions, if rows have them. */
export type MomentsCell = Moments | VectorMoments;

/** The cells of one value of a dimension, or of all units. */
export type MomentsSlice = {
  /** A cell without rows has no unit. */
  readonly cellOf: (metricId: string, variant: string) => MomentsCell;
  readonly has: (metricId: string) => boolean;
};

/** One value of a dimension; `null` where a unit has none. */
export type DimensionSlice = MomentsSlice & {
  readonly dimension: string;
  readonly value: string | null;
};

/** Rows merged over dates: all units, and each value of each dimension. */
export type MomentsIndex = {
  readonly total: MomentsSlice;
  readonly dimensions: readonly DimensionSlice[];
};

/** The outcome of a cell, without its companions. */
export const outcomeOf = (cell: MomentsCell): Moments =>
  'means' in cell ? momentsAt(cell, 0) : cell;

/** A cell as a vector: the outcome, then its companions. */
export const vectorOf = (cell: MomentsCell): VectorMoments =>
  'means' in cell
    ? cell
    : { n: cell.n, means: [cell.mean], comoments: [cell.m2] };

const cellOfRow = ({ n, mean, m2, companions }: MomentsRow): MomentsCell =>
  companions === undefined
    ? { n, mean, m2 }
    : {
        n,
        means: [mean, ...companions.means],
        comoments: [m2, ...companions.comoments],
      };

const merged = (a: MomentsCell, b: MomentsCell): MomentsCell =>
  'means' in a || 'means' in b
    ? mergeVectorMoments(vectorOf(a), vectorOf(b))
    : mergeMoments(a, b);

type CellsByVariant = Map<string, MomentsCell>;
type Cells = Map<string, CellsByVariant>;

const add = (cells: Cells, row: MomentsRow): void => {
  const byVariant = cells.get(row.metricId);
  if (byVariant === undefined) {
    cells.set(row.metricId, new Map([[row.variant, cellOfRow(row)]]));
    return;
  }
  const before = byVariant.get(row.variant);
  const cell = cellOfRow(row);
  byVariant.set(
    row.variant,
    before === undefined ? cell : merged(before, cell),
  );
};

const sliceOf = (cells: Cells): MomentsSlice => ({
  cellOf: (metricId, variant) =>
    cells.get(metricId)?.get(variant) ?? EMPTY_MOMENTS,
  has: metricId => cells.has(metricId),
});

/**
 * Merges rows over dates in one pass, pairwise, so that their order does not
 * matter: everything an analysis reads of them afterwards is a look-up.
 */
export const indexMoments = (rows: readonly MomentsRow[]): MomentsIndex => {
  const total: Cells = new Map();
  const dimensions = new Map<string, Map<string | null, Cells>>();
  for (const row of rows) {
    if (row.dimension === undefined) {
      add(total, row);
      continue;
    }
    const { name, value } = row.dimension;
    const values = dimensions.get(name) ?? new Map<string | null, Cells>();
    const cells = values.get(value) ?? new Map<string, CellsByVariant>();
    dimensions.set(name, values);
    values.set(value, cells);
    add(cells, row);
  }
  return {
    total: sliceOf(total),
    dimensions: [...dimensions].flatMap(([dimension, values]) =>
      [...values].map(([value, cells]) => ({
        dimension,
        value,
        ...sliceOf(cells),
      })),
    ),
  };
};
