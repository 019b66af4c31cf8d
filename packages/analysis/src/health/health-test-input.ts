import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import type { TestInputOptions } from '../test-input';
import { observedMetric, testInput } from '../test-input';
import { healthChecks } from './health-checks';

const metric = observedMetric('goal', 'success', { b: 10, mdeRelative: 0.02 });
/** An experiment with one metric. */
export const inputOf = (
  options: Partial<TestInputOptions> = {},
): AnalysisInput => testInput({ observedMetrics: [metric], ...options });
/** One of its health checks. */
export const checkOf = (
  id: HealthCheck['id'],
  options: Partial<TestInputOptions> = {},
): HealthCheck => {
  const check = healthChecks(inputOf(options), []).find(one => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
};
/** While it runs, before its planned end. */
export const LIVE = { state: 'live' as const, now: '2026-03-10T09:00:00Z' };
/** A row of traffic. */
export const row = (
  variant: string,
  exposureDate: string | null,
  units: number,
) => ({
  variant,
  exposureDate,
  units,
});
/** Traffic of a and b by day, from 2 March on. */
export const days = (...counts: readonly (readonly [number, number])[]) =>
  counts.flatMap(([a, b], index) => {
    const day = `2026-03-0${index + 2}`;
    return [row('a', day, a), row('b', day, b)];
  });
