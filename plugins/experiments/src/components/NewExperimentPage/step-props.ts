import type { PlanForm } from './plan-form';
import type { PlanChoices } from './use-plan-choices';

/** What every step of the form works on. */
export type StepProps = {
  readonly form: PlanForm;
  readonly change: (changes: Partial<PlanForm>) => void;
  readonly choices: PlanChoices;
};
