import type {
  DeteriorationMonitor,
  MetricResult,
  Visibility,
} from '../analysis-result';

/** The same result with everything removed that tells an effect. */
export const hiddenResult = (
  result: MetricResult,
  visibility: Visibility,
  monitor?: DeteriorationMonitor,
): MetricResult => {
  const { metricId, name, role, direction, variant } = result;
  const { mdeRelative, nimRelative, units, requiredUnits, powered } = result;
  const { precision } = result;
  const hasRung = monitor?.state === 'alarm';
  return {
    metricId,
    name,
    role,
    direction,
    variant,
    status: 'hidden',
    outcome: hasRung ? 'worse' : 'unknown',
    sentence: hasRung ? monitor.sentence : visibility.sentence,
    ...(mdeRelative === undefined ? {} : { mdeRelative }),
    ...(nimRelative === undefined ? {} : { nimRelative }),
    ...(precision === undefined ? {} : { precision }),
    ...(units === undefined ? {} : { units }),
    ...(requiredUnits === undefined ? {} : { requiredUnits }),
    ...(powered === undefined ? {} : { powered }),
  };
};
