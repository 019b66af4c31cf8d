import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import { formatCount, formatShare } from '../format-number';
import type { PlanContext } from './plan-context';
import { formatDays } from './plan-runtime';
import { poweredEffectRelative, powerOf } from './power-curves';
import type { RuntimeForecast } from './runtime-forecast';
import type { PlannedPeriod } from './sample-size-plan';
import type { CostedHypothesis } from './sized-decision';

type PeriodMetric = PlannedPeriod['metrics'][number];

const changeOf = ({ test }: CostedHypothesis): string =>
  test === 'superiority' ? 'finds changes' : 'shows margins';

const weakestSentence = (
  found: readonly {
    readonly hypothesis: CostedHypothesis;
    readonly metric: PeriodMetric;
  }[],
): string => {
  const short = found.filter(
    ({ hypothesis, metric }) => !((metric.power ?? 0) >= hypothesis.power),
  );
  const [weakest] = [...short].sort(
    (a, b) => (a.metric.power ?? 0) - (b.metric.power ?? 0),
  );
  if (weakest === undefined) return 'enough for every metric.';
  const { hypothesis, metric } = weakest;
  const name = hypothesis.metric.name ?? metric.metricId;
  if (metric.power === null) {
    return `no unit of '${name}' is complete by then: its window is as long as the plan.`;
  }
  const effect =
    metric.poweredEffectRelative === null
      ? ''
      : ` and ${changeOf(hypothesis)} from ${formatShare(metric.poweredEffectRelative)} on`;
  return `too few: '${name}' has a power of ${formatShare(metric.power)} in place of ${formatShare(hypothesis.power)}${effect}.`;
};

const isUsable = (
  forecast: RuntimeForecast | undefined,
): forecast is RuntimeForecast => Number.isFinite(forecast?.unitsBy(1));

/**
 * What the units of the planned days can find, metric by metric; null when no
 * days are planned or no usable traffic is known.
 */
export const plannedPeriod = (
  hypotheses: readonly CostedHypothesis[],
  { input, forecast, weights }: PlanContext,
): Result<PlannedPeriod | null> => {
  const days = input.design?.plannedDays;
  // A history that tells nothing is a notice of the runtime.
  if (!(days !== undefined && days >= 1) || !isUsable(forecast)) {
    return ok(null);
  }
  const found = [];
  for (const hypothesis of hypotheses) {
    const { metricId, windowDays = 0 } = hypothesis.metric;
    const exposureDays = Math.floor(days - windowDays);
    const units =
      exposureDays >= 1 ? Math.floor(forecast.unitsBy(exposureDays)) : 0;
    const powerAt = powerOf(hypothesis, weights);
    if (!powerAt.ok) return powerAt;
    const effect = poweredEffectRelative(hypothesis, weights, units);
    found.push({
      hypothesis,
      metric: {
        metricId,
        units,
        poweredEffectRelative: effect,
        power: units > 0 ? powerAt.value(units, 1) : null,
      },
    });
  }
  const most = Math.max(...found.map(({ metric }) => metric.units));
  return ok({
    days,
    metrics: found.map(({ metric }) => metric),
    sentence: `${formatDays(days)} bring ${formatCount(most)} units, ${weakestSentence(found)}`,
  });
};
