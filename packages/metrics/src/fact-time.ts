import { and, column, compare, least, table } from '@etude/sql';
import type { Expression, Join } from '@etude/sql';
import type {
  ComputationPlan,
  FactScanPlan,
  MetricPlan,
} from './computation-plan';
import { unitMetricsOf } from './computation-plan';
import { FACTS } from './fact-value';
import { afterExposure, isExposure } from './units-cte';

const UNITS = 'units';
const MS_PER_SECOND = 1000;
const SECONDS_PER_DAY = 86_400;

/** How long before exposure facts of a scan matter at most; null: not at all. */
export const lookBackSeconds = (
  plan: ComputationPlan,
  scan: FactScanPlan,
): number | null => {
  const lengths = scan.metrics.flatMap(({ preExposure }) => {
    if (preExposure === null) return [];
    const { days, seconds } = preExposure.start;
    // A day more where a change of clocks may make days longer.
    const longer = days < 0 && plan.zone.transitions.length > 0 ? 1 : 0;
    return [(longer - days) * SECONDS_PER_DAY - seconds];
  });
  return lengths.length === 0 ? null : Math.max(...lengths);
};

/** From when on facts matter: earlier than exposures with a look-back. */
export const factsFrom = (
  plan: ComputationPlan,
  scan: FactScanPlan,
): string | null => {
  const back = lookBackSeconds(plan, scan);
  if (plan.from === null || back === null) return plan.from;
  return new Date(Date.parse(plan.from) - back * MS_PER_SECOND).toISOString();
};

const hasLookBack = (scan: FactScanPlan): boolean =>
  scan.metrics.some(({ preExposure }) => preExposure !== null);

/**
 * Holds for facts inside the metric's window; null when the join saw to it.
 * Instants of units are columns of `units`.
 */
export const isInWindow = (
  scan: FactScanPlan,
  { window }: Pick<MetricPlan, 'window'>,
  units: string = UNITS,
): Expression | null => {
  const at = column(FACTS, 'fact_at');
  const start = window?.start ?? { days: 0, seconds: 0 };
  const end = window?.end ?? null;
  const isFromExposure = isExposure(start);
  const opens = column(
    units,
    isFromExposure ? 'exposed_at' : afterExposure(start),
  );
  const conditions = [
    ...(scan.timestampColumn === null || (isFromExposure && !hasLookBack(scan))
      ? []
      : [compare(at, '>=', opens)]),
    ...(end === null
      ? []
      : [compare(at, '<', column(units, afterExposure(end)))]),
  ];
  return conditions.length === 0 ? null : and(conditions);
};

/** Holds for facts of the covariate's time; null without a covariate. */
export const isBeforeExposure = (
  { preExposure }: MetricPlan,
  units: string = UNITS,
): Expression | null => {
  if (preExposure === null) return null;
  const at = column(FACTS, 'fact_at');
  return and([
    compare(at, '>=', column(units, afterExposure(preExposure.start))),
    compare(at, '<', column(units, 'exposed_at')),
  ]);
};

/** The earliest instant of a unit from which on facts matter. */
const opensAt = (scan: FactScanPlan): Expression => {
  const starts = new Set(
    scan.metrics.flatMap(({ preExposure }) =>
      preExposure === null ? [] : [afterExposure(preExposure.start)],
    ),
  );
  const columns = [...starts].map(name => column(UNITS, name));
  const [first, ...rest] = columns;
  if (first === undefined) return column(UNITS, 'exposed_at');
  return rest.length === 0 ? first : least(columns);
};

/** Facts to their units, inner: zeros are added later. */
export const unitsJoin = (scan: FactScanPlan): Join => {
  const on = [compare(column(FACTS, 'unit'), '=', column(UNITS, 'unit'))];
  if (scan.timestampColumn !== null) {
    on.push(compare(column(FACTS, 'fact_at'), '>=', opensAt(scan)));
  }
  return { type: 'inner', relation: table(UNITS), on: and(on) };
};

/** Columns of `units` that bound the time of values. */
export const boundColumns = (scan: FactScanPlan): string[] => [
  ...new Set(
    unitMetricsOf(scan).flatMap(({ window, preExposure }) =>
      [
        ...(hasLookBack(scan) ? [{ days: 0, seconds: 0 }] : []),
        ...(window === null ? [] : [window.start]),
        ...(window === null || window.end === null ? [] : [window.end]),
        ...(preExposure === null ? [] : [preExposure.start]),
      ].map(span => (isExposure(span) ? 'exposed_at' : afterExposure(span))),
    ),
  ),
];
