import type { Clock, Problem } from '@etude/kernel';
import {
  LAKE_WAREHOUSE_ID,
  computationQuery,
  planComputation,
  warehouseIdOf,
} from '@etude/metrics';
import type {
  AssignmentSource,
  ComputationRequest,
  FactTable,
  Metric,
} from '@etude/metrics';
import { printSql } from '@etude/sql';
import { checkFilters } from './check-filters';
import { chooseWarehouse } from './choose-warehouse';
import { metricFactTableIds } from './definitions';
import { dryRun } from './fact-sources';
import type { FactSources } from './fact-sources';
import type { FactTableStore } from '../stores/fact-table-store';
import type { Warehouses } from './warehouses';

export type MetricPlannerOptions = {
  readonly sources: FactSources;
  readonly factTables: FactTableStore;
  readonly warehouses: Warehouses;
  readonly clock: Clock;
};

type Probe = {
  readonly metric: Metric;
  readonly factTable: FactTable;
  /** All tables that the metric reads, `factTable` among them. */
  readonly factTables: readonly FactTable[];
};

// Assignments of flags lie in the lake: elsewhere the facts stand for them.
const probeAssignment = ({ metric, factTable }: Probe): AssignmentSource => {
  const unitColumn = factTable.entityColumns[metric.entity];
  if (
    warehouseIdOf(factTable) === LAKE_WAREHOUSE_ID ||
    unitColumn === undefined
  ) {
    return { kind: 'flag', flagId: 'probe', ruleId: 'probe' };
  }
  return {
    kind: 'table',
    factTableId: factTable.id,
    unitColumn,
    variantColumn: unitColumn,
    exposedAtColumn: factTable.timestampColumn ?? undefined,
  };
};

const probeRequest = (probe: Probe, until: string): ComputationRequest => ({
  experimentId: 'probe',
  assignment: probeAssignment(probe),
  entity: probe.metric.entity,
  variants: ['probe'],
  from: null,
  until,
  metrics: [probe.metric],
  factTables: [...probe.factTables],
});

const onMetric = (problem: Problem): Problem =>
  problem.path === undefined
    ? problem
    : { ...problem, path: problem.path.replace(/^metrics\[0\]\.?/, '') };

/** Says of a metric whether an experiment could use it. */
export class MetricPlanner {
  readonly #options: MetricPlannerOptions;

  constructor(options: MetricPlannerOptions) {
    this.#options = options;
  }

  /**
   * What keeps `metric` from being computed on `factTable`: it is planned
   * like in an experiment and its query is dry-run on the warehouse.
   */
  async problems(
    metric: Metric,
    factTable: FactTable,
  ): Promise<readonly Problem[]> {
    const { sources, warehouses, clock } = this.#options;
    const probe = await this.#probe(metric, factTable);
    const { factTables } = probe;
    const chosen = chooseWarehouse(warehouses, {
      metrics: [metric],
      factTables,
    });
    if (!chosen.ok) return chosen.problems;
    const { runner } = chosen.value;
    const plan = planComputation(
      probeRequest(probe, clock.now().toISOString()),
      runner.dialect,
    );
    if (!plan.ok) return plan.problems.map(onMetric);
    const source = await sources.describe(factTable);
    if (!source.ok) return source.problems;
    const mistyped = checkFilters(metric, source.value);
    if (mistyped.length > 0) return mistyped;
    const sql = printSql(computationQuery(plan.value), runner.dialect);
    const checked = await dryRun(runner, sql, 'factTableId');
    return checked.ok ? [] : checked.problems;
  }

  async #probe(metric: Metric, factTable: FactTable): Promise<Probe> {
    const others = metricFactTableIds(metric).filter(id => id !== factTable.id);
    const stored = await this.#options.factTables.listByIds(others);
    return { metric, factTable, factTables: [factTable, ...stored] };
  }
}
