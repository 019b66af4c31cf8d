import type {
  Run,
  RunIncrement,
  RunListQuery,
  RunProblem,
  RunProgress,
} from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import { RUN_COLUMNS_WITHOUT_SQL, readRun } from './run-row';
import type { RunRow } from './run-row';

/** Who works on a run, and until when that may be believed. */
export type RunLease = { readonly holder: string; readonly until: string };

export type StartedRun = Pick<
  Run,
  | 'id'
  | 'kind'
  | 'experimentId'
  | 'metricIds'
  | 'owner'
  | 'requestedBy'
  | 'startedAt'
> & { readonly lease: RunLease };

/** What becomes known of a run before it is over. */
export type RunFacts = {
  readonly state?: 'queued' | 'running';
  readonly sql?: string;
  readonly warehouseId?: string;
  readonly progress?: RunProgress;
  readonly queriedAt?: string;
  readonly attempts?: number;
  readonly estimate?: NonNullable<Run['estimate']>;
  readonly increment?: RunIncrement;
};

/** How a run ended. */
export type RunOutcome = {
  readonly state: 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
  readonly finishedAt: string;
  readonly elapsedMs: number | null;
  readonly bytesRead: number | null;
  readonly rows: number | null;
  readonly problem: RunProblem | null;
};

/** What a team's runs used of the warehouses. */
export type RunUsage = { readonly bytes: number; readonly elapsedMs: number };

const ACTIVE = ['queued', 'running'];
/** Of old runs, so that nobody waits for the table for long. */
const DROPPED_AT_ONCE = 500;

const factColumns = (facts: RunFacts): Partial<RunRow> => ({
  ...(facts.state && { state: facts.state }),
  ...(facts.sql !== undefined && { sql: facts.sql }),
  ...(facts.warehouseId && { warehouse_id: facts.warehouseId }),
  ...(facts.progress && { progress: JSON.stringify(facts.progress) }),
  ...(facts.queriedAt && { queried_at: facts.queriedAt }),
  ...(facts.attempts && { attempts: facts.attempts }),
  ...(facts.estimate && {
    estimate_bytes: facts.estimate.bytes,
    estimate_rows: facts.estimate.rows,
  }),
  ...(facts.increment && { increment: JSON.stringify(facts.increment) }),
});

