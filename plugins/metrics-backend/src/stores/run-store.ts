import { runSchema } from '@etude/plugin-metrics-common';
import type { Run, RunProblem } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';

type RunRow = {
  readonly id: string;
  readonly kind: string;
  readonly experiment_id: string | null;
  readonly metric_ids: string;
  readonly state: string;
  readonly requested_by: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly elapsed_ms: number | null;
  readonly rows: number | null;
  readonly sql: string | null;
  readonly problem: string | null;
};

export type StartedRun = Pick<
  Run,
  'id' | 'kind' | 'experimentId' | 'metricIds' | 'requestedBy' | 'startedAt'
>;

export type RunSuccess = {
  readonly finishedAt: string;
  readonly elapsedMs: number;
  readonly rows: number;
};

export type RunFailure = {
  readonly finishedAt: string;
  readonly problem: RunProblem;
};

const read = (row: RunRow): Run =>
  runSchema.parse({
    id: row.id,
    kind: row.kind,
    experimentId: row.experiment_id,
    metricIds: JSON.parse(row.metric_ids) as unknown,
    state: row.state,
    requestedBy: row.requested_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    elapsedMs: row.elapsed_ms,
    rows: row.rows,
    sql: row.sql,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as unknown),
  });

/** CRUD of runs. */
export class RunStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Runs, newest first. */
  async list(filter: {
    experimentId?: string | undefined;
    limit: number;
  }): Promise<Run[]> {
    const query = this.#knex<RunRow>('runs')
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(filter.limit);
    if (filter.experimentId !== undefined) {
      query.where('experiment_id', filter.experimentId);
    }
    return (await query).map(read);
  }

  async find(id: string): Promise<Run | undefined> {
    const row = await this.#knex<RunRow>('runs').where({ id }).first();
    return row && read(row);
  }

  async start(run: StartedRun): Promise<void> {
    await this.#knex<RunRow>('runs').insert({
      id: run.id,
      kind: run.kind,
      experiment_id: run.experimentId,
      metric_ids: JSON.stringify(run.metricIds),
      state: 'running',
      requested_by: run.requestedBy,
      started_at: run.startedAt,
    });
  }

  async setSql(id: string, sql: string): Promise<void> {
    await this.#knex<RunRow>('runs').where({ id }).update({ sql });
  }

  async succeed(id: string, success: RunSuccess): Promise<void> {
    await this.#knex<RunRow>('runs')
      .where({ id })
      .update({
        state: 'succeeded',
        finished_at: success.finishedAt,
        elapsed_ms: Math.round(success.elapsedMs),
        rows: success.rows,
      });
  }

  async fail(id: string, failure: RunFailure): Promise<void> {
    await this.#knex<RunRow>('runs')
      .where({ id })
      .update({
        state: 'failed',
        finished_at: failure.finishedAt,
        problem: JSON.stringify(failure.problem),
      });
  }

  /** Fails every run that still counts as running since before `instant`. */
  async failStartedBefore(
    instant: string,
    failure: RunFailure,
  ): Promise<number> {
    return this.#knex<RunRow>('runs')
      .where({ state: 'running' })
      .andWhere('started_at', '<', instant)
      .update({
        state: 'failed',
        finished_at: failure.finishedAt,
        problem: JSON.stringify(failure.problem),
      });
  }
}
