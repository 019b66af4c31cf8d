import type { DeteriorationMonitor } from '../analysis-result';
import { watchOf } from '../designs/watch';
import type { LookTest } from '../look-record';
import type { AskedMetric } from '../metrics/metric-question';
import type { JudgedTest, TestWatch } from '../metrics/judged-test';
import type { MetricTests } from '../metrics/metric-tests';
import { deteriorationMonitor, silentMonitor } from './deterioration-monitor';

const monitoredOf = ({
  metric,
  info,
  variant,
  context,
  visibility,
}: AskedMetric) => ({
  metricId: metric.metricId,
  name: info.name,
  variant,
  now: context.input.now,
  timeZone: context.input.plan.timeZone,
  effects: visibility.effects,
});

/**
 * The watch at a look that was not made, with the reason. What has rung keeps
 * ringing.
 */
export const silentWatch = (
  asked: AskedMetric,
  sentence: string,
): DeteriorationMonitor => {
  const { context, metric, variant } = asked;
  const { units, crossedAt } = context.history(
    metric.metricId,
    variant,
    'inferiority',
  );
  return silentMonitor(monitoredOf(asked), {
    alarmAt: crossedAt,
    method:
      context.input.plan.requiredUnits === undefined
        ? 'always-valid'
        : 'group-sequential',
    looks: units.length,
    sentence,
  });
};

/** A sequential test as a record for the next look; others leave none. */
export const lookOf = (
  asked: AskedMetric,
  units: number,
  { bound, level }: JudgedTest,
): readonly LookTest[] =>
  level.method === 'once'
    ? []
    : [
        {
          metricId: asked.metric.metricId,
          variant: asked.variant,
          kind: bound.kind,
          units,
          statistic: bound.statistic,
          crossed: bound.significant,
          ...(level.runningP === null ? {} : { runningP: level.runningP }),
        },
      ];

/** How each test of a metric is watched, and was looked at before. */
export const watcherOf =
  ({
    metric,
    variant,
    context,
  }: Pick<AskedMetric, 'metric' | 'variant' | 'context'>): TestWatch =>
  kind => {
    const { input, isLast } = context;
    const history = context.history(metric.metricId, variant, kind);
    return {
      history,
      watch: watchOf({ input, variant, kind, history, isLast }),
    };
  };

/** The state of the watch over a metric that was tested. */
export const monitorOf = (
  asked: AskedMetric,
  { inferiority }: MetricTests,
): DeteriorationMonitor => {
  const { visibility } = asked;
  const isUnwatched =
    inferiority.level.method === 'once' && visibility.effects === 'closed';
  return isUnwatched
    ? silentWatch(
        asked,
        `${asked.info.name} is not watched before effects open: no earlier looks are kept.`,
      )
    : deteriorationMonitor(monitoredOf(asked), inferiority);
};
