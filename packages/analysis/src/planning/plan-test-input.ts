import { planSampleSize } from '../plan-sample-size';
import type {
  PlanSampleSizeInput,
  SampleSizeMetric,
  SampleSizePlan,
} from './sample-size-plan';

/** A mean of 10 with variance 4 and an MDE of 2 %: 0.1 standard deviations. */
export const goal: SampleSizeMetric = {
  metricId: 'goal',
  role: 'success',
  direction: 'increase',
  kind: 'average',
  baselineMean: 10,
  baselineVariance: 4,
  mdeRelative: 0.02,
};

/** The same figures as a guardrail with a margin of 2 %. */
export const guard: SampleSizeMetric = {
  ...goal,
  metricId: 'guard',
  role: 'guardrail',
  mdeRelative: undefined,
  nimRelative: 0.02,
};

/** A rate of 20 % and an MDE of 10 % of it. */
export const rate: SampleSizeMetric = {
  metricId: 'rate',
  role: 'success',
  direction: 'increase',
  kind: 'proportion',
  baselineMean: 0.2,
  baselineVariance: 0.16,
  mdeRelative: 0.1,
};

/** `goal` alone in two even variants at alpha 5 % and power 80 %. */
export const planInput = (
  changes: Partial<PlanSampleSizeInput> = {},
): PlanSampleSizeInput => ({
  metrics: [goal],
  variants: [
    { id: 'a', weight: 1 },
    { id: 'b', weight: 1 },
  ],
  alpha: 0.05,
  power: 0.8,
  ...changes,
});

/** The plan of {@link planInput}; a refusal is a broken test. */
export const planFor = (
  changes: Partial<PlanSampleSizeInput> = {},
): SampleSizePlan => {
  const result = planSampleSize(planInput(changes));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

/** Codes and paths a plan is refused with; empty when it is not. */
export const problemsFor = (
  changes: Partial<PlanSampleSizeInput>,
): readonly string[] => {
  const result = planSampleSize(planInput(changes));
  return result.ok
    ? []
    : result.problems.map(({ code, path }) => `${code} ${path}`);
};
