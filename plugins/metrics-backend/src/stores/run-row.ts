import { runSchema } from '@etude/plugin-metrics-common';
import type { Run } from '@etude/plugin-metrics-common';

/** A run as the database has it. */
export type RunRow = {
  readonly id: string;
  readonly kind: string;
  readonly experiment_id: string | null;
  readonly metric_ids: string;
  readonly owner: string | null;
  readonly warehouse_id: string | null;
  readonly state: string;
  readonly progress: string | null;
  readonly requested_by: string;
  readonly started_at: string;
  readonly queried_at: string | null;
  readonly finished_at: string | null;
  readonly cancelled_by: string | null;
  readonly attempts: number;
  readonly estimate_bytes: number | null;
  readonly estimate_rows: number | null;
  readonly bytes_read: number | null;
  readonly elapsed_ms: number | null;
  readonly rows: number | null;
  readonly sql: string | null;
  readonly increment: string | null;
  readonly problem: string | null;
  readonly lease_holder: string | null;
  readonly lease_until: string | null;
};

const jsonOf = (text: string | null): unknown =>
  text === null ? null : (JSON.parse(text) as unknown);

/** The columns of a run without its SQL, which is long. */
export const RUN_COLUMNS_WITHOUT_SQL = [
  'id',
  'kind',
  'experiment_id',
  'metric_ids',
  'owner',
  'warehouse_id',
  'state',
  'progress',
  'requested_by',
  'started_at',
  'queried_at',
  'finished_at',
  'cancelled_by',
  'attempts',
  'estimate_bytes',
  'estimate_rows',
  'bytes_read',
  'elapsed_ms',
  'rows',
  'increment',
  'problem',
] as const;

type ReadRow = Pick<RunRow, (typeof RUN_COLUMNS_WITHOUT_SQL)[number]> & {
  readonly sql?: string | null;
};

/** The run of a row; `sql` is null when it was not asked for. */
export const readRun = (row: ReadRow): Run =>
  runSchema.parse({
    id: row.id,
    kind: row.kind,
    experimentId: row.experiment_id,
    metricIds: jsonOf(row.metric_ids),
    owner: row.owner,
    warehouseId: row.warehouse_id,
    state: row.state,
    progress: jsonOf(row.progress),
    requestedBy: row.requested_by,
    startedAt: row.started_at,
    queriedAt: row.queried_at,
    finishedAt: row.finished_at,
    cancelledBy: row.cancelled_by,
    attempts: row.attempts,
    estimate:
      row.estimate_bytes === null && row.estimate_rows === null
        ? null
        : { bytes: row.estimate_bytes, rows: row.estimate_rows },
    bytesRead: row.bytes_read,
    elapsedMs: row.elapsed_ms,
    rows: row.rows,
    sql: row.sql ?? null,
    increment: jsonOf(row.increment),
    problem: jsonOf(row.problem),
  } satisfies Record<keyof Run, unknown>);
