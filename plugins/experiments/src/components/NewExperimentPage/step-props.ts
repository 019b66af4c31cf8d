import type { PlanForm } from './plan-form';
import type { PlanChoices } from './use-plan-choices';
import type { PlanSize } from './use-plan-size';

/** What every step of the form works on. */
export type StepProps = {
  readonly form: PlanForm;
  readonly change: (changes: Partial<PlanForm>) => void;
  readonly choices: PlanChoices;
  /** What the plan costs as it is now. */
  readonly size: PlanSize;
  /** Metrics whose mean and variance nobody knows yet. */
  readonly withoutHistory: readonly string[];
  readonly nameOf: (metricId: string) => string;
};
