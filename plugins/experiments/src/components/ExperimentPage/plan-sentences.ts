import { formatCount, formatPercent } from '@etude/ui';
import type { ExperimentPlan, PlannedMetric } from '../../experiment-types';
import { designSentence } from '../PlanCost';
import { audienceSentence, splitSentence } from './consequences';
import type { MetricNames } from './use-metric-names';

const named = (
  metrics: readonly PlannedMetric[],
  nameOf: MetricNames,
): string =>
  metrics
    .map(({ metricId, mdeRelative, nimRelative }) => {
      const name = nameOf(metricId);
      if (mdeRelative !== undefined) {
        return `${name} (to find ${formatPercent(mdeRelative)})`;
      }
      return nimRelative === undefined
        ? name
        : `${name} (margin ${formatPercent(nimRelative)})`;
    })
    .join(', ');

/** A plan in a few sentences. */
export const planSentences = (
  plan: ExperimentPlan,
  nameOf: MetricNames,
): readonly string[] => {
  const { metrics, design, requiredUnits } = plan;
  const measured = (role: PlannedMetric['role'], start: string) => {
    const chosen = metrics.filter(metric => metric.role === role);
    return chosen.length === 0 ? [] : [`${start} ${named(chosen, nameOf)}.`];
  };
  return [
    `For ${audienceSentence(plan)}, split into ${splitSentence(plan)}.`,
    ...measured('success', 'Success is measured by'),
    ...measured('guardrail', 'Guarded by'),
    ...measured('deterioration', 'Watched for getting worse:'),
    ...(plan.assignment.kind === 'flag'
      ? [designSentence(design)]
      : ['The data is already there and is analysed once.']),
    `Shipping by mistake has a probability of at most ${formatPercent(design.alpha)}; if the effects are as large as asked for, shipping has one of ${formatPercent(design.power)}.`,
    ...(requiredUnits === undefined
      ? []
      : [`Needs ${formatCount(requiredUnits)} units over all variants.`]),
  ];
};
