import { randomUUID } from 'node:crypto';
import type { Caller } from '@etude/api-node';
import type { Clock, EtudeError, Problem } from '@etude/kernel';
import {
  computationQuery,
  distributionQuery,
  metricSchema,
  planBaseline,
  planDistribution,
  readBaselineRows,
  readDistributionRow,
} from '@etude/metrics';
import type { BaselineRequest, FactTable, Metric } from '@etude/metrics';
import { computationCreatePermission } from '@etude/plugin-metrics-common';
import type {
  MetricPreview,
  previewRequestSchema,
} from '@etude/plugin-metrics-common';
import { dialectById, printSql } from '@etude/sql';
import type { Query } from '@etude/sql';
import type { z } from 'zod';
import { notFoundProblem, refusal } from '../metrics-errors';
import { principalName } from './authorization';
import type { Authorization } from './authorization';
import { chooseWarehouse } from './choose-warehouse';
import { metricFactTableIds } from './definitions';
import type { DefinitionStores } from './definitions';
import { valueOrThrow } from './fact-sources';
import type { FactSources } from './fact-sources';
import { filterProblems } from './filter-problems';
import { figuresPart, withoutFigures } from './preview-answer';
import { previewPopulation } from './preview-population';
import type { RunContext, RunRecorder } from './run-recorder';
import type { Warehouse, Warehouses } from './warehouses';

const MS_PER_DAY = 86_400_000;
const QUERIES = 2;

export type PreviewsOptions = {
  readonly stores: DefinitionStores;
  readonly recorder: RunRecorder;
  readonly warehouses: Warehouses;
  readonly sources: FactSources;
  readonly authorization: Authorization;
  readonly clock: Clock;
};

type Body = z.output<typeof previewRequestSchema>;

type PreviewCall = {
  readonly body: Body;
  readonly caller: Caller;
  readonly signal: AbortSignal;
};

/** A draft with everything that its preview is asked with. */
type Prepared = {
  readonly metric: Metric;
  readonly warehouse: Warehouse;
  readonly request: Omit<BaselineRequest, 'metrics'>;
  readonly hasTime: boolean;
  readonly factTableOwner: string;
};

const DRAFT = {
  id: 'draft',
  name: 'Draft',
  description: '',
  owner: 'unowned',
  state: 'active',
} as const;

const notPreviewed = (problems: readonly Problem[]): EtudeError =>
  refusal(
    'ETUDE_METRICS_METRIC_INVALID',
    'The metric cannot be computed',
    problems,
  );

/** Problems at the fields of the metric, as in a refused metric. */
const onMetric = (problem: Problem): Problem =>
  problem.path === undefined
    ? problem
    : {
        ...problem,
        path:
          problem.path === 'populationFactTableId'
            ? 'entity'
            : problem.path.replace(/^metrics\[0\]\.?/, ''),
      };

/** Says what a metric would have been before anybody saves it. */
export class Previews {
  readonly #options: PreviewsOptions;

  constructor(options: PreviewsOptions) {
    this.#options = options;
  }

  /**
   * The preview of a draft. It counts for the owner that the metric has or is
   * going to have; while nobody is said, for the owner of its fact table.
   *
   * @throws ETUDE_METRICS_METRIC_INVALID with every problem, at the fields of
   * the metric; ETUDE_METRICS_BUDGET_EXCEEDED; whatever {@link RunRecorder.record} throws.
   */
  async preview(call: PreviewCall): Promise<MetricPreview> {
    const { authorization, recorder } = this.#options;
    const { body, caller, signal } = call;
    await authorization.require(computationCreatePermission, caller);
    const prepared = await this.#prepare(body);
    const owner = body.owner ?? prepared.factTableOwner;
    const runId = randomUUID();
    const { value } = await recorder.record(
      {
        id: runId,
        kind: 'preview',
        experimentId: null,
        metricIds: [],
        owner: owner.toLowerCase(),
        requestedBy: principalName(caller),
      },
      run => askBoth(prepared, run, body.days),
      signal,
    );
    return value;
  }

