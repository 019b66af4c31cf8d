import {
  aggregateWhen,
  cast,
  column,
  compare,
  countRows,
  item,
  not,
  select,
  table,
  timestamp,
  timestampPlus,
} from '@etude/sql';
import type { Cte, Expression } from '@etude/sql';
import type { ComputationPlan, MetricPlan } from './computation-plan';

/** Name of the column with the instant `seconds` after exposure. */
export const afterExposure = (seconds: number): string => `after_${seconds}s`;

const sortedNumbers = (numbers: readonly number[]): number[] =>
  [...new Set(numbers)].sort((a, b) => a - b);

const windows = (plan: ComputationPlan) =>
  plan.scans.flatMap(scan =>
    scan.metrics.flatMap(metric => metric.window ?? []),
  );

/** Columns of `units` that hold covariates and dimensions. */
export const attributeColumns = ({ units }: ComputationPlan): string[] =>
  units.kind === 'table'
    ? [...units.covariates, ...units.dimensions].map(({ column: name }) => name)
    : [];

/**
 * `units`: the exposures that count, with the instants that bound the metrics'
 * windows, worked out once per unit rather than once per fact.
 */
export const unitsCte = (plan: ComputationPlan): Cte => {
  const exposedAt = column('exposed_at');
  const bounds = sortedNumbers(
    windows(plan).flatMap(({ start, end }) => [start, end]),
  ).filter(seconds => seconds !== 0);
  return {
    name: 'units',
    query: select({
      items: [
        item('unit', column('unit')),
        item('variant', column('variant')),
        item('exposed_at', exposedAt),
        item('exposure_date', cast(exposedAt, 'date')),
        ...bounds.map(seconds =>
          item(afterExposure(seconds), timestampPlus(exposedAt, seconds)),
        ),
        ...attributeColumns(plan).map(name => item(name, column(name))),
      ],
      from: table('exposures'),
      where: not(column('is_crossover')),
    }),
  };
};

/**
 * Holds for units whose window ended by the end of the analysis; null when
 * the metric has no window and every unit enters.
 */
export const isWindowClosed = (
  plan: ComputationPlan,
  window: MetricPlan['window'],
  exposedAt: Expression,
): Expression | null =>
  window === null
    ? null
    : compare(
        exposedAt,
        '<=',
        timestamp(new Date(Date.parse(plan.until) - window.end * 1000)),
      );

/** Column of `traffic` with the units whose window of this length closed. */
export const closedUnits = (window: MetricPlan['window']): string =>
  window === null ? 'units' : `units_closed_${window.end}s`;

/** `traffic`: units per variant and day, all and by closed window. */
export const trafficCte = (plan: ComputationPlan): Cte => {
  const keys = ['variant', 'exposure_date'];
  const ends = sortedNumbers(windows(plan).map(window => window.end));
  return {
    name: 'traffic',
    query: select({
      items: [
        ...keys.map(key => item(key, column(key))),
        item('units', countRows()),
        ...ends.flatMap(end => {
          const window = { start: 0, end };
          const at = column('exposed_at');
          const closed = isWindowClosed(plan, window, at);
          return closed === null
            ? []
            : [item(closedUnits(window), aggregateWhen('count', at, closed))];
        }),
      ],
      from: table('units'),
      groupBy: keys.map(key => column(key)),
    }),
  };
};
