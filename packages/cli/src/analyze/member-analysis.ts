import type { AnalysisResult } from '@etude/analysis';
import { analyzeExperiment } from '@etude/analysis';
import type { FactSource, TrafficRow } from '@etude/metrics';
import type { WarehouseDriver } from '@etude/warehouse';
import { computeTable } from './compute-table';
import { tableAnalysisInput } from './table-analysis-input';
import type { TableExperiment } from './table-experiment';
import { rowsOfWholeClusters } from './table-source';

/** Members of clusters, as if each had been assigned on its own. */
export type MemberAnalysis = {
  readonly traffic: readonly TrafficRow[];
  /** For its standard errors: what they would be without clusters. */
  readonly metrics: AnalysisResult['metrics'];
};

/**
 * The same rows analysed member by member, without covariates: what clusters
 * cost is told by comparing the two. Null when no clusters were assigned.
 */
export const analyzeMembers = async (
  driver: WarehouseDriver,
  experiment: TableExperiment,
  options: { readonly source: FactSource; readonly until: string },
): Promise<MemberAnalysis | null> => {
  const { clusterColumn, plan } = experiment;
  if (clusterColumn === null) return null;
  const { alpha, power, plannedDays } = plan.design;
  const members: TableExperiment = {
    ...experiment,
    plan: {
      ...plan,
      design: { kind: 'fixed-horizon', alpha, power, plannedDays },
    },
    clusterColumn: null,
    covariates: [],
    dimensions: [],
    looks: null,
  };
  const computation = await computeTable(driver, members, {
    ...options,
    source: rowsOfWholeClusters(experiment, clusterColumn, options.source),
  });
  const { metrics } = analyzeExperiment({
    ...tableAnalysisInput(members, members.plan, computation),
    state: 'ended',
    endReason: 'planned-end',
    launchedAt: null,
    plannedEndAt: null,
    now: options.until,
  });
  return { traffic: computation.traffic, metrics };
};
