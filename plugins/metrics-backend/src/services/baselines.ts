import { randomUUID } from 'node:crypto';
import type { Caller } from '@etude/api-node';
import { isEtudeError } from '@etude/kernel';
import type { Clock, EtudeError, Problem } from '@etude/kernel';
import {
  computationQuery,
  planBaseline,
  readBaselineRows,
} from '@etude/metrics';
import type {
  BaselineResult,
  EntityRelation,
  FactTable,
  Metric,
} from '@etude/metrics';
import { computationCreatePermission } from '@etude/plugin-metrics-common';
import type {
  BaselineAssignment,
  BaselineRequest,
  MetricBaseline,
} from '@etude/plugin-metrics-common';
import { printSql } from '@etude/sql';
import { notFoundProblem, refusal } from '../metrics-errors';
import { principalName } from './authorization';
import { assignmentTableProblems } from './assignment-table-failure';
import type { Authorization } from './authorization';
import { answerOf, problemAnswer } from './baseline-answer';
import type { PopulationKind } from './baseline-answer';
import { baselineGroups } from './baseline-groups';
import type { BaselineGroup } from './baseline-groups';
import { populationsFor } from './baseline-populations';
import { loadDefinitions } from './definitions';
import type { DefinitionStores } from './definitions';
import type { FactSources } from './fact-sources';
import type { RunRecorder } from './run-recorder';
import type { Warehouses } from './warehouses';

export type BaselinesOptions = {
  readonly stores: DefinitionStores;
  readonly recorder: RunRecorder;
  readonly warehouses: Warehouses;
  readonly sources: FactSources;
  readonly authorization: Authorization;
  readonly clock: Clock;
};

type BaselineCall = {
  readonly body: BaselineRequest;
  readonly caller: Caller;
  readonly signal: AbortSignal;
};

/** One query: metrics over one population. */
type Job = BaselineGroup & {
  readonly kind: PopulationKind;
  readonly population: FactTable;
};

type JobContext = BaselineCall & {
  readonly until: string;
  readonly factTables: readonly FactTable[];
  readonly relations: readonly EntityRelation[];
};

type Answers = Map<string, MetricBaseline>;

/** Says what metrics were lately, for planning the size of an experiment. */
export class Baselines {
  readonly #options: BaselinesOptions;

  constructor(options: BaselinesOptions) {
    this.#options = options;
  }

