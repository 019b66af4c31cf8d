import type { Problem } from '@etude/kernel';
import type { EntityRelation, FactTable, Metric } from '@etude/metrics';
import type { BaselineAssignment } from '@etude/plugin-metrics-common';
import { chooseWarehouse } from './choose-warehouse';
import { relationReaders } from './definitions';
import type { Warehouse, Warehouses } from './warehouses';

/** Metrics of one entity in one warehouse, which one query can answer. */
export type BaselineGroup = {
  readonly warehouse: Warehouse;
  readonly metrics: readonly Metric[];
};

type Definitions = {
  readonly metrics: readonly Metric[];
  readonly factTables: readonly FactTable[];
  readonly relations: readonly EntityRelation[];
};

type Placing = {
  readonly warehouses: Warehouses;
  readonly assignment: BaselineAssignment | undefined;
};

type Unplaced = {
  readonly metricId: string;
  readonly problem: Problem | undefined;
};

/** Metrics by entity and warehouse, and those that no warehouse can answer. */
export const baselineGroups = (
  { metrics, factTables, relations }: Definitions,
  { warehouses, assignment }: Placing,
): {
  readonly groups: readonly BaselineGroup[];
  readonly unplaced: readonly Unplaced[];
} => {
  const unplaced: Unplaced[] = [];
  const placed = metrics.flatMap(metric => {
    const chosen = chooseWarehouse(warehouses, {
      metrics: [metric],
      factTables,
      assignment: assignment?.kind === 'table' ? assignment : undefined,
      others: relationReaders({
        entity: metric.entity,
        metrics: [metric],
        factTables,
        relations,
      }),
    });
    if (chosen.ok) return [{ metric, warehouse: chosen.value }];
    unplaced.push({ metricId: metric.id, problem: chosen.problems[0] });
    return [];
  });
  const groups = Map.groupBy(
    placed,
    ({ metric, warehouse }) => `${warehouse.info.id} ${metric.entity}`,
  );
  return {
    groups: [...groups.values()].flatMap(group => {
      const [first] = group;
      return first
        ? [{ warehouse: first.warehouse, metrics: group.map(g => g.metric) }]
        : [];
    }),
    unplaced,
  };
};
