import { refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { FactTable, Metric } from '@etude/metrics';
import type { PreviewPopulation } from '@etude/plugin-metrics-common';
import { populationsFor } from './baseline-populations';
import type { Warehouse } from './warehouses';

/** The fact table whose units a preview is of, or why there is none. */
export const previewPopulation = (
  population: PreviewPopulation,
  options: {
    readonly metric: Metric;
    readonly factTables: readonly FactTable[];
    readonly warehouse: Warehouse;
  },
): Result<FactTable> => {
  const { metric, factTables, warehouse } = options;
  if (population.kind === 'with-facts') {
    const own = factTables.find(({ id }) => id === metric.factTableId);
    if (own) return ok(own);
  }
  const assignment =
    population.kind === 'assignment' ? population.assignment : undefined;
  const found = populationsFor(assignment, {
    entity: metric.entity,
    factTables,
    warehouse,
  }).find(({ kind }) => kind === population.kind);
  return found
    ? ok(found.factTable)
    : refused({
        code: 'ETUDE_METRICS_PREVIEW_POPULATION',
        path: 'population',
        message: `The units asked for are not in warehouse '${warehouse.info.id}', which holds the facts. Look at units with a fact instead.`,
      });
};
