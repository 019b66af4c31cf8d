import type {
  CapPlan,
  FactValuePlan,
  MetricPlan,
  PreExposurePlan,
  QuantilePlan,
  UnitsPlan,
  WindowPlan,
} from './computation-plan';
import type { PlannedFactTable } from './planned-source';
import type { Metric, MetricCap, MetricWindow } from './metric';

const SECONDS_PER_HOUR = 3600;

/** What a metric's facts are aggregated by, where its type says so. */
export const aggregationOf = (metric: Metric): Metric['aggregation'] => {
  switch (metric.type) {
    case 'count':
    case 'retention':
      return 'count';
    case 'count-distinct':
      return 'count-distinct';
    default:
      return metric.aggregation;
  }
};

/** Aggregations that are 0, not missing, where there is nothing. */
export const isCounting = (aggregation: Metric['aggregation']): boolean =>
  aggregation === 'count' || aggregation === 'count-distinct';

/** True for metrics whose units without a value count as 0. */
export const isZeroFilled = (metric: Metric): boolean => {
  switch (metric.type) {
    // Sizes are planned and compared in exposed units, so all of them count: a
    // unit without facts adds nothing to either sum of a ratio.
    case 'ratio':
    case 'retention':
    case 'funnel':
      return true;
    default:
  }
  if (metric.nulls !== undefined) return metric.nulls === 'zero';
  const aggregation = aggregationOf(metric);
  return (
    metric.type === 'proportion' ||
    aggregation === 'sum' ||
    isCounting(aggregation)
  );
};

/** The column of a measure, or of what else is counted by its values. */
const measureColumnOf = (
  {
    aggregation,
    measure,
  }: { aggregation: string; measure?: string | undefined },
  { measures, dimensions }: PlannedFactTable,
): string | null => {
  const found = measures.find(({ name }) => name === measure)?.column;
  if (found !== undefined || measure === undefined) return found ?? null;
  return aggregation === 'count-distinct' && dimensions.includes(measure)
    ? measure
    : null;
};

const windowPlan = (window: MetricWindow): WindowPlan => {
  const { offsetHours, lengthHours, offsetDays = 0, lengthDays = 0 } = window;
  const start = {
    days: offsetDays,
    seconds: offsetHours * SECONDS_PER_HOUR,
  };
  const end = {
    days: offsetDays + lengthDays,
    seconds: (offsetHours + lengthHours) * SECONDS_PER_HOUR,
  };
  switch (window.kind ?? 'closed') {
    case 'closed':
      return { start, end, entersAt: end };
    case 'semi-open':
      return { start, end, entersAt: start };
    case 'cumulative':
      return { start, end: null, entersAt: start };
  }
};

const capPlan = (cap: MetricCap): CapPlan =>
  cap.kind === 'percentile'
    ? cap
    : { kind: cap.kind, lower: cap.lower ?? null, upper: cap.upper ?? null };

/** True when a cap makes something else of 0, or may do so. */
const movesZero = (cap: CapPlan | null): boolean =>
  cap !== null &&
  (cap.kind === 'percentile' || (cap.lower ?? 0) > 0 || (cap.upper ?? 0) < 0);

const preExposurePlan = (metric: Metric): PreExposurePlan | null => {
  const { covariate } = metric;
  if (!covariate) return null;
  const { lengthDays = 0, lengthHours } = covariate;
  return {
    start: {
      days: 0 - lengthDays,
      seconds: 0 - lengthHours * SECONDS_PER_HOUR,
    },
    hasIndicator: !isZeroFilled(metric),
  };
};

export type MetricPlanContext = {
  readonly column: string;
  readonly factTable: PlannedFactTable;
  readonly units: UnitsPlan;
};

const factValuePlan = (
  value: Pick<Metric, 'aggregation' | 'measure' | 'filters'>,
  column: string,
  factTable: PlannedFactTable,
): FactValuePlan => ({
  column,
  aggregation: value.aggregation,
  measureColumn: measureColumnOf(value, factTable),
  filters: value.filters,
});

/** A metric as the query needs it; it was checked before. */
export const metricPlan = (
  metric: Metric,
  { column, factTable, units }: MetricPlanContext,
): MetricPlan => {
  const aggregation = aggregationOf(metric);
  const { denominator } = metric;
  const covariates = units.kind === 'table' ? units.covariates : [];
  const cap = metric.cap ? capPlan(metric.cap) : null;
  const isFilled = isZeroFilled(metric);
  return {
    metricId: metric.id,
    ...factValuePlan({ ...metric, aggregation }, column, factTable),
    value:
      metric.type === 'proportion' || metric.type === 'retention'
        ? 'proportion'
        : 'amount',
    denominator:
      denominator === undefined
        ? null
        : factValuePlan(
            { measure: undefined, ...denominator },
            `${column}_denominator`,
            factTable,
          ),
    covariateColumns: covariates.flatMap(covariate =>
      covariate.metricId === metric.id ? [covariate.column] : [],
    ),
    // Of a population nothing is known from before its first fact.
    preExposure: units.kind === 'population' ? null : preExposurePlan(metric),
    cap,
    threshold: metric.threshold ?? 1,
    window: metric.window && windowPlan(metric.window),
    isZeroFilled: isFilled,
    needsAllUnits: isFilled && (metric.type === 'quantile' || movesZero(cap)),
  };
};

/** A quantile metric, with the metric whose values it is of. */
export const quantilePlan = (
  metric: Metric,
  context: MetricPlanContext,
): QuantilePlan | null => {
  if (metric.quantile === undefined) return null;
  const plan = metricPlan(metric, context);
  const { of: kind, level } = metric.quantile;
  return kind === 'units'
    ? { of: kind, level, metric: plan }
    : {
        of: kind,
        level,
        // Events are read one by one: nothing is added up or filled in.
        metric: {
          ...plan,
          aggregation: 'sum',
          isZeroFilled: false,
          needsAllUnits: false,
        },
      };
};
