import type { Caller } from '@etude/api-node';
import { EtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import {
  computationQuery,
  planComputation,
  readComputationRows,
} from '@etude/metrics';
import type {
  ComputationPlan,
  ComputationResult,
  FactTable,
} from '@etude/metrics';
import {
  computationCreatePermission,
  lakeReadPermission,
} from '@etude/plugin-metrics-common';
import type { ComputeRequest, Run } from '@etude/plugin-metrics-common';
import { printSql } from '@etude/sql';
import { notFound, refusal } from '../metrics-errors';
import type { RunStore } from '../stores/run-store';
import { principalName } from './authorization';
import { assignmentTableProblems } from './assignment-table-failure';
import type { Authorization } from './authorization';
import { loadDefinitions } from './definitions';
import type { DefinitionStores } from './definitions';
import type { FactSources } from './fact-sources';
import { chooseWarehouse } from './choose-warehouse';
import type { RunRecorder } from './run-recorder';
import type { Warehouse, Warehouses } from './warehouses';

const MAX_LISTED_RUNS = 100;

export type ComputationsOptions = {
  readonly stores: DefinitionStores;
  readonly runs: RunStore;
  readonly recorder: RunRecorder;
  readonly warehouses: Warehouses;
  readonly sources: FactSources;
  readonly authorization: Authorization;
};

// Moments tell the effect, which a design may keep closed while it runs: only
// what judges that (the experiments plugin) may ask for them.
const requireService = ({ principal }: Caller): void => {
  if (principal.type === 'service') return;
  throw new EtudeError(
    'Computations are asked for by the portal, because a design may keep effects closed while an experiment runs. Refresh the experiment instead.',
    { code: 'ETUDE_METRICS_COMPUTATION_FORBIDDEN', kind: 'user' },
  );
};

const refused = (
  { experimentId }: ComputeRequest,
  problems: readonly Problem[],
): EtudeError =>
  refusal(
    'ETUDE_METRICS_COMPUTATION_REFUSED',
    `The metrics of experiment '${experimentId}' cannot be computed`,
    problems,
  );

const assignmentTableIds = ({ assignment }: ComputeRequest): string[] =>
  assignment.kind === 'table' ? [assignment.factTableId] : [];

/** Tables that a computation reads besides those of metrics and assignments. */
const otherReaders = ({ exposureFilter, dimensionSources }: ComputeRequest) => [
  ...(exposureFilter
    ? [{ what: 'the exposure filter', factTableId: exposureFilter.factTableId }]
    : []),
  ...(dimensionSources ?? []).map(({ name, factTableId }) => ({
    what: `dimension '${name}'`,
    factTableId,
  })),
];

type ComputeCall = {
  readonly body: ComputeRequest;
  readonly caller: Caller;
  readonly signal: AbortSignal;
};

/** Computes metrics of experiments and keeps a record of each attempt. */
export class Computations {
  readonly #options: ComputationsOptions;

  constructor(options: ComputationsOptions) {
    this.#options = options;
  }

  /**
   * Moments and traffic of an experiment.
   *
   * @throws ETUDE_METRICS_COMPUTATION_REFUSED with every reason that planning
   * found, or that columns of an assignment table gave; whatever {@link QueryRunner.query} throws.
   */
  async compute(call: ComputeCall): Promise<{
    readonly runId: string;
    readonly result: ComputationResult;
  }> {
    const { body, caller, signal } = call;
    const { authorization, recorder } = this.#options;
    await authorization.require(computationCreatePermission, caller);
    requireService(caller);
    const { runId, value } = await recorder.record(
      {
        kind: 'computation',
        experimentId: body.experimentId,
        metricIds: body.metricIds,
        requestedBy: principalName(caller),
      },
      async ({ setSql }) => {
        const { plan, factTables, warehouse } = await this.#plan(body);
        const { runner } = warehouse;
        const sql = printSql(computationQuery(plan), runner.dialect);
        await setSql(sql);
        const { rows, elapsedMs } = await runner
          .query(sql, signal)
          .catch((error: unknown) => this.#explain(error, body, factTables));
        const result = readComputationRows(rows, sql);
        return { value: result, elapsedMs, rows: rows.length };
      },
    );
    return { runId, result: value };
  }

  /** Runs, newest first, at most 100. */
  async listRuns(
    filter: { readonly experimentId?: string | undefined },
    caller: Caller,
  ): Promise<Run[]> {
    await this.#options.authorization.require(lakeReadPermission, caller);
    return this.#options.runs.list({ ...filter, limit: MAX_LISTED_RUNS });
  }

  async getRun(id: string, caller: Caller): Promise<Run> {
    await this.#options.authorization.require(lakeReadPermission, caller);
    const run = await this.#options.runs.find(id);
    if (!run) throw notFound('run', id);
    return run;
  }

  async #plan(body: ComputeRequest): Promise<{
    readonly plan: ComputationPlan;
    readonly factTables: readonly FactTable[];
    readonly warehouse: Warehouse;
  }> {
    const { metricIds, ...request } = body;
    const others = otherReaders(body);
    const { metrics, factTables, missing } = await loadDefinitions(
      this.#options.stores,
      {
        metricIds,
        factTableIds: [
          ...assignmentTableIds(body),
          ...others.map(({ factTableId }) => factTableId),
        ],
      },
    );
    const chosen = chooseWarehouse(this.#options.warehouses, {
      assignment: body.assignment,
      metrics,
      factTables,
      others,
    });
    const plan = planComputation(
      {
        ...request,
        assignmentsSource: chosen.ok ? chosen.value.assignments : undefined,
        metrics,
        factTables,
      },
      chosen.ok ? chosen.value.runner.dialect : null,
    );
    const problems = [
      ...missing.values(),
      ...(chosen.ok ? [] : chosen.problems),
      ...(plan.ok ? [] : plan.problems),
    ];
    if (plan.ok && chosen.ok && problems.length === 0) {
      return { plan: plan.value, factTables, warehouse: chosen.value };
    }
    throw refused(body, problems);
  }

  async #explain(
    error: unknown,
    body: ComputeRequest,
    factTables: readonly FactTable[],
  ): Promise<never> {
    const { assignment } = body;
    if (assignment.kind === 'flag') throw error;
    const problems = await assignmentTableProblems(
      error,
      this.#options.sources,
      { assignment, factTables },
    );
    throw problems.length > 0 ? refused(body, problems) : error;
  }
}
