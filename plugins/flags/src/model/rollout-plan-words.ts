import type {
  RolloutPlanRecord,
  RolloutPlanState,
  RolloutStep,
} from '@etude/plugin-flags-common';
import { formatPercent } from '@etude/ui';
import type { Tone } from '@etude/ui';

const STATES: Record<
  RolloutPlanState,
  { readonly tone: Tone; readonly label: string }
> = {
  running: { tone: 'active', label: 'Running' },
  waiting: { tone: 'warning', label: 'Waits for somebody' },
  paused: { tone: 'neutral', label: 'Paused' },
  completed: { tone: 'good', label: 'Completed' },
  'rolled-back': { tone: 'bad', label: 'Rolled back' },
};

/** The state of a plan as a badge tells it. */
export const planState = (state: RolloutPlanState) => STATES[state];

const dwellWords = ({ dwellHours }: RolloutStep): string => {
  if (dwellHours === 0) return 'at once';
  if (dwellHours % 24 === 0) {
    const days = dwellHours / 24;
    return days === 1 ? 'after a day' : `after ${days} days`;
  }
  return dwellHours === 1 ? 'after an hour' : `after ${dwellHours} hours`;
};

/** What ends a step: `goes on by itself after 2 days`. */
export const stepEndWords = (step: RolloutStep): string =>
  step.gate === 'automatic'
    ? `goes on by itself ${dwellWords(step)}`
    : `somebody may go on ${dwellWords(step)}`;

/** Where a plan is, in a sentence. */
export const planSentence = (plan: RolloutPlanRecord): string => {
  const reach = formatPercent(plan.reach);
  switch (plan.state) {
    case 'running':
      return `${plan.variant} reaches ${reach} of units, step ${plan.step + 1} of ${plan.steps.length}.`;
    case 'waiting':
      return `${plan.variant} reaches ${reach} of units. The time of step ${plan.step + 1} is over: go on when it is healthy.`;
    case 'paused':
      return `${plan.variant} stays at ${reach} of units until somebody resumes.`;
    case 'completed':
      return `${plan.variant} reached its last step. It now reaches ${reach} of units.`;
    case 'rolled-back':
      return plan.reach === 0
        ? `${plan.variant} was taken back: nobody gets it by this release any more.`
        : `${plan.variant} was taken back. It now reaches ${reach} of units, set by hand.`;
    default:
      return plan.state satisfies never;
  }
};
