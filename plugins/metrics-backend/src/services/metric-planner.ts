import type { Clock, Problem } from '@etude/kernel';
import { computationQuery, planComputation } from '@etude/metrics';
import type { ComputationRequest, FactTable, Metric } from '@etude/metrics';
import { printSql } from '@etude/sql';
import { checkFilters } from './check-filters';
import type { FactSources } from './fact-sources';
import type { QueryRunner } from './query-runner';

export type MetricPlannerOptions = {
  readonly sources: FactSources;
  readonly runner: QueryRunner;
  readonly clock: Clock;
};

const probeRequest = (
  metric: Metric,
  factTable: FactTable,
  until: string,
): ComputationRequest => ({
  experimentId: 'probe',
  assignment: { kind: 'flag', flagId: 'probe', ruleId: 'probe' },
  entity: metric.entity,
  variants: ['probe'],
  from: null,
  until,
  metrics: [metric],
  factTables: [factTable],
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
    const { sources, runner, clock } = this.#options;
    const until = clock.now().toISOString();
    const plan = planComputation(probeRequest(metric, factTable, until));
    if (!plan.ok) return plan.problems.map(onMetric);
    const source = await sources.describe(factTable.source);
    if (!source.ok) return source.problems;
    const mistyped = checkFilters(metric, source.value);
    if (mistyped.length > 0) return mistyped;
    const sql = printSql(computationQuery(plan.value), runner.dialect);
    const dryRun = await sources.dryRun(sql, 'factTableId');
    return dryRun.ok ? [] : dryRun.problems;
  }
}
