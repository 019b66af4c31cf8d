import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Caller } from '@etude/api-node';
import { EtudeError } from '@etude/kernel';
import {
  isFinished,
  lakeReadPermission,
  runCancelPermission,
} from '@etude/plugin-metrics-common';
import type {
  BudgetUse,
  Run,
  RunListQuery,
} from '@etude/plugin-metrics-common';
import type { Request } from 'express';
import { notFound } from '../metrics-errors';
import { runResourceRef } from '../permission-rules';
import type { RunStore } from '../stores/run-store';
import { audited } from './audited';
import { principalName } from './authorization';
import type { Authorization } from './authorization';
import type { Budgets } from './budgets';
import type { LiveRuns } from './live-runs';

const MAX_LISTED = 100;

export type RunsOptions = {
  readonly runs: RunStore;
  readonly live: LiveRuns;
  readonly budgets: Budgets;
  readonly authorization: Authorization;
  readonly auditor: AuditorService;
};

export type CancelCall = {
  readonly id: string;
  readonly caller: Caller;
  readonly request: Request;
};

const isOver = ({ id, state }: Run): EtudeError =>
  new EtudeError(
    `Run '${id}' is ${state} already, so there is nothing to cancel. Reload to see how it ended.`,
    { code: 'ETUDE_METRICS_RUN_OVER_CONFLICT', kind: 'user', details: { id } },
  );

/** Use cases of runs: seeing them, cancelling one, and what teams used. */
export class Runs {
  readonly #options: RunsOptions;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Runs, newest first, at most 100. */
  async list(filter: RunListQuery, caller: Caller): Promise<Run[]> {
    await this.#options.authorization.require(lakeReadPermission, caller);
    const { limit = MAX_LISTED } = filter;
    return this.#options.runs.list({ ...filter, limit });
  }

  async get(id: string, caller: Caller): Promise<Run> {
    await this.#options.authorization.require(lakeReadPermission, caller);
    return this.#find(id);
  }

  /**
   * The run, told to stop: at once where this backend works on it, else by the
   * next beat of the backend that does.
   *
   * @throws ETUDE_METRICS_RUN_OVER_CONFLICT
   */
  async cancel({ id, caller, request }: CancelCall): Promise<Run> {
    const { auditor, authorization, runs, live } = this.#options;
    const write = { eventId: 'run-cancel', request, meta: { id } };
    return audited(auditor, write, async () => {
      const run = await this.#find(id);
      await authorization.requireFor(
        {
          permission: runCancelPermission,
          resourceRef: runResourceRef,
          resource: run,
        },
        caller,
      );
      const by = principalName(caller);
      await runs.requestCancel(id, by);
      live.cancel(id, by);
      const after = await this.#find(id);
      if (isFinished(after.state) && after.cancelledBy === null) {
        throw isOver(after);
      }
      return after;
    });
  }

  /** What teams may use of the warehouses and have used. */
  async budgets(caller: Caller): Promise<BudgetUse[]> {
    await this.#options.authorization.require(lakeReadPermission, caller);
    return this.#options.budgets.list();
  }

  async #find(id: string): Promise<Run> {
    const run = await this.#options.runs.find(id);
    if (!run) throw notFound('run', id);
    return run;
  }
}
