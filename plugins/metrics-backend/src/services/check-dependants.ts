import type { Problem } from '@etude/kernel';
import type { FactTable, Metric } from '@etude/metrics';
import type { Column } from '@etude/plugin-metrics-common';
import type { FactTableStore } from '../stores/fact-table-store';
import type { MetricStore } from '../stores/metric-store';
import type { RelationStore } from '../stores/relation-store';
import { checkRelation } from './check-relation';
import { metricFactTableIds } from './definitions';
import type { MetricPlanner } from './metric-planner';

export type DependantsOptions = {
  readonly metrics: MetricStore;
  readonly factTables: FactTableStore;
  readonly relations: RelationStore;
  readonly planner: MetricPlanner;
};

/** A fact table as it is to become, and the columns its source has. */
type ChangedTable = {
  readonly factTable: FactTable;
  readonly columns: readonly Column[];
};

/** The field of the fact table that a problem of its metric is about. */
const fieldOf = ({ code, path = '' }: Problem): string => {
  if (code === 'ETUDE_FACT_TABLE_ENTITY') return 'entityColumns';
  if (path.includes('filters[')) return 'dimensions';
  if (path.endsWith('measure')) return 'measures';
  return /^(window|covariate)/.test(path) ? 'timestampColumn' : 'source';
};

const metricProblems = async (
  metric: Metric,
  changed: FactTable,
  { factTables, planner }: DependantsOptions,
): Promise<Problem[]> => {
  const own =
    metric.factTableId === changed.id
      ? changed
      : await factTables.find(metric.factTableId);
  if (own === undefined) return [];
  const problems = await planner.problems(metric, own, { changed });
  return problems.map(problem => ({
    ...problem,
    path: fieldOf(problem),
    message: `Metric '${metric.name}' reads this table and would no longer work. ${problem.message}`,
  }));
};

/** Every metric and relation that would no longer work, and why. */
export const dependantProblems = async (
  { factTable, columns }: ChangedTable,
  options: DependantsOptions,
): Promise<Problem[]> => {
  const metrics = await options.metrics.list({ equals: { state: 'active' } });
  const relations = await options.relations.list();
  const problems: Problem[] = relations
    .filter(({ factTableId }) => factTableId === factTable.id)
    .flatMap(relation =>
      checkRelation(relation, { factTable, columns, others: [] }).map(
        problem => ({
          ...problem,
          path:
            problem.path === 'validFromColumn'
              ? 'timestampColumn'
              : 'entityColumns',
          message: `Relation '${relation.name}' follows this table and would lead nowhere. ${problem.message}`,
        }),
      ),
    );
  for (const metric of metrics) {
    if (metricFactTableIds(metric).includes(factTable.id)) {
      problems.push(...(await metricProblems(metric, factTable, options)));
    }
  }
  return problems;
};
