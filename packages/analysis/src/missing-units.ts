import type { ExperimentPlan } from '@etude/lifecycle';
import type { TrafficRow } from '@etude/metrics';
import type { MetricResult } from './analysis-result';
import { formatCount, formatProjection } from './format-number';
import { needsPower } from './required-units';
import { unitsPerDay } from './health/traffic-counts';

/** Results below the units they need, the one that lacks most first. */
export const underpowered = (
  results: readonly MetricResult[],
): readonly MetricResult[] => {
  const shortfall = ({ requiredUnits = 0, units = 0 }: MetricResult) =>
    requiredUnits / Math.max(units, 1);
  return results
    .filter(result => needsPower(result) && result.powered === false)
    .sort((a, b) => shortfall(b) - shortfall(a));
};

/** Results whose power cannot be judged, because no effect was set. */
export const withoutPowerTarget = (
  results: readonly MetricResult[],
): readonly MetricResult[] =>
  results.filter(
    result =>
      needsPower(result) &&
      result.status === 'estimated' &&
      result.powered === undefined,
  );

/**
 * How many more units would have powered `result`, as a phrase: "12,400 more
 * units per variant (≈ 9 days at the observed traffic)". The metric keeps its
 * present share of the experiment's units.
 */
export const missingUnitsPhrase = (
  result: MetricResult,
  plan: ExperimentPlan,
  traffic: readonly TrafficRow[],
): string => {
  const pair = plan.variants.filter(
    ({ id }) => id === plan.controlVariant || id === result.variant,
  );
  const weightOf = (variants: typeof plan.variants) =>
    variants.reduce((sum, { weight }) => sum + weight, 0);
  const whole =
    (((result.requiredUnits ?? 0) - (result.units ?? 0)) *
      weightOf(plan.variants)) /
    weightOf(pair);
  const isEven = plan.variants.every(
    ({ weight }) => weight === plan.variants[0]?.weight,
  );
  const amount = isEven
    ? `${formatProjection(whole / plan.variants.length)} more units per variant`
    : `${formatProjection(whole)} more units over all variants`;
  const perDay = unitsPerDay(traffic);
  if (perDay === null) return amount;
  const days = Math.ceil(whole / perDay);
  return `${amount} (≈ ${formatCount(days)} ${days === 1 ? 'day' : 'days'} at the observed traffic)`;
};