  /** A baseline or a problem for each metric, in the order asked. */
  async baseline(call: BaselineCall): Promise<MetricBaseline[]> {
    const { body } = call;
    await this.#options.authorization.require(
      computationCreatePermission,
      call.caller,
    );
    const { assignment } = body;
    const loaded = await loadDefinitions(this.#options.stores, {
      metricIds: body.metricIds,
      factTableIds:
        assignment?.kind === 'table' ? [assignment.factTableId] : [],
    });
    refuseUnknownTable(assignment, loaded.factTables);
    const context = {
      ...call,
      until: this.#options.clock.now().toISOString(),
      factTables: loaded.factTables,
      relations: loaded.relations,
    };
    const answers: Answers = new Map();
    for (const [metricId, problem] of loaded.missing) {
      answers.set(metricId, problemAnswer(metricId, problem, null));
    }
    const { groups, unplaced } = baselineGroups(loaded, {
      warehouses: this.#options.warehouses,
      assignment,
    });
    for (const { metricId, problem } of unplaced) {
      answers.set(metricId, problemAnswer(metricId, problem, null));
    }
    for (const group of groups) {
      await this.#answerGroup(group, context, answers);
    }
    return body.metricIds.flatMap(id => answers.get(id) ?? []);
  }

  async #answerGroup(
    { metrics, warehouse }: BaselineGroup,
    context: JobContext,
    answers: Answers,
  ): Promise<void> {
    const populations = populationsFor(context.body.assignment, {
      entity: metrics[0]?.entity ?? '',
      factTables: context.factTables,
      warehouse,
    });
    for (const { kind, factTable } of populations) {
      const job = { kind, population: factTable, metrics, warehouse };
      if (await this.#hasAnswered(job, context, answers)) return;
    }
    if (context.body.assignment?.kind === 'table') return;
    for (const ofTable of byKey(metrics, metric => metric.factTableId)) {
      const population = context.factTables.find(
        ({ id }) => id === ofTable[0]?.factTableId,
      );
      if (population) {
        const job = {
          kind: 'with-facts' as const,
          population,
          metrics: ofTable,
          warehouse,
        };
        await this.#hasAnswered(job, context, answers);
      }
    }
  }

  /** Answers the job's metrics; false when its population has no units. */
  async #hasAnswered(
    job: Job,
    context: JobContext,
    answers: Answers,
  ): Promise<boolean> {
    const planned: Metric[] = [];
    for (const metric of job.metrics) {
      const plan = planBaseline(
        requestOf({ ...job, metrics: [metric] }, context),
      );
      if (plan.ok) planned.push(metric);
      else
        answers.set(
          metric.id,
          problemAnswer(metric.id, plan.problems[0], null),
        );
    }
    if (planned.length === 0) return true;
    try {
      const { runId, value } = await this.#run(
        { ...job, metrics: planned },
        context,
      );
      const run = {
        kind: job.kind,
        hasTime: job.population.timestampColumn !== null,
        runId,
        result: value,
      };
      for (const metric of planned) {
        answers.set(metric.id, answerOf(metric, run));
      }
      return value.populationUnits > 0;
    } catch (error) {
      // The writer of a fact table's SQL can mend this; the run has the rest.
      if (!isEtudeError(error) || error.kind !== 'user') throw error;
      const problem = (await this.#tableProblem(error, context)) ?? error;
      for (const metric of planned) {
        answers.set(metric.id, problemAnswer(metric.id, problem, null));
      }
      return true;
    }
  }

  async #tableProblem(
    error: EtudeError,
    { body: { assignment }, factTables }: JobContext,
  ): Promise<Problem | undefined> {
    if (assignment?.kind !== 'table') return undefined;
    const { factTableId, unitColumn } = assignment;
    const [problem] = await assignmentTableProblems(
      error,
      this.#options.sources,
      { assignment: { factTableId, unitColumn }, factTables },
    );
    return problem;
  }

  #run(
    job: Job,
    context: JobContext,
  ): Promise<{ readonly runId: string; readonly value: BaselineResult }> {
    const { runner } = job.warehouse;
    return this.#options.recorder.record(
      {
        id: randomUUID(),
        kind: 'baseline',
        experimentId: null,
        metricIds: job.metrics.map(({ id }) => id),
        owner: context.body.owner?.toLowerCase() ?? null,
        requestedBy: principalName(context.caller),
      },
      async run => {
        const plan = planBaseline(requestOf(job, context));
        if (!plan.ok) {
          throw refusal(
            'ETUDE_METRICS_COMPUTATION_REFUSED',
            'The baselines cannot be computed together',
            plan.problems,
          );
        }
        const sql = printSql(computationQuery(plan.value), runner.dialect);
        const { rows } = await run.query(job.warehouse, sql);
        const { days } = context.body;
        return readBaselineRows(rows, { days, sql });
      },
      context.signal,
    );
  }
}

const refuseUnknownTable = (
  assignment: BaselineAssignment | undefined,
  factTables: readonly FactTable[],
): void => {
  if (assignment?.kind !== 'table') return;
  if (factTables.some(({ id }) => id === assignment.factTableId)) return;
  throw refusal(
    'ETUDE_METRICS_COMPUTATION_REFUSED',
    'The baselines cannot be computed',
    [
      {
        ...notFoundProblem('fact table', assignment.factTableId),
        path: 'assignment.factTableId',
      },
    ],
  );
};

const byKey = (
  metrics: readonly Metric[],
  key: (metric: Metric) => string,
): Metric[][] => [...Map.groupBy(metrics, key).values()];

const requestOf = (
  job: Job,
  { body, until, factTables, relations }: JobContext,
) => ({
  relations,
  populationFactTableId: job.population.id,
  entity: job.metrics[0]?.entity ?? '',
  days: body.days,
  until,
  ...(body.timeZone === undefined ? {} : { timeZone: body.timeZone }),
  metrics: job.metrics,
  factTables: [
    job.population,
    ...factTables.filter(({ id }) => id !== job.population.id),
  ],
});
