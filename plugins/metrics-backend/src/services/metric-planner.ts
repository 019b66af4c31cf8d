import { ok, refused } from '@etude/kernel';
import type { Clock, Problem, Result } from '@etude/kernel';
import {
  LAKE_WAREHOUSE_ID,
  computationQuery,
  planComputation,
  warehouseIdOf,
} from '@etude/metrics';
import type {
  AssignmentSource,
  ComputationRequest,
  EntityRelation,
  FactTable,
  Metric,
} from '@etude/metrics';
import { printSql } from '@etude/sql';
import { chooseWarehouse } from './choose-warehouse';
import { metricFactTableIds, relationReaders } from './definitions';
import { dryRun } from './fact-sources';
import type { FactSources } from './fact-sources';
import { filterProblems } from './filter-problems';
import type { FactTableStore } from '../stores/fact-table-store';
import type { RelationStore } from '../stores/relation-store';
import type { QueryRunner } from './query-runner';
import type { Warehouses } from './warehouses';

export type MetricPlannerOptions = {
  readonly sources: FactSources;
  readonly factTables: FactTableStore;
  readonly relations: RelationStore;
  readonly warehouses: Warehouses;
  readonly clock: Clock;
};

type Probe = {
  readonly metric: Metric;
  readonly factTable: FactTable;
  /** All tables that the metric reads, `factTable` among them. */
  readonly factTables: readonly FactTable[];
  readonly relations: readonly EntityRelation[];
};

type Planned = { readonly runner: QueryRunner; readonly sql: string };

const relationsRead = ({ metric, factTables, relations }: Probe) =>
  relationReaders({
    entity: metric.entity,
    metrics: [metric],
    factTables,
    relations,
  });

// Assignments of flags lie in the lake: elsewhere the facts stand for them.
const probeAssignment = (probe: Probe): AssignmentSource => {
  const { metric, factTables } = probe;
  // Facts of another entity have no units: the table of their relation has.
  const id = relationsRead(probe).at(-1)?.factTableId ?? probe.factTable.id;
  const factTable = factTables.find(one => one.id === id);
  const unitColumn = factTable?.entityColumns[metric.entity];
  if (
    factTable === undefined ||
    warehouseIdOf(factTable) === LAKE_WAREHOUSE_ID ||
    unitColumn === undefined
  ) {
    return { kind: 'flag', flagId: '<flag>', ruleId: '<rule>' };
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
  variants: ['<control>', '<variant>'],
  from: null,
  until,
  metrics: [probe.metric],
  factTables: [...probe.factTables],
  relations: [...probe.relations],
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
   * like in an experiment and its query is dry-run on the warehouse. Another
   * table that it reads counts as `changed` where that is given.
   */
  async problems(
    metric: Metric,
    factTable: FactTable,
    { changed = factTable }: { readonly changed?: FactTable } = {},
  ): Promise<readonly Problem[]> {
    const probe = await this.#probe(metric, [factTable, changed]);
    const planned = this.#plan(probe);
    if (!planned.ok) return planned.problems;
    const { sources } = this.#options;
    const unread = await filterProblems(metric, probe.factTables, sources);
    if (unread.length > 0) return unread;
    const { runner, sql } = planned.value;
    const checked = await dryRun(runner, sql, 'factTableId');
    return checked.ok ? [] : checked.problems;
  }

  /** The query that `metric` comes to in an experiment, or why there is none. */
  async plan(metric: Metric, factTable: FactTable): Promise<Result<Planned>> {
    return this.#plan(await this.#probe(metric, [factTable]));
  }

  #plan(probe: Probe): Result<Planned> {
    const { warehouses, clock } = this.#options;
    const { metric, factTables } = probe;
    const chosen = chooseWarehouse(warehouses, {
      metrics: [metric],
      factTables,
      others: relationsRead(probe),
    });
    if (!chosen.ok) return chosen;
    const { runner } = chosen.value;
    const plan = planComputation(
      probeRequest(probe, clock.now().toISOString()),
      runner.dialect,
    );
    if (!plan.ok) {
      const [first, ...rest] = plan.problems.map(onMetric);
      return first ? refused(first, ...rest) : plan;
    }
    const sql = printSql(computationQuery(plan.value), runner.dialect);
    return ok({ runner, sql });
  }

  /** `given` stand for what is stored of them, the metric's own table first. */
  async #probe(
    metric: Metric,
    given: readonly [FactTable, ...FactTable[]],
  ): Promise<Probe> {
    const relations = await this.#options.relations.list();
    const others = new Set([
      ...metricFactTableIds(metric),
      ...relations.map(({ factTableId }) => factTableId),
    ]);
    given.forEach(({ id }) => others.delete(id));
    const stored = await this.#options.factTables.listByIds([...others]);
    const factTables = [...new Set(given), ...stored];
    return { metric, factTable: given[0], factTables, relations };
  }
}
