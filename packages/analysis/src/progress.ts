import type { AnalysisContext } from './analysis-context';
import type { AnalysisInput } from './analysis-input';
import type { MetricResult, Progress } from './analysis-result';
import { unitsByVariant } from './health/traffic-counts';
import { projectedInstant, wholePerPair } from './metrics/projected-finish';

// Before this many units per variant an observed variance is too rough to
// replace the plan's own number.
const MIN_UNITS_FOR_OBSERVED = 100;

const observedNeed = (
  { plan }: AnalysisInput,
  results: readonly MetricResult[],
): number | null => {
  const needs = results.flatMap(({ requiredUnits, units = 0, variant }) =>
    requiredUnits === undefined || units < 2 * MIN_UNITS_FOR_OBSERVED
      ? []
      : [requiredUnits * wholePerPair(plan, variant)],
  );
  return needs.length === 0 ? null : Math.ceil(Math.max(...needs));
};

// A plan of no units is none: nothing can be a share of it.
const plannedNeed = ({ plan }: AnalysisInput): number | undefined =>
  plan.requiredUnits !== undefined && plan.requiredUnits > 0
    ? plan.requiredUnits
    : undefined;

/**
 * Exposed units against those needed, over all variants: from the observed
 * variances once there is enough data, before that from the plan.
 */
export const progressOf = (
  { input, unitsPerDay }: AnalysisContext,
  results: readonly MetricResult[],
  stopReachedAt: string | undefined,
): Progress => {
  const byVariant = unitsByVariant(input.traffic);
  const units = input.plan.variants.reduce(
    (sum, { id }) => sum + (byVariant.get(id) ?? 0),
    0,
  );
  const requiredUnits =
    observedNeed(input, results) ?? plannedNeed(input) ?? null;
  return {
    units,
    requiredUnits,
    share: requiredUnits === null ? null : units / requiredUnits,
    projectedFinishAt:
      requiredUnits === null
        ? null
        : projectedInstant(requiredUnits - units, {
            now: input.now,
            unitsPerDay,
          }),
    ...(stopReachedAt === undefined ? {} : { stopReachedAt }),
  };
};
