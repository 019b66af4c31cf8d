/** Types of lake columns, as DuckDB writes them to Parquet. */
export type LakeColumnType = 'VARCHAR' | 'TIMESTAMP' | 'DOUBLE';

/** A column of a lake table; `required` columns never hold null. */
export type LakeColumn = {
  readonly name: string;
  readonly type: LakeColumnType;
  readonly required: boolean;
  /** Text of JSON, which the log holds as JSON itself, not as text. */
  readonly isJson?: true;
};

const column = (
  name: string,
  type: LakeColumnType,
  presence: 'required' | 'nullable' = 'required',
): LakeColumn => ({ name, type, required: presence === 'required' });

/** Columns of the `assignments` table. Timestamps are UTC. */
export const ASSIGNMENT_COLUMNS: readonly LakeColumn[] = [
  column('assigned_at', 'TIMESTAMP'),
  column('unit', 'VARCHAR'),
  column('selector', 'VARCHAR'),
  column('flag', 'VARCHAR'),
  column('rule', 'VARCHAR'),
  column('segment', 'VARCHAR'),
  column('variant', 'VARCHAR', 'nullable'),
  column('assignment_id', 'VARCHAR'),
  column('reason', 'VARCHAR'),
  column('client', 'VARCHAR'),
  column('environment', 'VARCHAR', 'nullable'),
  column('resolve_id', 'VARCHAR'),
  column('log_id', 'VARCHAR'),
];

/** Columns of the `events` table. Timestamps are UTC. */
export const EVENT_COLUMNS: readonly LakeColumn[] = [
  column('event_id', 'VARCHAR'),
  column('event', 'VARCHAR'),
  column('event_time', 'TIMESTAMP'),
  column('received_at', 'TIMESTAMP'),
  column('unit', 'VARCHAR', 'nullable'),
  column('value', 'DOUBLE', 'nullable'),
  column('client', 'VARCHAR'),
  { ...column('payload', 'VARCHAR'), isJson: true },
];

/** Names of the tables that the log feeds. */
export type LakeTableName = 'assignments' | 'events';

/**
 * A table of the lake: Parquet files under
 * `<lake>/<name>/date=YYYY-MM-DD/<segment id>.parquet`, where the date is that
 * of `timestampColumn`.
 */
export type LakeTable = {
  readonly name: LakeTableName;
  /** The `type` of its lines in the log. */
  readonly lineType: LakeRecord['type'];
  readonly timestampColumn: string;
  readonly idColumn: string;
  readonly columns: readonly LakeColumn[];
  /** The DATE column that the folder names carry. */
  readonly partition: 'date';
};

/** Every table that the log feeds, for readers and for the compactor. */
export const LAKE_TABLES: readonly LakeTable[] = [
  {
    name: 'assignments',
    lineType: 'assignment',
    timestampColumn: 'assigned_at',
    idColumn: 'log_id',
    columns: ASSIGNMENT_COLUMNS,
    partition: 'date',
  },
  {
    name: 'events',
    lineType: 'event',
    timestampColumn: 'event_time',
    idColumn: 'event_id',
    columns: EVENT_COLUMNS,
    partition: 'date',
  },
];

/**
 * One assignment as the log holds it: a unit was given a variant by a rule.
 * Keys are the column names; times are ISO 8601 in UTC ending in `Z`.
 */
export type AssignmentRecord = {
  readonly type: 'assignment';
  readonly assigned_at: string;
  readonly unit: string;
  /** Path of the unit in the context. */
  readonly selector: string;
  /** Id without `flags/`. */
  readonly flag: string;
  readonly rule: string;
  readonly segment: string;
  /** Null when the rule gave the client default or fell through. */
  readonly variant: string | null;
  readonly assignment_id: string;
  readonly reason: string;
  readonly client: string;
  /** Environments of the credential, joined by commas; null without one. */
  readonly environment: string | null;
  readonly resolve_id: string;
  /** Unique per record. */
  readonly log_id: string;
  /**
   * `client` for records that a client may send again, with the same log id:
   * they are deduplicated per client. Left out for those written once.
   */
  readonly id_origin?: 'client';
};

/**
 * One event as the log holds it. Keys are the column names except `id_origin`:
 * ids that a client made are deduplicated per client, so that a client may
 * send an event again when it missed the answer.
 */
export type EventRecord = {
  readonly type: 'event';
  readonly event_id: string;
  readonly id_origin: 'client' | 'edge';
  /** Id without `eventDefinitions/`. */
  readonly event: string;
  readonly event_time: string;
  readonly received_at: string;
  readonly unit: string | null;
  /** `payload.value` when it is a number. */
  readonly value: number | null;
  readonly client: string;
  /** Well-formed JSON text of an object, see `wellFormedJson`. */
  readonly payload: string;
};

/** A line of the log. */
export type LakeRecord = AssignmentRecord | EventRecord;
