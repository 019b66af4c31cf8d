import type { AnalysisResult } from '@etude/analysis';
import { analyzeExperiment } from '@etude/analysis';
import { EtudeError } from '@etude/kernel';
import type { ExperimentPlan } from '@etude/lifecycle';
import {
  computationQuery,
  planComputation,
  readComputationRows,
} from '@etude/metrics';
import type {
  ComputationRequest,
  ComputationResult,
  FactTable,
  Metric,
} from '@etude/metrics';
import { printSql } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';
import { LOCAL_TABLE } from '@etude/warehouse-duckdb';
import type { RequestedMetric } from './requested-metric';

/** Names that the portal knows and a file on its own does not. */
export const ENTITY = 'unit';
export const FACT_TABLE_ID = 'file';
const EXPERIMENT_ID = 'analysis';
const OWNER = 'user:default/you';

/** A metric of the request with the type that its values have. */
export type TypedMetric = {
  readonly metric: RequestedMetric;
  readonly type: 'average' | 'proportion';
};

/** What is analysed: a plan, and the types of its metrics. */
export type TableExperiment = {
  readonly plan: ExperimentPlan;
  readonly unitColumn: string;
  readonly variantColumn: string;
  readonly metrics: readonly TypedMetric[];
};

/** What was computed from the table, and what it says. */
export type TableAnalysis = {
  readonly computation: ComputationResult;
  readonly result: AnalysisResult;
};

const factTableOf = (experiment: TableExperiment): FactTable => ({
  id: FACT_TABLE_ID,
  name: 'File',
  description: '',
  owner: OWNER,
  source: { kind: 'table', table: LOCAL_TABLE },
  timestampColumn: null,
  entityColumns: { [ENTITY]: experiment.unitColumn },
  measures: experiment.metrics.map(({ metric }) => ({
    name: metric.metricId,
    column: metric.metricId,
  })),
  dimensions: [],
});

const metricOf = ({ metric, type }: TypedMetric): Metric => ({
  id: metric.metricId,
  name: metric.metricId,
  description: '',
  owner: OWNER,
  factTableId: FACT_TABLE_ID,
  entity: ENTITY,
  type,
  measure: metric.metricId,
  ...(type === 'proportion'
    ? { aggregation: 'max', threshold: 1 }
    : { aggregation: 'sum' }),
  filters: [],
  window: null,
  direction: metric.direction,
  state: 'active',
});

const computationOf = (
  experiment: TableExperiment,
  until: string,
): ComputationRequest => ({
  experimentId: EXPERIMENT_ID,
  assignment: {
    kind: 'table',
    factTableId: FACT_TABLE_ID,
    unitColumn: experiment.unitColumn,
    variantColumn: experiment.variantColumn,
  },
  entity: ENTITY,
  variants: experiment.plan.variants.map(({ id }) => id),
  from: null,
  until,
  metrics: experiment.metrics.map(metricOf),
  factTables: [factTableOf(experiment)],
});

const compute = async (
  driver: WarehouseDriver,
  request: ComputationRequest,
): Promise<ComputationResult> => {
  const plan = planComputation(request);
  if (!plan.ok) {
    throw new EtudeError('The metrics of the file cannot be computed.', {
      code: 'ETUDE_ANALYZE_COMPUTATION',
      kind: 'bug',
      problems: plan.problems,
    });
  }
  const sql = printSql(computationQuery(plan.value), driver.dialect);
  const { rows } = await driver.query(sql);
  return readComputationRows(rows, sql);
};

/**
 * Analyses a checked table the way the portal analyses an ended experiment:
 * one query for the moments of all metrics, then the decision rule on them.
 * `now` is an ISO instant; a table without times does not depend on it.
 */
export const analyzeTable = async (
  driver: WarehouseDriver,
  experiment: TableExperiment,
  now: string,
): Promise<TableAnalysis> => {
  const computation = await compute(driver, computationOf(experiment, now));
  const { moments, traffic, crossoverUnits, totalUnits } = computation;
  const result = analyzeExperiment({
    plan: experiment.plan,
    metricInfo: experiment.metrics.map(({ metric, type }) => ({
      id: metric.metricId,
      name: metric.metricId,
      type,
    })),
    state: 'ended',
    endReason: 'planned-end',
    launchedAt: null,
    plannedEndAt: null,
    now,
    moments,
    traffic,
    crossoverUnits,
    totalUnits,
  });
  return { computation, result };
};
