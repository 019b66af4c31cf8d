import type { AnalysisResult, MetricResult } from '@etude/analysis';
import type { ReplayedLook } from './replay-looks';

const lookMetric = (metric: MetricResult, { monitors }: AnalysisResult) => {
  const { sequence, precision, bound } = metric;
  const watch = monitors.find(
    ({ metricId, variant }) =>
      metricId === metric.metricId && variant === metric.variant,
  );
  return {
    name: metric.name,
    variant: metric.variant,
    status: metric.status,
    units: metric.units ?? null,
    requiredUnits: metric.requiredUnits ?? null,
    informationFraction: sequence?.informationFraction ?? null,
    criticalValue: sequence?.criticalValue ?? null,
    statistic: bound?.[0]?.statistic ?? null,
    pValue: bound?.[0]?.pValue ?? null,
    currentPower: precision?.currentPower ?? null,
    poweredEffectRelative: precision?.poweredEffectRelative ?? null,
    outcome: metric.outcome,
    watch: watch?.state ?? 'unknown',
  };
};

/**
 * What was known at the end of a day: while the design keeps effects closed,
 * units, power and the watch over deterioration, but no statistic.
 */
export const lookDocument = ({ day, result }: ReplayedLook, at: number) => ({
  look: at + 1,
  day,
  units: result.progress.units,
  effects: result.visibility.effects,
  stopReached: result.progress.stopReachedAt !== undefined,
  failedChecks: result.health
    .filter(({ state }) => state === 'fail')
    .map(({ id }) => id),
  recommendations: result.recommendations.map(({ variant, action }) => ({
    variant,
    action,
  })),
  metrics: result.metrics.map(metric => lookMetric(metric, result)),
});
