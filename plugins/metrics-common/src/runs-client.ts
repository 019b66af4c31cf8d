import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import { budgetListSchema } from './budget-api';
import type { BudgetUse } from './budget-api';
import { runListSchema, runSchema } from './run-api';
import type { Run, RunListQuery } from './run-api';

type CallOptions = { readonly signal?: AbortSignal };

/** The part of the metrics API that is about runs and budgets. */
export class RunsClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Runs, newest first, at most 100. */
  async list(
    filter: RunListQuery = {},
    options: CallOptions = {},
  ): Promise<Run[]> {
    const { limit, withSql, ...texts } = filter;
    const { runs } = await this.#api.request({
      path: '/runs',
      query: {
        ...texts,
        limit: limit?.toString(),
        withSql: withSql?.toString(),
      },
      schema: runListSchema,
      ...options,
    });
    return runs;
  }

  /** The run, told to stop; it is refused when it is over already. */
  cancel(id: string): Promise<Run> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/runs/${id}/cancel`,
      schema: runSchema,
    });
  }

  /** What teams may use of the warehouses, and what they used. */
  async budgets(): Promise<BudgetUse[]> {
    const { budgets } = await this.#api.request({
      path: '/budgets',
      schema: budgetListSchema,
    });
    return budgets;
  }

  /** One run, with its SQL. */
  get(id: string, options: CallOptions = {}): Promise<Run> {
    return this.#api.request({
      path: pathOf`/runs/${id}`,
      schema: runSchema,
      ...options,
    });
  }
}
