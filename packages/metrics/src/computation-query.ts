import {
  ascending,
  column,
  countRows,
  item,
  select,
  subquery,
  table,
  unionAll,
  withCtes,
} from '@etude/sql';
import type { Join, Query, SelectQuery } from '@etude/sql';
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
import { isOverAllUnits } from './computation-plan';
import { exposuresCtes } from './exposures-cte';
import { factGroups } from './fact-groups';
import type { FactGroup } from './fact-groups';
import { funnelCtes, funnelValues } from './funnel-ctes';
import { momentsCtes } from './moments-cte';
import type { UnitValuesPlan } from './moments-cte';
import { quantileCtes } from './quantile-ctes';
import { scanCtes } from './scan-ctes';
import { scanNames } from './scan-names';
import { trafficCte, unitsCtes } from './units-cte';

const scanQueries = (
  plan: ComputationPlan,
  scan: FactScanPlan,
  index: number,
) => {
  const groups = factGroups(plan, scan, index);
  return [
    ...scanCtes(plan, scan, index),
    ...groups.flatMap(group => momentsCtes(plan, group)),
    ...scan.quantiles.flatMap(quantile => {
      const group = groups.find(({ unitMetrics }) =>
        unitMetrics.includes(quantile.metric),
      );
      const names = group?.names ?? scanNames(index);
      return quantileCtes(plan, quantile, { scan, names });
    }),
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
 * Reads the facts that groups share once more, all of them. An engine that sees
 * only readers with conditions would look at each fact of the table with all
 * of these before it joins; that costs as much as reading the table.
 */
const unnarrowedJoin = (groups: readonly FactGroup[]): Join[] => {
  const [first, ...others] = groups;
  if (first === undefined || others.length === 0) return [];
  if (groups.some(({ required }) => required === null)) return [];
  const { unitFacts } = first.names;
  const counted = select({
    items: [item('facts', countRows())],
    from: table(unitFacts),
  });
  return [{ type: 'cross', relation: subquery(counted, `all_${unitFacts}`) }];
};

/**
 * One query for all metrics of a plan, for {@link readComputationRows}: rows
 * of kind `moments` (units with facts), `companion` (means of what else was
 * measured on them, and covariances by index), `uncapped` (moments without the
 * cap) and `cap` (what a percentile came to), `eligible` (all units that may
 * enter, where units without facts count as 0), `quantile`, `cluster`, `step`,
 * `traffic`, `exposed`, `crossover`.
 */
export const computationQuery = (plan: ComputationPlan): Query => {
  const scans = plan.scans.flatMap((scan, index) =>
    factGroups(plan, scan, index),
  );
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
      joins: plan.scans.flatMap((scan, index) =>
        unnarrowedJoin(factGroups(plan, scan, index)),
      ),
      orderBy: ROW_ORDER.map(name => ascending(column(name))),
    }),
  );
};
