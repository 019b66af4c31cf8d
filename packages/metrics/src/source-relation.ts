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

/**
 * Conditions for rows of [from, until), with the same bounds on the partition
 * column where there is one, so that the engine opens only those days.
 */
export const periodConditions = (
  at: Expression,
  alias: string,
  period: Period,
): Expression[] => {
  const until = new Date(period.until);
  const from = period.from === null ? null : new Date(period.from);
  const day = column(alias, PARTITION_COLUMN);
  const conditions: Expression[] = [];
  if (period.isPartitionedByTime) {
    if (from !== null) conditions.push(compare(day, '>=', date(from)));
    conditions.push(compare(day, '<=', date(until)));
  }
  if (from !== null) conditions.push(compare(at, '>=', timestamp(from)));
  conditions.push(compare(at, '<', timestamp(until)));
  return conditions;
};

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
