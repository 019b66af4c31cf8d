import {
  column,
  compare,
  date,
  literal,
  rawSource,
  slice,
  table,
  timestamp,
} from '@etude/sql';
import type { Expression, Relation } from '@etude/sql';
import type { ComputationPlan } from './computation-plan';
import { PARTITION_COLUMN } from './lake-partition';
import type { PlannedSource } from './planned-source';
import { relatedRelation } from './related-source';

/** The relation that holds the rows of a fact table. */
export const sourceRelation = (
  source: PlannedSource,
  alias: string,
): Relation => {
  switch (source.kind) {
    case 'table':
      return table([...(source.schema ?? []), source.table], alias);
    case 'query':
      return rawSource(source.sql, alias);
    case 'import':
      return table(`import_${source.tableId}`, alias);
    case 'related':
      return relatedRelation(source, alias, sourceRelation);
  }
};

type Period = {
  readonly from: string | null;
  readonly until: string;
  readonly isPartitionedByTime: boolean;
};

/** Conditions for the stored days of [from, until), where there are some. */
export const dayConditions = (alias: string, period: Period): Expression[] => {
  if (!period.isPartitionedByTime) return [];
  const day = column(alias, PARTITION_COLUMN);
  return [
    ...(period.from === null
      ? []
      : [compare(day, '>=', date(new Date(period.from)))]),
    compare(day, '<=', date(new Date(period.until))),
  ];
};

/**
 * Conditions for rows of [from, until), with the same bounds on the partition
 * column where there is one, so that the engine opens only those days.
 */
export const periodConditions = (
  at: Expression,
  alias: string,
  period: Period,
): Expression[] => [
  ...dayConditions(alias, period),
  ...(period.from === null
    ? []
    : [compare(at, '>=', timestamp(new Date(period.from)))]),
  compare(at, '<', timestamp(new Date(period.until))),
];

// Apart from what else may be sliced by the same ids.
const SLICE_SALT = 'etude-computation';

/** Holds for ids of units in the slice of a plan; none where it has all. */
export const sliceConditions = (
  { slice: part }: Pick<ComputationPlan, 'slice'>,
  unit: Expression,
): Expression[] =>
  part === null
    ? []
    : [compare(slice(unit, SLICE_SALT, part.count), '=', literal(part.index))];
