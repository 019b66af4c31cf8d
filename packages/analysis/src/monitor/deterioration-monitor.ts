import type { DeteriorationMonitor } from '../analysis-result';
import { formatCount, formatInstant } from '../format-number';
import type { JudgedTest } from '../metrics/judged-test';

/** Which metric is watched where, and what may be said of it. */
export type MonitoredMetric = {
  readonly metricId: string;
  readonly name: string;
  readonly variant: string;
  readonly now: string;
  /** Of the plan; UTC when it names none. */
  readonly timeZone?: string | undefined;
  readonly effects: 'open' | 'closed';
};

const identityOf = ({ metricId, variant }: MonitoredMetric) => ({
  metricId,
  variant,
});

const alarm = (
  { name, variant, effects, timeZone }: MonitoredMetric,
  alarmAt: string,
) => ({
  state: 'alarm' as const,
  alarmAt,
  sentence: `${name} got worse in ${variant}: its watch rang on ${formatInstant(alarmAt, timeZone)}.${effects === 'closed' ? ' By how much is shown when effects open.' : ''}`,
});

/**
 * A monitor that cannot say anything new at this look, with the reason; one
 * that has rung keeps ringing.
 */
export const silentMonitor = (
  metric: MonitoredMetric,
  state: {
    readonly method: DeteriorationMonitor['method'];
    readonly looks: number;
    readonly sentence: string;
    readonly alarmAt: string | undefined;
  },
): DeteriorationMonitor => {
  const { method, looks, sentence, alarmAt } = state;
  const shared = { ...identityOf(metric), method, looks };
  return alarmAt === undefined
    ? { ...shared, state: 'unknown', sentence }
    : { ...shared, ...alarm(metric, alarmAt) };
};

/**
 * What the sequential watch over a metric says: whether it got worse and
 * since when, never by how much.
 */
export const deteriorationMonitor = (
  metric: MonitoredMetric,
  { bound, level, history }: JudgedTest,
): DeteriorationMonitor => {
  const { name, variant } = metric;
  const looks = history.units.length + 1;
  const shared = {
    ...identityOf(metric),
    method: level.method === 'always-valid' ? level.method : 'group-sequential',
    looks,
  } as const;
  if (!bound.significant) {
    return {
      ...shared,
      state: 'quiet',
      sentence: `${name} shows no sign of getting worse in ${variant}, at ${looks === 1 ? 'one look' : `${formatCount(looks)} looks`}.`,
    };
  }
  return { ...shared, ...alarm(metric, history.crossedAt ?? metric.now) };
};