/** CRUD of runs. */
export class RunStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Runs, newest first. */
  async list(filter: RunListQuery & { limit: number }): Promise<Run[]> {
    const query = this.#runs()
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(filter.limit);
    const equals = {
      experiment_id: filter.experimentId,
      owner: filter.owner,
      warehouse_id: filter.warehouseId,
      state: filter.state,
    };
    for (const [column, value] of Object.entries(equals)) {
      if (value !== undefined) query.where(column, value);
    }
    if (filter.before !== undefined) {
      query.where('started_at', '<', filter.before);
    }
    if (filter.metricId !== undefined) {
      query.whereLike('metric_ids', `%${JSON.stringify(filter.metricId)}%`);
    }
    const rows = await (filter.withSql
      ? query.select('*')
      : query.select(...RUN_COLUMNS_WITHOUT_SQL));
    return rows.map(readRun);
  }

  async find(id: string): Promise<Run | undefined> {
    const row = await this.#runs().where({ id }).first();
    return row && readRun(row);
  }

  async start({ lease, ...run }: StartedRun): Promise<void> {
    await this.#runs().insert({
      id: run.id,
      kind: run.kind,
      experiment_id: run.experimentId,
      metric_ids: JSON.stringify(run.metricIds),
      owner: run.owner,
      state: 'queued',
      requested_by: run.requestedBy,
      started_at: run.startedAt,
      lease_holder: lease.holder,
      lease_until: lease.until,
    });
  }

  /** Keeps what became known of a run, unless it is over. */
  async note(id: string, facts: RunFacts): Promise<void> {
    await this.#runs()
      .where({ id })
      .whereIn('state', ACTIVE)
      .update(factColumns(facts));
  }

  /**
   * Ends a run. Whoever worked on it knows how it ended, even where others
   * took it for interrupted meanwhile.
   */
  async finish(id: string, outcome: RunOutcome): Promise<void> {
    const { problem } = outcome;
    await this.#runs()
      .where({ id })
      .whereIn('state', [...ACTIVE, 'interrupted'])
      .update({
        state: outcome.state,
        finished_at: outcome.finishedAt,
        elapsed_ms:
          outcome.elapsedMs === null ? null : Math.round(outcome.elapsedMs),
        bytes_read: outcome.bytesRead,
        rows: outcome.rows,
        problem: problem && JSON.stringify(problem),
        progress: null,
        lease_until: null,
      });
  }

  async renewLeases(ids: readonly string[], lease: RunLease): Promise<void> {
    await this.#runs()
      .whereIn('id', [...ids])
      .whereIn('state', ACTIVE)
      .where({ lease_holder: lease.holder })
      .update({ lease_until: lease.until });
  }

  /** Ends the runs whose worker no longer says that it works on them. */
  async interruptExpired(now: string, problem: RunProblem): Promise<number> {
    return this.#runs()
      .whereIn('state', ACTIVE)
      .where(expired => {
        void expired.whereNull('lease_until').orWhere('lease_until', '<=', now);
      })
      .update({
        state: 'interrupted',
        finished_at: now,
        problem: JSON.stringify(problem),
        progress: null,
        lease_until: null,
      });
  }

  /** False when the run is over, or somebody cancelled it before. */
  async requestCancel(id: string, by: string): Promise<boolean> {
    const updated = await this.#runs()
      .where({ id })
      .whereIn('state', ACTIVE)
      .whereNull('cancelled_by')
      .update({ cancelled_by: by });
    return updated === 1;
  }

  /** Which of the runs people cancelled, with who did. */
  async cancelledAmong(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#runs()
      .select('id', 'cancelled_by')
      .whereIn('id', [...ids])
      .whereNotNull('cancelled_by');
    return new Map(rows.map(row => [row.id, row.cancelled_by ?? '']));
  }

  /** What runs asked for since an instant used, by owner. */
  async usageSince(
    since: string,
    owner?: string,
  ): Promise<ReadonlyMap<string, RunUsage>> {
    const query = this.#runs()
      .select('owner')
      .whereNotNull('owner')
      .where('started_at', '>=', since)
      .groupBy('owner')
      // A query that was begun counts as estimated until, or unless, the
      // engine says what it read.
      .sum({
        bytes: this.#knex.raw(
          'COALESCE(bytes_read, CASE WHEN queried_at IS NULL THEN 0 ELSE estimate_bytes END, 0)',
        ),
        elapsed: 'elapsed_ms',
      });
    if (owner !== undefined) query.where({ owner });
    const rows: { owner: string | null; bytes?: unknown; elapsed?: unknown }[] =
      await query;
    return new Map(
      rows.map(row => [
        row.owner ?? '',
        { bytes: Number(row.bytes), elapsedMs: Number(row.elapsed) },
      ]),
    );
  }

  /** Warehouse time of the newest run of an experiment that succeeded. */
  async latestElapsedMs(experimentId: string): Promise<number | undefined> {
    const row = await this.#runs()
      .select('elapsed_ms')
      .where({ experiment_id: experimentId, state: 'succeeded' })
      .orderBy('started_at', 'desc')
      .first();
    return row?.elapsed_ms ?? undefined;
  }

  /**
   * Removes runs that were begun before an instant and are over, but for the
   * newest success of every analysis. Returns how many there were.
   */
  async dropBefore(instant: string): Promise<number> {
    let dropped = 0;
    for (;;) {
      const ids = await this.#droppable(instant);
      dropped += await this.#runs().whereIn('id', ids).delete();
      if (ids.length < DROPPED_AT_ONCE) return dropped;
    }
  }

  /** Some of the runs that may go. */
  async #droppable(instant: string): Promise<string[]> {
    const newerSuccess = this.#knex({ newer: 'runs' })
      .select(this.#knex.raw('1'))
      .where({ 'newer.state': 'succeeded' })
      .whereRaw('newer.kind = runs.kind')
      .whereRaw('newer.experiment_id = runs.experiment_id')
      .whereRaw('newer.metric_ids = runs.metric_ids')
      .whereRaw('newer.started_at > runs.started_at');
    const rows = await this.#runs()
      .select('id')
      .where('started_at', '<', instant)
      .whereNotIn('state', ACTIVE)
      .where(not => {
        void not
          .whereNot('state', 'succeeded')
          .orWhereNull('experiment_id')
          .orWhereExists(newerSuccess);
      })
      .limit(DROPPED_AT_ONCE);
    return rows.map(({ id }) => id);
  }

  #runs() {
    return this.#knex<RunRow>('runs');
  }
}
