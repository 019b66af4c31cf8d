import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import type {
  RolloutPlan,
  RolloutPlanEvent,
  RolloutStep,
} from '@etude/plugin-flags-common';

const HOUR_MS = 3_600_000;

/** What can be done to a plan; `tick` is the passing of time. */
export type PlanCommand = 'tick' | 'pause' | 'resume' | 'advance' | 'rollback';

/** Who does it, and the time it is done, ISO 8601. */
export type PlanMoment = { readonly by: string; readonly at: string };

const iso = (ms: number): string => new Date(ms).toISOString();

const stepOf = (plan: RolloutPlan): RolloutStep | undefined =>
  plan.steps[plan.step];

const withEvent = (
  plan: RolloutPlan,
  kind: RolloutPlanEvent['kind'],
  { by, at }: PlanMoment,
): RolloutPlan => ({
  ...plan,
  events: [...plan.events, { at, by, kind, reach: plan.reach }],
});

/** Milliseconds of the present step that have passed, without pauses. */
const dwelledMs = (plan: RolloutPlan, at: string): number =>
  plan.state === 'running'
    ? plan.dwelledMs + Date.parse(at) - Date.parse(plan.countedAt)
    : plan.dwelledMs;

const running = (
  plan: RolloutPlan,
  dwelled: number,
  at: string,
): RolloutPlan => ({
  ...plan,
  state: 'running',
  dwelledMs: dwelled,
  countedAt: at,
  dueAt: iso(
    Date.parse(at) +
      Math.max(0, (stepOf(plan)?.dwellHours ?? 0) * HOUR_MS - dwelled),
  ),
});

const stopped = (
  plan: RolloutPlan,
  state: Exclude<RolloutPlan['state'], 'running'>,
  at: string,
): RolloutPlan => ({
  ...plan,
  state,
  dwelledMs: dwelledMs(plan, at),
  countedAt: at,
  dueAt: null,
});

const entered = (
  plan: RolloutPlan,
  step: number,
  moment: PlanMoment,
): RolloutPlan => {
  const next = { ...plan, step, reach: plan.steps[step]?.reach ?? plan.reach };
  return running(next, 0, moment.at);
};

const goneOn = (plan: RolloutPlan, moment: PlanMoment): RolloutPlan =>
  plan.step + 1 < plan.steps.length
    ? withEvent(entered(plan, plan.step + 1, moment), 'step-entered', moment)
    : withEvent(stopped(plan, 'completed', moment.at), 'completed', moment);

/** A plan that has just entered its first step. */
export const startedPlan = (
  plan: Pick<RolloutPlan, 'experimentId' | 'flagId' | 'steps' | 'variant'>,
  moment: PlanMoment,
): RolloutPlan =>
  withEvent(
    entered(
      {
        ...plan,
        state: 'running',
        step: 0,
        reach: 0,
        dwelledMs: 0,
        countedAt: moment.at,
        dueAt: null,
        startedAt: moment.at,
        startedBy: moment.by,
        events: [],
      },
      0,
      moment,
    ),
    'started',
    moment,
  );

/** True while a plan may still change what is reached. */
export const isLivePlan = ({ state }: Pick<RolloutPlan, 'state'>): boolean =>
  state === 'running' || state === 'waiting' || state === 'paused';

const ticked = (plan: RolloutPlan, moment: PlanMoment): RolloutPlan => {
  const step = stepOf(plan);
  if (plan.state !== 'running' || !step) return plan;
  if (dwelledMs(plan, moment.at) < step.dwellHours * HOUR_MS) return plan;
  return step.gate === 'automatic'
    ? goneOn(plan, moment)
    : withEvent(stopped(plan, 'waiting', moment.at), 'waiting', moment);
};

const ALLOWED: Readonly<
  Record<Exclude<PlanCommand, 'tick' | 'rollback'>, readonly string[]>
> = {
  pause: ['running', 'waiting'],
  resume: ['paused'],
  advance: ['running', 'waiting'],
};

const resumed = (plan: RolloutPlan, moment: PlanMoment): RolloutPlan =>
  withEvent(running(plan, plan.dwelledMs, moment.at), 'resumed', moment);

/**
 * The plan after a command, or why it cannot be given now. Reach only grows
 * until a rollback, which sets it to 0 from any state; a step that is entered
 * dwells its whole time, however late the clock is looked at.
 */
export const planAfter = (
  plan: RolloutPlan,
  command: PlanCommand,
  moment: PlanMoment,
): Result<RolloutPlan> => {
  if (command === 'tick') return ok(ticked(plan, moment));
  if (command === 'rollback') {
    if (plan.state === 'rolled-back') return ok(plan);
    const back = { ...stopped(plan, 'rolled-back', moment.at), reach: 0 };
    return ok(withEvent(back, 'rolled-back', moment));
  }
  if (!ALLOWED[command].includes(plan.state)) {
    return refused({
      code: 'ETUDE_FLAGS_ROLLOUT_PLAN_STATE',
      message: `The plan of variant '${plan.variant}' is ${plan.state}, and '${command}' is for plans that are ${ALLOWED[command].join(' or ')}.`,
    });
  }
  if (command === 'pause') {
    return ok(withEvent(stopped(plan, 'paused', moment.at), 'paused', moment));
  }
  return ok(
    command === 'resume' ? resumed(plan, moment) : goneOn(plan, moment),
  );
};
