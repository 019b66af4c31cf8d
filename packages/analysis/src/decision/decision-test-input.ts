import type { HealthCheck, MetricResult } from '../analysis-result';

/** A success metric with enough units that shows no improvement. */
export const goal: MetricResult = {
  metricId: 'goal',
  name: 'Goal',
  role: 'success',
  direction: 'increase',
  variant: 'b',
  status: 'estimated',
  powered: true,
  outcome: 'no-difference',
  sentence: 'Goal shows no improvement.',
};
/** The test by which a guardrail is shown to be safe. */
export const safeBound = {
  kind: 'non-inferiority' as const,
  nullValue: -1,
  statistic: 3,
  pValue: 0.001,
  alpha: 0.05,
  significant: true,
  ci: [0, null] as const,
};
/** A guardrail within its margin. */
export const guard: MetricResult = {
  ...goal,
  metricId: 'guard',
  name: 'Guard',
  role: 'guardrail',
  nimRelative: 0.02,
  outcome: 'not-worse',
  sentence: 'Guard is safe.',
  bound: [safeBound],
};
/** A metric that is only watched. */
export const watched: MetricResult = {
  ...goal,
  metricId: 'watched',
  name: 'Watched',
  role: 'deterioration',
};
/** A health check in a state. */
export const check = (
  id: HealthCheck['id'],
  state: HealthCheck['state'],
): HealthCheck => ({ id, state, title: `Check ${id}`, sentence: '' });
