import type { DecisionNode } from '@etude/stats';
import type { LookPlan } from './look-plan';
import type { DaysNeeded, RuntimeForecast } from './runtime-forecast';
import type { PlanSampleSizeInput } from './sample-size-plan';
import type { CostedHypothesis, SizedHypothesis } from './sized-decision';
import type { PlannedWeights } from './whole-experiment';
import { roundedUnits } from './whole-experiment';

/** What all parts of a sample size plan are computed from. */
export type PlanContext = {
  readonly input: PlanSampleSizeInput;
  readonly weights: PlannedWeights;
  readonly tree: DecisionNode;
  readonly sized: readonly SizedHypothesis[];
  /** Undefined without traffic. */
  readonly forecast: RuntimeForecast | undefined;
};

/** How often the design of a plan looks at effects. */
export const lookPlanOf = ({ design }: PlanSampleSizeInput): LookPlan => {
  if (design?.kind === 'group-sequential') {
    const { plannedLooks, spending } = design;
    return { kind: 'group-sequential', looks: plannedLooks, spending };
  }
  return design?.kind === 'always-valid'
    ? { kind: 'always-valid' }
    : { kind: 'once' };
};

/** Days until every test has its units and their values are complete. */
export const daysOfCost = (
  {
    hypotheses,
  }: {
    readonly hypotheses: readonly Pick<CostedHypothesis, 'metric' | 'units'>[];
  },
  { forecast, weights }: PlanContext,
): DaysNeeded | null =>
  forecast?.daysUntil(
    hypotheses.map(({ units, metric }) => ({
      units: roundedUnits(units, weights),
      windowDays: metric.windowDays ?? 0,
    })),
  ) ?? null;
