import { formatCount, formatPercent } from '@etude/ui';
import type { ExperimentPlan, PlannedMetric } from '../../experiment-types';
import { designSentence } from '../PlanCost';
import { audienceSentence, splitSentence } from './consequences';

const named = (metrics: readonly PlannedMetric[]): string =>
  metrics
    .map(({ metricId, mdeRelative, nimRelative }) => {
      if (mdeRelative !== undefined) {
        return `${metricId} (to find ${formatPercent(mdeRelative)})`;
      }
      return nimRelative === undefined
        ? metricId
        : `${metricId} (margin ${formatPercent(nimRelative)})`;
    })
    .join(', ');

const metricsSentence = (
  metrics: readonly PlannedMetric[],
  role: PlannedMetric['role'],
  start: string,
): readonly string[] => {
  const chosen = metrics.filter(metric => metric.role === role);
  return chosen.length === 0 ? [] : [`${start} ${named(chosen)}.`];
};

/** A plan in a few sentences. */
export const planSentences = (plan: ExperimentPlan): readonly string[] => {
  const { metrics, design, requiredUnits } = plan;
  return [
    `For ${audienceSentence(plan)}, split into ${splitSentence(plan)}.`,
    ...metricsSentence(metrics, 'success', 'Success is measured by'),
    ...metricsSentence(metrics, 'guardrail', 'Guarded by'),
    ...metricsSentence(metrics, 'deterioration', 'Watched for getting worse:'),
    ...(plan.assignment.kind === 'flag'
      ? [designSentence(design)]
      : ['The data is already there and is analysed once.']),
    `Shipping by mistake has a probability of at most ${formatPercent(design.alpha)}; if the effects are as large as asked for, shipping has one of ${formatPercent(design.power)}.`,
    ...(requiredUnits === undefined
      ? []
      : [`Needs ${formatCount(requiredUnits)} units over all variants.`]),
  ];
};
