import { LAKE_WAREHOUSE_ID, warehouseIdOf } from './fact-table';
import type { FactSource } from './fact-table';
import type { PlannedFactTable, PlannedSource } from './planned-source';

type LakePartition = {
  /** The timestamp whose day names the partition. */
  readonly timestampColumn: string;
  readonly columns: readonly string[];
};

/** Partition column of every lake table: a DATE. */
export const PARTITION_COLUMN = 'date';

const LAKE_PARTITIONS: Readonly<Record<string, LakePartition>> = {
  assignments: {
    timestampColumn: 'assigned_at',
    columns: [
      'assigned_at',
      'unit',
      'selector',
      'flag',
      'rule',
      'segment',
      'variant',
      'assignment_id',
      'reason',
      'client',
      'environment',
    ],
  },
  events: {
    timestampColumn: 'event_time',
    columns: [
      'event_id',
      'event',
      'event_time',
      'received_at',
      'unit',
      'value',
      'client',
      'payload',
    ],
  },
};

const rowsOf = (source: PlannedSource): FactSource =>
  source.kind === 'related' ? rowsOf(source.source) : source;

const lakePartition = (
  factTable: PlannedFactTable,
): LakePartition | undefined => {
  const source = rowsOf(factTable.source);
  return source.kind === 'table' &&
    warehouseIdOf(factTable) === LAKE_WAREHOUSE_ID
    ? LAKE_PARTITIONS[source.table]
    : undefined;
};

/** True for the lake's own tables, which all have the partition column. */
export const isInLake = (factTable: PlannedFactTable): boolean =>
  lakePartition(factTable) !== undefined;

/**
 * True when the rows of a fact table lie in folders by the day of its own
 * timestamp, so that a bound on time is also a bound on folders.
 */
export const isPartitionedByTime = (factTable: PlannedFactTable): boolean =>
  factTable.timestampColumn !== null &&
  lakePartition(factTable)?.timestampColumn === factTable.timestampColumn;

const NOT_TEXT: ReadonlySet<string> = new Set([
  'assigned_at',
  'event_time',
  'received_at',
  'value',
]);

/** Columns of a fact table that hold text for certain: those of the lake. */
export const textColumns = (factTable: PlannedFactTable): readonly string[] =>
  (lakePartition(factTable)?.columns ?? []).filter(name => !NOT_TEXT.has(name));

/** Columns a filter of this fact table may name. */
export const filterColumns = (
  factTable: PlannedFactTable,
): ReadonlySet<string> =>
  new Set([
    ...factTable.dimensions,
    ...factTable.measures.map(measure => measure.column),
    ...Object.values(factTable.entityColumns),
    ...(factTable.timestampColumn === null ? [] : [factTable.timestampColumn]),
    ...(lakePartition(factTable)?.columns ?? []),
  ]);
