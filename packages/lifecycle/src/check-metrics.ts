import type { Problem } from '@etude/kernel';
import type { ExperimentMetric } from './experiment-plan';
import { checkFilled, planProblem, repeatedIndexes } from './plan-problems';

const checkEffect = (
  metric: ExperimentMetric,
  path: string,
): readonly Problem[] => {
  const mde = metric.mdeRelative;
  if (mde === undefined) return [];
  const isPossible =
    Number.isFinite(mde) &&
    mde > 0 &&
    (metric.direction === 'increase' || mde < 1);
  return isPossible
    ? []
    : [
        planProblem(
          'INVALID_MDE',
          `${path}.mdeRelative`,
          `The minimum detectable effect of '${metric.metricId}' is ${mde}: it is a positive share of the control mean${metric.direction === 'decrease' ? ' below 1, because nothing falls by more than all of it' : ''}. Use 0.02 for 2 %.`,
        ),
      ];
};

const checkMargin = (
  metric: ExperimentMetric,
  path: string,
): readonly Problem[] => {
  const nim = metric.nimRelative;
  return nim === undefined || (nim > 0 && nim < 1)
    ? []
    : [
        planProblem(
          'INVALID_NIM',
          `${path}.nimRelative`,
          `The non-inferiority margin of '${metric.metricId}' is ${nim}: it is a share of the control mean between 0 and 1. Use 0.01 for 1 %.`,
        ),
      ];
};

/** Problems of the metrics of a plan and of their roles. */
export const checkMetrics = (
  metrics: readonly ExperimentMetric[],
): readonly Problem[] => {
  const ids = metrics.map(metric => metric.metricId);
  const canDecide = metrics.some(metric => metric.role !== 'deterioration');
  return [
    ...(canDecide
      ? []
      : [
          planProblem(
            'NO_DECISION_METRIC',
            'metrics',
            'The plan has no success metric and no guardrail: nothing could be decided from it. Add at least one.',
          ),
        ]),
    ...repeatedIndexes(ids).map(index =>
      planProblem(
        'DUPLICATE_METRIC',
        `metrics[${index}].metricId`,
        `Metric '${ids[index]}' is listed twice: a metric has one role in an experiment. Remove one of the two.`,
      ),
    ),
    ...metrics.flatMap((metric, index) => [
      ...checkFilled(
        metric.metricId,
        `metrics[${index}].metricId`,
        'A metric is not chosen yet: pick one, or remove the row.',
      ),
      ...checkEffect(metric, `metrics[${index}]`),
      ...checkMargin(metric, `metrics[${index}]`),
    ]),
  ];
};
