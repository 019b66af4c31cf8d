import type { Problem } from '@etude/kernel';
import type { ExperimentPlan } from '@etude/lifecycle';
import type { MetricsClient } from '@etude/plugin-metrics-common';

// Planning reads no rows, so the end of the analysis does not matter.
const ANY_END = '2026-01-01T00:00:00Z';

// A computation's word for a part of the plan.
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^exposureFilter/, 'plan.exposureFilter'],
  [/^dimensionSources/, 'plan.dimensions'],
];

const ofPlan = (problem: Problem): Problem[] => {
  const { path = '' } = problem;
  const part = PARTS.find(([pattern]) => pattern.test(path));
  return part ? [{ ...problem, path: path.replace(...part) }] : [];
};

/**
 * What keeps the exposure filter and the dimensions of a plan from being
 * computed: the metrics backend plans the computation, and runs nothing.
 *
 * @throws what the metrics API says when it fails.
 */
export const measurementProblems = async (
  plan: ExperimentPlan,
  metrics: MetricsClient,
): Promise<Problem[]> => {
  const { exposureFilter, dimensions = [], assignment } = plan;
  if (exposureFilter === undefined && dimensions.length === 0) return [];
  const problems = await metrics.checkComputation({
    experimentId: 'plan',
    // Before the launch there is no rule; which it will be changes no problem.
    assignment:
      assignment.kind === 'flag'
        ? { ...assignment, ruleId: 'to-be-made' }
        : assignment,
    entity: plan.entity,
    variants: plan.variants.map(({ id }) => id),
    from: null,
    until: ANY_END,
    metricIds: [...new Set(plan.metrics.map(({ metricId }) => metricId))],
    ...(exposureFilter ? { exposureFilter } : {}),
    dimensionSources: dimensions,
  });
  return problems.flatMap(ofPlan);
};
