import type {
  ComputationPlan,
  FactScanPlan,
  FactValuePlan,
  MetricPlan,
} from '../computation-plan';

/** A metric that is computed from all of its facts every time, and why. */
export type WholeMetric = {
  readonly metricId: string;
  readonly reason: string;
};

/** A plan in two: what days can be added up to, and the rest. */
export type SplitPlan = {
  /** Null: no metric of it can be kept. */
  readonly kept: ComputationPlan | null;
  /** Null: all metrics are kept. */
  readonly whole: ComputationPlan | null;
  readonly wholeMetrics: readonly WholeMetric[];
};

/** Why nothing of a plan can be kept; null where that is not so. */
const unitsReason = ({
  units,
  exposureFilter,
}: ComputationPlan): string | null => {
  if (units.kind !== 'flag' || units.source !== null) {
    return "its units do not come from the lake's own assignments, whose days say what changed";
  }
  return exposureFilter === null
    ? null
    : 'its units are exposed by facts, of which a late one moves the exposure';
};

const scanReason = (scan: FactScanPlan): string | null => {
  if (scan.source.kind !== 'table' || scan.timestampColumn === null) {
    return `the facts of '${scan.factTableId}' are not a table of the lake with a time, so nothing says which days changed`;
  }
  return scan.isPartitionedByTime
    ? null
    : `the facts of '${scan.factTableId}' are not stored by the day of their time, so nothing says which days changed`;
};

const countsDistinct = ({ aggregation }: FactValuePlan): boolean =>
  aggregation === 'count-distinct';

const metricReason = (metric: MetricPlan): string | null =>
  countsDistinct(metric) ||
  (metric.denominator !== null && countsDistinct(metric.denominator))
    ? 'distinct values of several days do not add up'
    : null;

type ScanSplit = {
  readonly kept: FactScanPlan;
  readonly whole: FactScanPlan;
  readonly wholeMetrics: readonly WholeMetric[];
};

const wholeIn = (scan: FactScanPlan): WholeMetric[] => {
  const ofScan = scanReason(scan);
  const reasons = [
    ...scan.metrics.map(metric => ({ metric, reason: metricReason(metric) })),
    ...scan.quantiles.map(({ metric, of }) => ({
      metric,
      reason:
        of === 'events'
          ? 'a quantile of events ranks all of them'
          : metricReason(metric),
    })),
  ];
  return reasons.flatMap(({ metric, reason }) => {
    const found = ofScan ?? reason;
    return found === null ? [] : [{ metricId: metric.metricId, reason: found }];
  });
};

const splitScan = (scan: FactScanPlan): ScanSplit => {
  const wholeMetrics = wholeIn(scan);
  const ids = new Set(wholeMetrics.map(({ metricId }) => metricId));
  const part = (isWhole: boolean) => ({
    metrics: scan.metrics.filter(one => ids.has(one.metricId) === isWhole),
    quantiles: scan.quantiles.filter(
      ({ metric }) => ids.has(metric.metricId) === isWhole,
    ),
  });
  return {
    kept: { ...scan, ...part(false), steps: [] },
    whole: { ...scan, ...part(true) },
    wholeMetrics,
  };
};

const hasUnitMetrics = ({ metrics, quantiles }: FactScanPlan): boolean =>
  metrics.length + quantiles.length > 0;

/**
 * Splits a plan by what can be added up over days: sums, counts, extremes,
 * averages and last values of facts that the lake stores by their day.
 */
export const splitPlan = (plan: ComputationPlan): SplitPlan => {
  const reason = unitsReason(plan);
  const scans = plan.scans.map(splitScan);
  const keptScans = scans.map(({ kept }) => kept).filter(hasUnitMetrics);
  const funnels = plan.funnels.map(({ metric }) => ({
    metricId: metric.metricId,
    reason: 'the steps of a funnel are taken in order over all days',
  }));
  const wholeMetrics = [
    ...scans.flatMap(scan => scan.wholeMetrics),
    ...funnels,
  ];
  if (reason !== null || keptScans.length === 0) {
    const all = plan.scans.flatMap(({ metrics, quantiles }) =>
      [...metrics, ...quantiles.map(({ metric }) => metric)].map(
        ({ metricId }) => ({ metricId, reason: reason ?? '' }),
      ),
    );
    return {
      kept: null,
      whole: plan,
      wholeMetrics:
        reason === null
          ? wholeMetrics
          : [...all, ...funnels.map(one => ({ ...one, reason }))],
    };
  }
  return {
    // Kept units have numbers that hold for longer than one query.
    kept: { ...plan, scans: keptScans, funnels: [], numbersUnits: false },
    whole:
      wholeMetrics.length === 0
        ? null
        : { ...plan, scans: scans.map(({ whole }) => whole) },
    wholeMetrics,
  };
};
