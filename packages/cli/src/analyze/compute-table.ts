import type { QuantileRow } from '@etude/analysis';
import { EtudeError } from '@etude/kernel';
import {
  computationQuery,
  planComputation,
  readComputationRows,
} from '@etude/metrics';
import type {
  ComputationRequest,
  ComputationResult,
  FactSource,
  FactTable,
  Metric,
} from '@etude/metrics';
import { printSql } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';
import { metricColumns } from './requested-metric';
import type { TableExperiment, TypedMetric } from './table-experiment';
import { ENTITY, FACT_TABLE_ID } from './table-plan';
import { tableQuantiles } from './table-quantiles';

const EXPERIMENT_ID = 'analysis';
const OWNER = 'user:default/you';

const factTableOf = (
  { clusterColumn, unitColumn, metrics }: TableExperiment,
  source: FactSource,
): FactTable => ({
  id: FACT_TABLE_ID,
  name: 'File',
  description: '',
  owner: OWNER,
  source,
  timestampColumn: null,
  entityColumns: { [ENTITY]: clusterColumn ?? unitColumn },
  measures: [
    ...new Set(metrics.flatMap(({ metric }) => metricColumns(metric))),
  ].map(column => ({ name: column, column })),
  dimensions: [],
});

const sharedOf = ({ metric }: TypedMetric) => ({
  id: metric.metricId,
  name: metric.metricId,
  description: '',
  owner: OWNER,
  factTableId: FACT_TABLE_ID,
  entity: ENTITY,
  filters: [],
  window: null,
  direction: metric.direction,
  state: 'active' as const,
});

/** A metric over units, or over clusters: a ratio of sums and members. */
const metricOf = (typed: TypedMetric, isClustered: boolean): Metric => {
  const { metric, type } = typed;
  const shared = sharedOf(typed);
  if (metric.ratio !== undefined) {
    const { numerator, denominator } = metric.ratio;
    return {
      ...shared,
      type: 'ratio',
      aggregation: 'sum',
      measure: numerator,
      denominator: { aggregation: 'sum', measure: denominator, filters: [] },
    };
  }
  const { metricId: measure } = metric;
  if (isClustered) {
    return {
      ...shared,
      type: 'ratio',
      aggregation: 'sum',
      measure,
      denominator: { aggregation: 'count', filters: [] },
    };
  }
  return type === 'proportion'
    ? { ...shared, type, aggregation: 'max', measure, threshold: 1 }
    : { ...shared, type: 'average', aggregation: 'sum', measure };
};

const computationOf = (
  experiment: TableExperiment,
  source: FactSource,
  until: string,
): ComputationRequest => {
  const { plan, clusterColumn, looks, covariates, dimensions } = experiment;
  return {
    experimentId: EXPERIMENT_ID,
    assignment: {
      kind: 'table',
      factTableId: FACT_TABLE_ID,
      unitColumn: clusterColumn ?? experiment.unitColumn,
      variantColumn: experiment.variantColumn,
      ...(looks === null ? {} : { exposedAtColumn: looks.column }),
      covariates: covariates.map(({ metricId, column, hasIndicator }) => ({
        metricId,
        column,
        missing: hasIndicator ? 'indicator' : 'zero',
      })),
      dimensions: [...dimensions],
    },
    entity: ENTITY,
    variants: plan.variants.map(({ id }) => id),
    from: null,
    until,
    metrics: experiment.metrics
      .filter(({ type }) => type !== 'quantile')
      .map(metric => metricOf(metric, clusterColumn !== null)),
    factTables: [factTableOf(experiment, source)],
  };
};

/** What the rows of a table told. `sql` holds all queries that told it. */
export type TableComputation = ComputationResult & {
  readonly quantiles: readonly QuantileRow[];
};

/** Counts, means, variances and quantiles over rows of a table. */
export const computeTable = async (
  driver: WarehouseDriver,
  experiment: TableExperiment,
  options: { readonly source: FactSource; readonly until: string },
): Promise<TableComputation> => {
  const plan = planComputation(
    computationOf(experiment, options.source, options.until),
  );
  if (!plan.ok) {
    throw new EtudeError('The metrics of the file cannot be computed.', {
      code: 'ETUDE_ANALYZE_COMPUTATION',
      kind: 'bug',
      problems: plan.problems,
    });
  }
  const sql = printSql(computationQuery(plan.value), driver.dialect);
  const { rows } = await driver.query(sql);
  const result = readComputationRows(rows, sql);
  const quantiles = await tableQuantiles(driver, experiment, options.source);
  return {
    ...result,
    quantiles: quantiles.rows,
    sql: [sql, ...quantiles.sql].join(';\n\n'),
  };
};
