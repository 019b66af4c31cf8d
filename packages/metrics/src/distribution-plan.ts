import { refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import { planBaseline } from './baseline-request';
import type { BaselineRequest } from './baseline-request';
import type {
  ComputationPlan,
  FactScanPlan,
  MetricPlan,
} from './computation-plan';
import type { Metric } from './metric';
import { aggregationOf, isCounting, isZeroFilled } from './plan-metric';

/** How the values behind a metric are found, for {@link distributionQuery}. */
export type DistributionPlan = {
  readonly plan: ComputationPlan;
  /** The one scan of the plan, and what it reads. */
  readonly scan: FactScanPlan;
  readonly metric: MetricPlan;
  /** Whose values are counted: those of units, or of single facts. */
  readonly of: 'units' | 'events';
  /** Whole numbers, so that bins are at least 1 wide. */
  readonly isCounting: boolean;
  readonly isZeroFilled: boolean;
  /** Quantiles wanted besides the usual ones; 0–1, ascending. */
  readonly levels: readonly number[];
};

export type DistributionRequest = Omit<BaselineRequest, 'metrics'> & {
  readonly metric: Metric;
};

/** The quantile beyond which the largest 1 % of values lie. */
export const FAR_LEVEL = 0.99;

/** The median and how far the large values reach. */
const USUAL_LEVELS = [0.5, 0.9, FAR_LEVEL];

/** The value of a unit before thresholds, caps and denominators. */
const valueMetric = (metric: Metric): Metric => ({
  id: metric.id,
  name: metric.name,
  description: metric.description,
  owner: metric.owner,
  factTableId: metric.factTableId,
  entity: metric.entity,
  type: 'average',
  aggregation: metric.quantile?.of === 'events' ? 'sum' : aggregationOf(metric),
  ...(metric.measure === undefined ? {} : { measure: metric.measure }),
  filters: metric.filters,
  window: metric.window,
  nulls:
    isZeroFilled(metric) && metric.quantile?.of !== 'events'
      ? 'zero'
      : 'exclude',
  direction: metric.direction,
  state: metric.state,
});

/**
 * How the values that a metric is made of are spread over a population as in
 * {@link planBaseline}: per unit what its facts come to (of a ratio, above the
 * line), or the values of facts for a quantile of events. A funnel has none.
 */
export const planDistribution = (
  request: DistributionRequest,
): Result<DistributionPlan> => {
  const { metric, ...population } = request;
  if (metric.type === 'funnel') {
    return refused({
      code: 'ETUDE_DISTRIBUTION_FUNNEL',
      path: 'type',
      message: `Funnel '${metric.id}' has no values to spread: a unit took all steps or it did not. Look at its steps instead.`,
    });
  }
  const value = valueMetric(metric);
  const planned = planBaseline({ ...population, metrics: [value] });
  if (!planned.ok) return planned;
  const [scan] = planned.value.scans;
  const [found] = scan?.metrics ?? [];
  if (!scan || !found) {
    return refused({
      code: 'ETUDE_DISTRIBUTION_SOURCE',
      path: 'factTableId',
      message: `Metric '${metric.id}' reads nothing of fact table '${metric.factTableId}', so there are no values to spread. Choose another fact table.`,
    });
  }
  const level = metric.quantile?.level;
  const levels = level === undefined ? USUAL_LEVELS : [...USUAL_LEVELS, level];
  return {
    ok: true,
    value: {
      plan: planned.value,
      scan,
      metric: found,
      of: metric.quantile?.of ?? 'units',
      isCounting: isCounting(value.aggregation),
      isZeroFilled: value.nulls === 'zero',
      levels: [...new Set(levels)].sort((a, b) => a - b),
    },
  };
};
