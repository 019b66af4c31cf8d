import type { AnalysisInput } from './analysis-input';
import type { MetricResult, Progress } from './analysis-result';
import { unitsByVariant } from './traffic-counts';

// Before this many units per variant an observed variance is too rough to
// replace the plan's own number.
const MIN_UNITS_FOR_OBSERVED = 100;

const observedNeed = (
  { plan }: AnalysisInput,
  results: readonly MetricResult[],
): number | null => {
  const weights = new Map(plan.variants.map(({ id, weight }) => [id, weight]));
  const total = plan.variants.reduce((sum, { weight }) => sum + weight, 0);
  const control = weights.get(plan.controlVariant) ?? Number.NaN;
  const needs = results.flatMap(({ requiredUnits, units = 0, variant }) =>
    requiredUnits === undefined || units < 2 * MIN_UNITS_FOR_OBSERVED
      ? []
      : [
          (requiredUnits * total) /
            (control + (weights.get(variant) ?? Number.NaN)),
        ],
  );
  return needs.length === 0 ? null : Math.ceil(Math.max(...needs));
};

/**
 * Exposed units against those needed, over all variants: from the observed
 * variances once there is enough data, before that from the plan.
 */
export const progressOf = (
  input: AnalysisInput,
  results: readonly MetricResult[],
): Progress => {
  const byVariant = unitsByVariant(input.traffic);
  const units = input.plan.variants.reduce(
    (sum, { id }) => sum + (byVariant.get(id) ?? 0),
    0,
  );
  const requiredUnits =
    observedNeed(input, results) ?? input.plan.requiredUnits ?? null;
  return {
    units,
    requiredUnits,
    share: requiredUnits === null ? null : units / requiredUnits,
  };
};
