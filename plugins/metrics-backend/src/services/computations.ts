import { randomUUID } from 'node:crypto';
import type { Caller } from '@etude/api-node';
import { EtudeError, isEtudeError } from '@etude/kernel';
import type { Clock, Problem } from '@etude/kernel';
import { planComputation } from '@etude/metrics';
import type {
  ComputationPlan,
  ComputationResult,
  FactTable,
} from '@etude/metrics';
import { computationCreatePermission } from '@etude/plugin-metrics-common';
import type { ComputeRequest } from '@etude/plugin-metrics-common';
import { refusal } from '../metrics-errors';
import type { Answer, AwaitedRuns } from './awaited-runs';
import { principalName } from './authorization';
import { assignmentTableProblems } from './assignment-table-failure';
import type { Authorization } from './authorization';
import { loadDefinitions, relationReaders } from './definitions';
import type { DefinitionStores } from './definitions';
import type { FactSources } from './fact-sources';
import { chooseWarehouse } from './choose-warehouse';
import { computeResult } from './compute-result';
import type { RunContext, RunRecorder } from './run-recorder';
import type { Warehouse, Warehouses } from './warehouses';

export type ComputationsOptions = {
  readonly stores: DefinitionStores;
  readonly recorder: RunRecorder;
  readonly awaited: AwaitedRuns;
  readonly warehouses: Warehouses;
  readonly sources: FactSources;
  readonly authorization: Authorization;
  readonly clock: Clock;
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
   * Moments and traffic of an experiment, or null when that takes longer than
   * a request may; {@link wait} then has it.
   *
   * @throws ETUDE_METRICS_COMPUTATION_REFUSED with every reason that planning
   * found, or that columns of an assignment table gave; ETUDE_METRICS_BUDGET_EXCEEDED;
   * whatever {@link QueryRunner.query} throws.
   */
  async compute({ body, caller, signal }: ComputeCall): Promise<Answer> {
    const { authorization, recorder, awaited } = this.#options;
    await authorization.require(computationCreatePermission, caller);
    requireService(caller);
    const { runId = randomUUID(), owner, ...request } = body;
    // Asked again after an answer that was lost on its way.
    if (body.runId && (await awaited.has(runId))) {
      return awaited.wait(runId, signal);
    }
    return awaited.begin(runId, keepIfUnheard =>
      recorder.record(
        {
          id: runId,
          kind: 'computation',
          experimentId: body.experimentId,
          metricIds: body.metricIds,
          owner: owner?.toLowerCase() ?? null,
          requestedBy: principalName(caller),
        },
        async run => {
          const result = await this.#answer(request, run);
          await keepIfUnheard(result);
          return result;
        },
        signal,
      ),
    );
  }

  /** The result of a computation that took longer; null while it runs. */
  async wait(
    runId: string,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { authorization, awaited } = this.#options;
    await authorization.require(computationCreatePermission, caller);
    requireService(caller);
    return awaited.wait(runId, signal);
  }

  async #answer(
    body: ComputeRequest,
    run: RunContext,
  ): Promise<ComputationResult> {
    const { plan, factTables, warehouse } = await this.#plan(body);
    const now = this.#options.clock.now();
    return computeResult({ plan, warehouse, now }, run).catch(
      (error: unknown) => this.#explain(error, body, factTables),
    );
  }

  /** Everything that keeps a computation from being planned; nothing runs. */
  async problems(
    { runId: _runId, owner: _owner, ...request }: ComputeRequest,
    caller: Caller,
  ): Promise<readonly Problem[]> {
    const { authorization } = this.#options;
    await authorization.require(computationCreatePermission, caller);
    requireService(caller);
    try {
      await this.#plan(request);
      return [];
    } catch (error) {
      if (!isEtudeError(error) || error.kind !== 'user') throw error;
      return error.problems.length > 0 ? error.problems : [error];
    }
  }

  async #plan(body: ComputeRequest): Promise<{
    readonly plan: ComputationPlan;
    readonly factTables: readonly FactTable[];
    readonly warehouse: Warehouse;
  }> {
    const { metricIds, ...request } = body;
    const others = otherReaders(body);
    const { metrics, factTables, relations, missing } = await loadDefinitions(
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
      others: [
        ...others,
        ...relationReaders({ ...body, metrics, factTables, relations }),
      ],
    });
    const plan = planComputation(
      {
        ...request,
        assignmentsSource: chosen.ok ? chosen.value.assignments : undefined,
        metrics,
        factTables,
        relations,
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
