import {
  aggregate,
  and,
  caseWhen,
  cast,
  column,
  compare,
  item,
  literal,
  select,
  table,
} from '@etude/sql';
import type { Cte, Expression, Join, SelectItem } from '@etude/sql';
import type {
  ComputationPlan,
  FactScanPlan,
  FunnelPlan,
} from './computation-plan';
import { momentsCtes } from './moments-cte';
import type { UnitValuesPlan } from './moments-cte';
import { FACTS, factValue } from './fact-value';
import { isInWindow, unitsJoin } from './fact-time';
import { funnelNames, scanNames } from './scan-names';
import { afterExposure, exposureDay, hasEntered } from './units-cte';

const UNITS = 'units';
const PREVIOUS = 'previous';
const KEYS = ['unit', 'variant', 'exposed_at'];

type Step = {
  readonly funnel: FunnelPlan;
  readonly scan: FactScanPlan;
  readonly scanIndex: number;
  /** From 1 on. */
  readonly number: number;
  readonly column: string;
};

const stepsOf = (plan: ComputationPlan, funnel: FunnelPlan): Step[] =>
  funnel.steps.flatMap((step, index) => {
    const scan = plan.scans[step.scanIndex];
    return scan === undefined
      ? []
      : [{ ...step, funnel, scan, number: index + 1 }];
  });

/** What a step is taken after: the exposure, or the step before. */
type StepOrigin = {
  readonly alias: string;
  readonly join: Join;
  readonly inWindow: Expression | null;
  /** The end of the window, carried from step to step. */
  readonly ends: SelectItem[];
};

const firstOrigin = ({ funnel: { metric }, scan }: Step): StepOrigin => ({
  alias: UNITS,
  join: unitsJoin(scan),
  inWindow: isInWindow(scan, metric),
  ends: metric.window?.end
    ? [item('ends_at', column(UNITS, afterExposure(metric.window.end)))]
    : [],
});

const laterOrigin = ({ funnel, number }: Step): StepOrigin => {
  const at = column(FACTS, 'fact_at');
  const ends = column(PREVIOUS, 'ends_at');
  const hasEnd = Boolean(funnel.metric.window?.end);
  return {
    alias: PREVIOUS,
    join: {
      type: 'inner',
      relation: table(funnelNames(funnel.metric).step(number - 1), PREVIOUS),
      on: and([
        compare(column(FACTS, 'unit'), '=', column(PREVIOUS, 'unit')),
        compare(at, '>=', column(PREVIOUS, 'reached_at')),
      ]),
    },
    inWindow: hasEnd ? compare(at, '<', ends) : null,
    ends: hasEnd ? [item('ends_at', ends)] : [],
  };
};

/** Units that took a step, with the first time at or after the step before. */
const reachedCte = (step: Step): Cte => {
  const origin = step.number === 1 ? firstOrigin(step) : laterOrigin(step);
  const { alias, join, inWindow, ends } = origin;
  const conditions = [
    ...step.scan.steps
      .filter(one => one.column === step.column)
      .flatMap(one => factValue(step.scan, one).conditions),
    ...(inWindow === null ? [] : [inWindow]),
  ];
  return {
    name: funnelNames(step.funnel.metric).step(step.number),
    query: select({
      items: [
        ...KEYS.map(key => item(key, column(alias, key))),
        ...ends,
        item('reached_at', aggregate('min', column(FACTS, 'fact_at'))),
      ],
      from: table(scanNames(step.scanIndex).facts, FACTS),
      joins: [join],
      where: conditions.length === 0 ? null : and(conditions),
      groupBy: [
        ...KEYS.map(key => column(alias, key)),
        ...ends.map(({ expression }) => expression),
      ],
    }),
  };
};

const countsCte = (
  plan: ComputationPlan,
  { metric }: FunnelPlan,
  number: number,
): Cte => {
  const names = funnelNames(metric);
  const exposedAt = column('exposed_at');
  const entered = hasEntered(plan, metric.window, exposedAt);
  const day = exposureDay(plan, exposedAt);
  const unit = column('unit');
  return {
    name: names.counts(number),
    query: select({
      items: [
        item('variant', column('variant')),
        item('exposure_date', day),
        item(
          'units',
          aggregate(
            'count',
            entered === null ? unit : caseWhen([{ when: entered, then: unit }]),
          ),
        ),
      ],
      from: table(names.step(number)),
      groupBy: [column('variant'), day],
    }),
  };
};

/** A funnel as a metric that is 1 for units that took its last step. */
export const funnelValues = ({ metric }: FunnelPlan): UnitValuesPlan => ({
  names: funnelNames(metric),
  metrics: [metric],
  unitMetrics: [metric],
});

/**
 * The CTEs of a funnel: for each step the units that took it and when, how
 * many did per variant and day, and the moments of reaching the last one.
 */
export const funnelCtes = (
  plan: ComputationPlan,
  funnel: FunnelPlan,
): Cte[] => {
  const { metric, steps } = funnel;
  const names = funnelNames(metric);
  return [
    ...stepsOf(plan, funnel).map(reachedCte),
    ...steps.map((_, index) => countsCte(plan, funnel, index + 1)),
    {
      name: names.unitValues,
      query: select({
        items: [
          ...KEYS.map(key => item(key, column(key))),
          item(metric.column, cast(literal(1), 'double')),
        ],
        from: table(names.step(steps.length)),
      }),
    },
    ...momentsCtes(plan, funnelValues(funnel)),
  ];
};
