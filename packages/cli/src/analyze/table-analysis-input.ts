import type { AnalysisInput, MetricInfo } from '@etude/analysis';
import type { ExperimentPlan } from '@etude/lifecycle';
import type { TableComputation } from './compute-table';
import type { TableExperiment } from './table-experiment';

const infosOf = ({
  metrics,
  covariates,
  clusterColumn,
}: TableExperiment): MetricInfo[] =>
  metrics.map(({ metric, type }) => {
    const own = covariates.filter(
      ({ metricId }) => metricId === metric.metricId,
    );
    const count = own.length + own.filter(one => one.hasIndicator).length;
    return {
      id: metric.metricId,
      name: metric.metricId,
      type: clusterColumn === null || type === 'quantile' ? type : 'ratio',
      ...(metric.quantile === undefined
        ? {}
        : { quantile: metric.quantile.probability }),
      ...(count === 0 ? {} : { covariates: count }),
    };
  });

/** What every look at a table is analysed with, whenever it is. */
export const tableAnalysisInput = (
  experiment: TableExperiment,
  plan: ExperimentPlan,
  computation: TableComputation,
): Omit<AnalysisInput, 'state' | 'now' | 'launchedAt' | 'plannedEndAt'> => ({
  plan,
  metricInfo: infosOf(experiment),
  moments: computation.moments,
  traffic: computation.traffic,
  quantiles: computation.quantiles,
  crossoverUnits: computation.crossoverUnits,
  totalUnits: computation.totalUnits,
  // A unit that stands in two rows was refused before.
  duplicateExposures: 0,
  ...(experiment.clusterColumn === null ? {} : { clustered: true }),
});
