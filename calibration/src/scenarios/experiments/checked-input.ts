import type { AnalysisInput } from '@etude/analysis';
import type { ExperimentMetric } from '@etude/lifecycle';
import type { TrafficRow } from '@etude/metrics';
import { instantOfDay } from './simulated-experiment';
import { DESIGNS } from './simulated-plan';

const UNITS = 10_000;

/** `YYYY-MM-DD` of a day of a simulated experiment, counted from 0. */
export const dateOf = (day: number): string => instantOfDay(day).slice(0, 10);

/** What is left to a simulation; all other data are sound or none. */
export type CheckedData = {
  readonly metrics?: readonly ExperimentMetric[];
  /** Left out: 10,000. */
  readonly units?: number;
  /** Left out: the units by weight, on the last day. */
  readonly traffic?: readonly TrafficRow[];
  /** Crossovers by first variant. */
  readonly crossovers?: readonly number[];
};

/**
 * An experiment that ended after its two weeks, fixed horizon, alpha 5 %,
 * with variants '0' (the control), '1', … of these weights.
 */
export const checkedInput = (
  weights: readonly number[],
  { metrics = [], units = UNITS, traffic, crossovers = [] }: CheckedData,
): AnalysisInput => {
  const variants = weights.map((weight, i) => ({ id: String(i), weight }));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const { plannedDays } = DESIGNS['fixed horizon'];
  const end = instantOfDay(plannedDays);
  return {
    plan: {
      hypothesis: 'It gets better.',
      entity: 'user',
      targetingKeySelector: 'targeting_key',
      assignment: { kind: 'flag', flagId: 'the-flag' },
      controlVariant: '0',
      variants,
      audience: { conditions: [], proportion: 1, exclusivityTags: [] },
      metrics: [...metrics],
      design: DESIGNS['fixed horizon'],
    },
    metricInfo: metrics.map(({ metricId }) => ({
      id: metricId,
      name: metricId,
      type: 'average',
    })),
    state: 'ended',
    endReason: 'planned-end',
    launchedAt: instantOfDay(0),
    plannedEndAt: end,
    now: end,
    moments: [],
    traffic:
      traffic ??
      variants.map(({ id, weight }) => ({
        variant: id,
        exposureDate: dateOf(plannedDays - 1),
        units: Math.round((units * weight) / whole),
      })),
    crossoverUnits: crossovers.reduce((sum, count) => sum + count, 0),
    crossoversByVariant: Object.fromEntries(
      variants.map(({ id }, i) => [id, crossovers[i] ?? 0]),
    ),
    totalUnits: units,
    duplicateExposures: 0,
    dataUntil: end,
  };
};