  async #prepare(body: Body): Promise<Prepared> {
    const metric = metricSchema.parse({ ...body.metric, ...DRAFT });
    const { own, factTables } = await this.#factTables(metric, body);
    const chosen = chooseWarehouse(this.#options.warehouses, {
      metrics: [metric],
      factTables,
    });
    const warehouse = valueOrThrow(chosen, notPreviewed);
    const population = valueOrThrow(
      previewPopulation(body.population, { metric, factTables, warehouse }),
      notPreviewed,
    );
    const until = this.#options.clock.now().toISOString();
    const others = factTables.filter(({ id }) => id !== population.id);
    return {
      metric,
      warehouse,
      hasTime: population.timestampColumn !== null,
      factTableOwner: own.owner,
      request: {
        populationFactTableId: population.id,
        entity: metric.entity,
        days: body.days,
        until,
        factTables: [population, ...others],
      },
    };
  }

  /** The tables that the draft reads; refused when filters do not fit them. */
  async #factTables(
    metric: Metric,
    body: Body,
  ): Promise<{ readonly own: FactTable; readonly factTables: FactTable[] }> {
    const { population } = body;
    const assignment =
      population.kind === 'assignment' ? population.assignment : undefined;
    const ids = [
      ...metricFactTableIds(metric),
      ...(assignment?.kind === 'table' ? [assignment.factTableId] : []),
    ];
    const factTables = await this.#options.stores.factTables.listByIds(ids);
    const own = factTables.find(({ id }) => id === metric.factTableId);
    if (!own) {
      throw notPreviewed([
        {
          ...notFoundProblem('fact table', metric.factTableId),
          path: 'factTableId',
        },
      ]);
    }
    const { sources } = this.#options;
    const problems = await filterProblems(metric, factTables, sources);
    if (problems.length > 0) throw notPreviewed(problems);
    return { own, factTables };
  }
}

type Asked = MetricPreview['queries'][number];

/** Sends a query within the run, and keeps what it was. */
const asking =
  ({ warehouse }: Prepared, run: RunContext, asked: Asked[]) =>
  async (of: Asked['of'], query: Query) => {
    const sql = printSql(query, warehouse.runner.dialect);
    const place = { query: asked.length + 1, queries: QUERIES };
    const { rows, elapsedMs } = await run.query(warehouse, sql, place);
    asked.push({ of, sql, elapsedMs });
    return { rows, sql };
  };

type Ask = ReturnType<typeof asking>;

const problemOf = (problems: readonly Problem[]) => {
  const [first] = problems.map(onMetric);
  return {
    code: first?.code ?? 'ETUDE_METRICS_PREVIEW_UNKNOWN',
    message: first?.message ?? 'This part of the preview is not known.',
  };
};

const askFigures = async (
  { metric, request, hasTime }: Prepared,
  ask: Ask,
  context: { readonly days: number; readonly runId: string },
) => {
  const plan = planBaseline({ ...request, metrics: [metric] });
  if (!plan.ok) {
    // A quantile has no mean and variance to plan with, but is spread.
    if (metric.type === 'quantile') return problemOf(plan.problems);
    throw notPreviewed(plan.problems.map(onMetric));
  }
  const answer = await ask('figures', computationQuery(plan.value));
  const { runId, days } = context;
  const result = readBaselineRows(answer.rows, { days, sql: answer.sql });
  return figuresPart(metric, { ...answer, result, hasTime, runId });
};

type Distribution = MetricPreview['distribution'];

const NO_VALUES: Distribution = {
  status: 'problem',
  problem: {
    code: 'ETUDE_METRICS_PREVIEW_NO_VALUES',
    message:
      'No unit has a value in this time. Look at more days, check the filters, or make the window shorter: only units whose window is over count.',
  },
};

const askDistribution = async (
  { metric, request, warehouse }: Prepared,
  ask: Ask,
): Promise<Distribution> => {
  const plan = planDistribution({ ...request, metric });
  if (!plan.ok) {
    if (metric.type === 'funnel') {
      return { status: 'problem', problem: problemOf(plan.problems) };
    }
    throw notPreviewed(plan.problems.map(onMetric));
  }
  const { capabilities } = dialectById(warehouse.runner.dialect);
  const { rows } = await ask(
    'distribution',
    distributionQuery(plan.value, capabilities),
  );
  const [row] = rows;
  const value = row && readDistributionRow(row, plan.value);
  return value ? { status: 'known', value } : NO_VALUES;
};

const askBoth = async (
  prepared: Prepared,
  run: RunContext,
  days: number,
): Promise<MetricPreview> => {
  const { request, warehouse } = prepared;
  const queries: Asked[] = [];
  const ask = asking(prepared, run, queries);
  const context = { days, runId: run.id };
  const figures = await askFigures(prepared, ask, context);
  const distribution = await askDistribution(prepared, ask);
  const since = Date.parse(request.until) - days * MS_PER_DAY;
  const spread = distribution.status === 'known' ? distribution.value : null;
  return {
    since: new Date(since).toISOString(),
    until: request.until,
    warehouseId: warehouse.info.id,
    ...('code' in figures
      ? {
          population: { units: spread?.units ?? 0, unitsPerDay: null },
          ...withoutFigures(figures),
        }
      : figures),
    distribution,
    queries,
  };
};
