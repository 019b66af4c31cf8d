import type { ExperimentPlan } from '@etude/lifecycle';
import type { AnalysisInput } from '../analysis-input';
import type { AnalysisResult } from '../analysis-result';
import { analyzeExperiment } from '../analyze-experiment';
import type { LookRecord } from '../look-record';
import type { TestInputOptions } from '../test-input';
import { testInput } from '../test-input';

/** The rates and days of every design of a test. */
export const TEST_RATES = { alpha: 0.05, power: 0.8, plannedDays: 14 };

/** One day of a live experiment that started on 2 March 2026, 09:00 UTC. */
export type TestDay = Omit<TestInputOptions, 'units' | 'plan'> & {
  /** Days since launch; the look is made an hour after the full day. */
  readonly day: number;
  /** Exposed units of each variant so far. */
  readonly n: number;
  readonly plan?: Partial<ExperimentPlan>;
};

const dateOf = (day: number): string =>
  new Date(Date.UTC(2026, 2, 2 + day)).toISOString().slice(0, 10);

/** The input of a live experiment on one of its days. */
export const dayInput = ({
  day,
  n,
  plan,
  ...options
}: TestDay): AnalysisInput => {
  const input = testInput({
    state: 'live',
    endReason: undefined,
    now: `${dateOf(day)}T10:00:00Z`,
    ...options,
  });
  const whole = { ...input.plan, ...plan };
  return {
    ...input,
    plan: whole,
    // The same number of units on every day before today.
    traffic: whole.variants.flatMap(({ id }) =>
      Array.from({ length: day }, (_, index) => ({
        variant: id,
        exposureDate: dateOf(index),
        units: n / day,
      })),
    ),
    totalUnits: n * whole.variants.length,
  };
};

/** Analyses days in turn, each with the looks of those before. */
export const replay = (
  days: readonly AnalysisInput[],
): readonly AnalysisResult[] => {
  const pastLooks: LookRecord[] = [];
  return days.map(input => {
    const result = analyzeExperiment({ ...input, pastLooks: [...pastLooks] });
    pastLooks.push(result.look);
    return result;
  });
};
