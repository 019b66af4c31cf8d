import { formatCount, formatNumber, formatPercent } from '@etude/ui';
import type { ExperimentPlan } from '../../experiment-types';

type PlanningInputs = NonNullable<ExperimentPlan['planning']>;

const metricParts = (
  { baseline = {}, covariateR2 = {} }: PlanningInputs,
  nameOf: (metricId: string) => string,
): readonly string[] => [
  ...Object.entries(baseline).map(
    ([metricId, { mean, variance }]) =>
      `${nameOf(metricId)} with mean ${formatNumber(mean)} and variance ${formatNumber(variance)} per unit`,
  ),
  ...Object.entries(covariateR2).map(
    ([metricId, share]) =>
      `${nameOf(metricId)} with ${formatPercent(share)} of its variance explained by earlier behaviour`,
  ),
];

/** What a plan was planned with besides history; null when with nothing. */
export const planningSentence = (
  { planning = {} }: ExperimentPlan,
  nameOf: (metricId: string) => string,
): string | null => {
  const { unitsPerDay } = planning;
  const parts = [
    ...(unitsPerDay === undefined
      ? []
      : [`${formatCount(unitsPerDay)} units per day`]),
    ...metricParts(planning, nameOf),
  ];
  return parts.length === 0 ? null : `Given by hand: ${parts.join('; ')}.`;
};
