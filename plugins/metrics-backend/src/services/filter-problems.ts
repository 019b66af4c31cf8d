import type { Problem } from '@etude/kernel';
import type { FactTable, Metric } from '@etude/metrics';
import type { Column } from '@etude/plugin-metrics-common';
import { checkFilters } from './check-filters';
import { metricFactTableIds } from './definitions';
import type { FactSources } from './fact-sources';

/**
 * What is wrong with the filters of a metric, given the columns that its fact
 * tables have now, or why those columns cannot be told. Tables that are not
 * among `factTables` are left to planning, which names them.
 */
export const filterProblems = async (
  metric: Metric,
  factTables: readonly FactTable[],
  sources: FactSources,
): Promise<readonly Problem[]> => {
  const columns = new Map<string, readonly Column[]>();
  for (const id of metricFactTableIds(metric)) {
    const factTable = factTables.find(one => one.id === id);
    if (!factTable) continue;
    const described = await sources.describe(factTable);
    if (!described.ok) return described.problems;
    columns.set(id, described.value);
  }
  return checkFilters(metric, id => columns.get(id) ?? []);
};
