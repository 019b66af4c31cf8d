import type {
  FlagRecord,
  RolloutFromExperiment,
  RolloutPlan,
  RolloutPlanInput,
} from '@etude/plugin-flags-common';
import { isLivePlan, planAfter, startedPlan } from '../rules/rollout-plan';
import type { PlanCommand } from '../rules/rollout-plan';
import { convertExperiment, planRollout, reachOf } from '../rules/rollout-rule';
import type { RolloutRequest } from '../rules/rollout-rule';
import type { Stores } from '../stores/stores';
import type { FlagEdit, FlagEditor } from './edit-flag';
import { notFound, refusal } from './refusals';
import { percent } from './save-flag';
import type { SavedSegment } from './save-segment';

type Reached = Pick<FlagEdit, 'after' | 'segments'>;

const reached = async (
  flag: FlagRecord,
  tx: Stores,
  request: RolloutRequest,
): Promise<Reached & { segments: SavedSegment[] }> => {
  const planned = planRollout(flag, await tx.segments.list(), request);
  if (!planned.ok) {
    throw refusal(
      `Variant '${request.variant}' cannot be rolled out`,
      planned.problems,
    );
  }
  return {
    after: { ...flag, rules: [...planned.value.rules] },
    segments: [planned.value.segment],
  };
};

const summaryOf = (plan: RolloutPlan): string => {
  const what = plan.events.at(-1)?.kind.replace('-', ' ') ?? 'changed';
  return `Rollout plan of variant '${plan.variant}' ${what}: it reaches ${percent.format(plan.reach)} of the units.`;
};

const planEdit = (plan: RolloutPlan, tx: Stores, edit: Reached): FlagEdit => ({
  ...edit,
  change: 'rollout-plan-changed',
  summary: summaryOf(plan),
  check: 'none',
  mustRecord: true,
  store: () => tx.rolloutPlans.put(plan),
});

const checkReplaced = (
  flag: FlagRecord,
  present: RolloutPlan | undefined,
  wanted: RolloutPlanInput,
): void => {
  const first = wanted.steps[0]?.reach ?? 0;
  const now = reachOf(flag, wanted.variant);
  if (present && isLivePlan(present) && present.variant !== wanted.variant) {
    throw refusal(`Variant '${wanted.variant}' cannot be rolled out`, [
      {
        code: 'ETUDE_FLAGS_ROLLOUT_PLAN_LIVE',
        path: 'variant',
        message: `The plan of variant '${present.variant}' is ${present.state}. Let it complete or roll it back first.`,
      },
    ]);
  }
  if (first < now) {
    throw refusal(`Variant '${wanted.variant}' cannot be rolled out so`, [
      {
        code: 'ETUDE_FLAGS_ROLLOUT_LOWERED',
        path: 'steps[0].reach',
        message: `It reaches ${percent.format(now)} of the units already, and the first step would take it from some. Begin with ${now} or more, or roll back first.`,
      },
    ]);
  }
};

/** Starts a plan at its first step, in place of the flag's earlier one. */
export const startPlanEditor =
  (input: RolloutPlanInput): FlagEditor =>
  async (flag, tx, moment) => {
    checkReplaced(flag, await tx.rolloutPlans.get(flag.id), input);
    const { variant, steps } = input;
    const plan = startedPlan(
      { flagId: flag.id, variant, steps, experimentId: null },
      moment,
    );
    return planEdit(plan, tx, await reached(flag, tx, plan));
  };

/** Starts a plan that keeps every unit the experiment gave the variant. */
export const startFromExperimentEditor =
  (input: RolloutFromExperiment): FlagEditor =>
  async (flag, tx, moment) => {
    const { experimentId, variant, steps } = input;
    checkReplaced(flag, await tx.rolloutPlans.get(flag.id), input);
    const converted = convertExperiment(flag, await tx.segments.list(), input);
    if (!converted.ok) {
      throw refusal(
        `Variant '${variant}' cannot be taken over from experiment '${experimentId}'`,
        converted.problems,
      );
    }
    const plan = startedPlan(
      { flagId: flag.id, variant, steps, experimentId },
      moment,
    );
    const { like, segment } = converted.value;
    const { reach } = plan;
    const edit = await reached(converted.value.flag, tx, {
      variant,
      reach,
      like,
    });
    return planEdit(plan, tx, {
      after: edit.after,
      segments: [...edit.segments, segment],
    });
  };

/** Pauses, resumes, advances, rolls back or ticks the flag's plan. */
export const planCommandEditor =
  (command: PlanCommand): FlagEditor =>
  async (flag, tx, moment) => {
    const plan = await tx.rolloutPlans.get(flag.id);
    if (!plan) throw notFound('rollout plan of flag', flag.id);
    const next = planAfter(plan, command, moment);
    if (!next.ok) {
      throw refusal(
        `The rollout plan of flag '${flag.id}' cannot do this now`,
        next.problems,
      );
    }
    // A reach that was set by hand since is taken back with the rest.
    const isTakenBack =
      command === 'rollback' && reachOf(flag, plan.variant) > 0;
    if (next.value === plan && !isTakenBack) {
      return {
        after: flag,
        change: 'rollout-plan-changed',
        summary: summaryOf(plan),
        check: 'none',
      };
    }
    const edit =
      next.value.reach === plan.reach && !isTakenBack
        ? { after: flag }
        : await reached(flag, tx, next.value);
    return {
      ...planEdit(next.value, tx, edit),
      isSafety: command === 'rollback' || command === 'pause',
    };
  };

/**
 * Raises or lowers the reach of a variant by hand. Refused while a plan of the
 * variant is live, except 0, which rolls the plan back.
 */
export const rolloutEditor =
  (request: { readonly variant: string; readonly reach: number }): FlagEditor =>
  async (flag, tx, moment) => {
    const plan = await tx.rolloutPlans.get(flag.id);
    if (plan && isLivePlan(plan) && plan.variant === request.variant) {
      if (request.reach === 0) {
        return planCommandEditor('rollback')(flag, tx, moment);
      }
      throw refusal(`Variant '${request.variant}' cannot be rolled out`, [
        {
          code: 'ETUDE_FLAGS_ROLLOUT_PLAN_LIVE',
          path: 'reach',
          message: `Its plan is ${plan.state} and decides the reach. Advance or change the plan, or roll it back.`,
        },
      ]);
    }
    return {
      ...(await reached(flag, tx, request)),
      change: 'rollout-changed',
      summary: `Variant '${request.variant}' reaches ${percent.format(request.reach)} of the units.`,
      check: 'none',
      isSafety: request.reach === 0,
    };
  };
