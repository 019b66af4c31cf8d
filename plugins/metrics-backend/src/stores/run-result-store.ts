import type { Knex } from 'knex';

type RunResultRow = {
  readonly run_id: string;
  readonly result: string;
  readonly created_at: string;
};

/** Results of runs, kept until whoever asked for them comes back. */
export class RunResultStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async put(runId: string, result: unknown, at: string): Promise<void> {
    await this.#results().insert({
      run_id: runId,
      result: JSON.stringify(result),
      created_at: at,
    });
  }

  async find(runId: string): Promise<unknown> {
    const row = await this.#results().where({ run_id: runId }).first();
    return row && (JSON.parse(row.result) as unknown);
  }

  async dropBefore(instant: string): Promise<void> {
    await this.#results().where('created_at', '<', instant).delete();
  }

  #results() {
    return this.#knex<RunResultRow>('run_results');
  }
}
