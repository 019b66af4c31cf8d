import {
  ascending,
  column,
  item,
  select,
  table,
  unionAll,
  withCtes,
} from '@etude/sql';
import type { Query, SelectQuery } from '@etude/sql';
import { ROW_COLUMNS, ROW_ORDER, answerFrom } from './answer-from';
import {
  eligiblePart,
  exposedAnswer,
  exposedCte,
  momentsParts,
  quantileAnswer,
  stepAnswers,
  trafficPart,
} from './answer-rows';
import type { ComputationPlan, FactScanPlan } from './computation-plan';
import { isOverAllUnits, unitMetricsOf } from './computation-plan';
import { exposuresCtes } from './exposures-cte';
import { funnelCtes, funnelValues } from './funnel-ctes';
import { momentsCtes } from './moments-cte';
import type { UnitValuesPlan } from './moments-cte';
import { quantileCtes } from './quantile-ctes';
import { scanCtes } from './scan-ctes';
import { scanNames } from './scan-names';
import { trafficCte, unitsCtes } from './units-cte';

const scanValues = (scan: FactScanPlan, index: number): UnitValuesPlan => ({
  names: scanNames(index),
  metrics: scan.metrics,
  unitMetrics: unitMetricsOf(scan),
});

const scanQueries = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  index: number,
) => {
  const names = scanNames(index);
  return [
    ...scanCtes(plan, scan, names),
    ...momentsCtes(plan, scanValues(scan, index)),
    ...scan.quantiles.flatMap(quantile =>
      quantileCtes(plan, quantile, { scan, names }),
    ),
  ];
};

const answersOf = (
  plan: ComputationPlan,
  { metrics, names }: UnitValuesPlan,
): SelectQuery[] =>
  metrics.length === 0
    ? []
    : [
        answerFrom(
          names.moments,
          metrics.flatMap(metric => momentsParts(metric, plan.dimensions)),
        ),
      ];

const eligibleMetrics = (
  plan: ComputationPlan,
  { metrics, unitMetrics }: UnitValuesPlan,
) =>
  isOverAllUnits(plan, unitMetrics)
    ? []
    : metrics.filter(({ isZeroFilled }) => isZeroFilled);

/**
 * One query for all metrics of a plan, for {@link readComputationRows}: rows
 * of kind `moments` (units with facts), `companion` (means of what else was
 * measured on them, and covariances by index), `uncapped` (moments without the
 * cap) and `cap` (what a percentile came to), `eligible` (all units that may
 * enter, where units without facts count as 0), `quantile`, `cluster`, `step`,
 * `traffic`, `exposed`, `crossover`.
 */
export const computationQuery = (plan: ComputationPlan): Query => {
  const scans = plan.scans.map(scanValues);
  const funnels = plan.funnels.map(funnelValues);
  const eligible = [...scans, ...funnels].flatMap(values =>
    eligibleMetrics(plan, values),
  );
  const answers = [
    exposedAnswer(),
    answerFrom('traffic', [trafficPart, ...eligible.map(eligiblePart)]),
    ...[...scans, ...funnels].flatMap(values => answersOf(plan, values)),
    ...plan.scans.flatMap(scan => scan.quantiles.map(quantileAnswer)),
    ...plan.funnels.flatMap(stepAnswers),
  ];
  return withCtes(
    [
      ...exposuresCtes(plan),
      exposedCte(),
      ...unitsCtes(plan),
      trafficCte(plan),
      ...plan.scans.flatMap((scan, index) => scanQueries(plan, scan, index)),
      ...plan.funnels.flatMap(funnel => funnelCtes(plan, funnel)),
      { name: 'answers', query: unionAll(answers) },
    ],
    select({
      items: ROW_COLUMNS.map(name => item(name, column(name))),
      from: table('answers'),
      orderBy: ROW_ORDER.map(name => ascending(column(name))),
    }),
  );
};
